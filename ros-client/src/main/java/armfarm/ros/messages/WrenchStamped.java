package armfarm.ros.messages;

/** geometry_msgs/WrenchStamped; the header names the frame, usually the sensor's. */
public record WrenchStamped(Header header, Wrench wrench) {
    public static final MessageType<WrenchStamped> TYPE = MessageType.of(
            "geometry_msgs/WrenchStamped", """
            Header header
            Wrench wrench
            """, WrenchStamped::write, WrenchStamped::read, Header.TYPE, Wrench.TYPE);

    private static void write(WrenchStamped message, WireWriter out) {
        out.message(Header.TYPE, message.header).message(Wrench.TYPE, message.wrench);
    }

    private static WrenchStamped read(WireReader in) throws MessageFormatException {
        return new WrenchStamped(in.message(Header.TYPE), in.message(Wrench.TYPE));
    }
}
