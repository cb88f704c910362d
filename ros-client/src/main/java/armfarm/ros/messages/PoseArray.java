package armfarm.ros.messages;

import java.util.List;

/** geometry_msgs/PoseArray; the header names the parent frame of all poses. */
public record PoseArray(Header header, List<PoseMessage> poses) {
    public static final MessageType<PoseArray> TYPE = MessageType.of(
            "geometry_msgs/PoseArray", """
            Header header
            Pose[] poses
            """, PoseArray::write, PoseArray::read, Header.TYPE, PoseMessage.TYPE);

    public PoseArray {
        poses = List.copyOf(poses);
    }

    private static void write(PoseArray message, WireWriter out) {
        out.message(Header.TYPE, message.header).messages(PoseMessage.TYPE, message.poses);
    }

    private static PoseArray read(WireReader in) throws MessageFormatException {
        return new PoseArray(in.message(Header.TYPE), in.messages(PoseMessage.TYPE));
    }
}
