package armfarm.ros.messages;

/** geometry_msgs/TransformStamped: pose of the child frame in the frame that the header names. */
public record TransformStamped(Header header, String childFrameId, Transform transform) {
    public static final MessageType<TransformStamped> TYPE = MessageType.of(
            "geometry_msgs/TransformStamped",
            """
            Header header
            string child_frame_id
            Transform transform
            """,
            TransformStamped::write,
            TransformStamped::read,
            Header.TYPE,
            Transform.TYPE);

    private static void write(TransformStamped message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .string(message.childFrameId)
                .message(Transform.TYPE, message.transform);
    }

    private static TransformStamped read(WireReader in) throws MessageFormatException {
        return new TransformStamped(in.message(Header.TYPE), in.string(), in.message(Transform.TYPE));
    }
}
