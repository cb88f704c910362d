package armfarm.ros.messages;

/** std_msgs/Empty: a signal without data. */
public record EmptyMessage() {
    public static final MessageType<EmptyMessage> TYPE =
            MessageType.of("std_msgs/Empty", "", (message, out) -> {}, in -> new EmptyMessage());
}
