package armfarm.ingest;

/**
 * What a publisher has done since it started.
 *
 * @param events acknowledged by the broker
 * @param bytes of those events
 * @param failures events the broker did not acknowledge
 * @param waiting events sent and not yet answered
 */
public record PublishMetrics(long events, long bytes, long failures, long waiting) {}
