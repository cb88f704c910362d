package armfarm.ros.messages;

import java.util.List;

/** diagnostic_msgs/DiagnosticArray, as on /diagnostics. */
public record DiagnosticArray(Header header, List<DiagnosticStatus> status) {
    public static final MessageType<DiagnosticArray> TYPE = MessageType.of(
            "diagnostic_msgs/DiagnosticArray",
            """
            Header header
            DiagnosticStatus[] status
            """,
            DiagnosticArray::write,
            DiagnosticArray::read,
            Header.TYPE,
            DiagnosticStatus.TYPE);

    public DiagnosticArray {
        status = List.copyOf(status);
    }

    private static void write(DiagnosticArray message, WireWriter out) {
        out.message(Header.TYPE, message.header).messages(DiagnosticStatus.TYPE, message.status);
    }

    private static DiagnosticArray read(WireReader in) throws MessageFormatException {
        return new DiagnosticArray(in.message(Header.TYPE), in.messages(DiagnosticStatus.TYPE));
    }
}
