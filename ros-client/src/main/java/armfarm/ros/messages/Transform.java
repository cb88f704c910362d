package armfarm.ros.messages;

/** geometry_msgs/Transform: metres and a unit quaternion. */
public record Transform(Vector3 translation, Quaternion rotation) {
    public static final MessageType<Transform> TYPE = MessageType.of(
            "geometry_msgs/Transform", """
            Vector3 translation
            Quaternion rotation
            """, Transform::write, Transform::read, Vector3.TYPE, Quaternion.TYPE);

    private static void write(Transform message, WireWriter out) {
        out.message(Vector3.TYPE, message.translation).message(Quaternion.TYPE, message.rotation);
    }

    private static Transform read(WireReader in) throws MessageFormatException {
        return new Transform(in.message(Vector3.TYPE), in.message(Quaternion.TYPE));
    }
}
