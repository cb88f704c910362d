package armfarm.messages.wire;

/** Every Kafka topic the farm uses. Key, codec and retention are listed in farm-messages/README.md. */
public final class Topics {
    /** All events of all arms; key = arm name, partition = arm index, so each arm's events stay in order. */
    public static final String ARM_EVENTS = "arm.events";

    private Topics() {}
}
