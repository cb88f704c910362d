package armfarm.messages;

/**
 * Where reading a partition of the event stream goes on.
 *
 * @param nextOffset first offset of the oldest attempt still open, else the offset after the last one read
 */
public record StreamPosition(String topic, int partition, long nextOffset) {}
