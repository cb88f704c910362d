package armfarm.ingest;

/**
 * What a publisher has done since it started. Nothing is lost without a number: produced + recovered = events + failures
 * + waiting.
 *
 * @param produced events taken over from the arms
 * @param recovered events an earlier process had left in the spool
 * @param events acknowledged by the broker
 * @param bytes of those events
 * @param failures events refused for good, each with a reason
 * @param waiting events not acknowledged yet, in memory and on the disk
 * @param spooled of the waiting ones, those on the disk
 * @param spoolBytes size of the spool's files
 * @param gaps events the arms left out: sequence numbers that did not follow each other
 */
public record PublishMetrics(
        long produced,
        long recovered,
        long events,
        long bytes,
        long failures,
        long waiting,
        long spooled,
        long spoolBytes,
        long gaps) {}
