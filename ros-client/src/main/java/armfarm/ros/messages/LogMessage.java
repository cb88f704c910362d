package armfarm.ros.messages;

import java.util.List;

/**
 * rosgraph_msgs/Log, as on /rosout.
 *
 * @param level one of the constants
 * @param name of the node
 * @param topics what the node publishes
 */
public record LogMessage(
        Header header,
        int level,
        String name,
        String msg,
        String file,
        String function,
        long line,
        List<String> topics) {
    public static final MessageType<LogMessage> TYPE =
            MessageType.of("rosgraph_msgs/Log", """
            byte DEBUG=1
            byte INFO=2
            byte WARN=4
            byte ERROR=8
            byte FATAL=16
            Header header
            byte level
            string name
            string msg
            string file
            string function
            uint32 line
            string[] topics
            """, LogMessage::write, LogMessage::read, Header.TYPE);

    public static final int DEBUG = 1;
    public static final int INFO = 2;
    public static final int WARN = 4;
    public static final int ERROR = 8;
    public static final int FATAL = 16;

    public LogMessage {
        topics = List.copyOf(topics);
    }

    private static void write(LogMessage message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .int8(message.level)
                .string(message.name)
                .string(message.msg)
                .string(message.file)
                .string(message.function)
                .uint32(message.line)
                .strings(message.topics);
    }

    private static LogMessage read(WireReader in) throws MessageFormatException {
        return new LogMessage(
                in.message(Header.TYPE),
                in.int8(),
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.uint32(),
                in.strings());
    }
}
