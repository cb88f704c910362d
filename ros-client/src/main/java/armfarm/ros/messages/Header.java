package armfarm.ros.messages;

import java.time.Instant;

/**
 * std_msgs/Header: stamp by the clock of the sender, EPOCH if it has none.
 *
 * @param seq set by the sender, otherwise free
 */
public record Header(long seq, Instant stamp, String frameId) {
    public static final MessageType<Header> TYPE = MessageType.of("std_msgs/Header", """
            uint32 seq
            time stamp
            string frame_id
            """, Header::write, Header::read);

    /** @param frameId coordinate frame of the data; empty if it has none */
    public static Header at(Instant stamp, String frameId) {
        return new Header(0, stamp, frameId);
    }

    private static void write(Header message, WireWriter out) {
        out.uint32(message.seq).time(message.stamp).string(message.frameId);
    }

    private static Header read(WireReader in) throws MessageFormatException {
        return new Header(in.uint32(), in.time(), in.string());
    }
}
