package armfarm.ros.messages;

import java.util.List;

/**
 * diagnostic_msgs/DiagnosticStatus.
 *
 * @param level one of the constants
 */
public record DiagnosticStatus(int level, String name, String message, String hardwareId, List<KeyValue> values) {
    public static final MessageType<DiagnosticStatus> TYPE = MessageType.of(
            "diagnostic_msgs/DiagnosticStatus", """
            byte OK=0
            byte WARN=1
            byte ERROR=2
            byte STALE=3
            byte level
            string name
            string message
            string hardware_id
            KeyValue[] values
            """, DiagnosticStatus::write, DiagnosticStatus::read, KeyValue.TYPE);

    public static final int OK = 0;
    public static final int WARN = 1;
    public static final int ERROR = 2;
    public static final int STALE = 3;

    public DiagnosticStatus {
        values = List.copyOf(values);
    }

    private static void write(DiagnosticStatus message, WireWriter out) {
        out.int8(message.level)
                .string(message.name)
                .string(message.message)
                .string(message.hardwareId)
                .messages(KeyValue.TYPE, message.values);
    }

    private static DiagnosticStatus read(WireReader in) throws MessageFormatException {
        return new DiagnosticStatus(in.int8(), in.string(), in.string(), in.string(), in.messages(KeyValue.TYPE));
    }
}
