package armfarm.ros.messages;

import java.util.List;

/** tf2_msgs/TFMessage, as on /tf and /tf_static. */
public record TfMessage(List<TransformStamped> transforms) {
    public static final MessageType<TfMessage> TYPE =
            MessageType.of("tf2_msgs/TFMessage", """
            geometry_msgs/TransformStamped[] transforms
            """, TfMessage::write, TfMessage::read, TransformStamped.TYPE);

    public TfMessage {
        transforms = List.copyOf(transforms);
    }

    private static void write(TfMessage message, WireWriter out) {
        out.messages(TransformStamped.TYPE, message.transforms);
    }

    private static TfMessage read(WireReader in) throws MessageFormatException {
        return new TfMessage(in.messages(TransformStamped.TYPE));
    }
}
