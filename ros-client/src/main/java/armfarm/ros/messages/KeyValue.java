package armfarm.ros.messages;

/** diagnostic_msgs/KeyValue. */
public record KeyValue(String key, String value) {
    public static final MessageType<KeyValue> TYPE =
            MessageType.of("diagnostic_msgs/KeyValue", """
            string key
            string value
            """, KeyValue::write, KeyValue::read);

    private static void write(KeyValue message, WireWriter out) {
        out.string(message.key).string(message.value);
    }

    private static KeyValue read(WireReader in) throws MessageFormatException {
        return new KeyValue(in.string(), in.string());
    }
}
