package armfarm.ros.messages;

/** geometry_msgs/TwistStamped; the header names the frame. */
public record TwistStamped(Header header, Twist twist) {
    public static final MessageType<TwistStamped> TYPE = MessageType.of(
            "geometry_msgs/TwistStamped", """
            Header header
            Twist twist
            """, TwistStamped::write, TwistStamped::read, Header.TYPE, Twist.TYPE);

    private static void write(TwistStamped message, WireWriter out) {
        out.message(Header.TYPE, message.header).message(Twist.TYPE, message.twist);
    }

    private static TwistStamped read(WireReader in) throws MessageFormatException {
        return new TwistStamped(in.message(Header.TYPE), in.message(Twist.TYPE));
    }
}
