package armfarm.ingest;

/**
 * What a reader has done since it started; a snapshot.
 *
 * @param records read from the stream
 * @param bytes of those records
 * @param attempts put together, the aborted ones included
 * @param aborted attempts that did not complete
 * @param rejected records kept with a reason because no attempt could use them
 * @param duplicates records passed over because they were seen or stored before
 * @param lag records in the broker that are not read yet
 */
public record IngestMetrics(
        long records, long bytes, long attempts, long aborted, long rejected, long duplicates, long lag) {
    static final IngestMetrics ZERO = new IngestMetrics(0, 0, 0, 0, 0, 0, 0);

    IngestMetrics plus(IngestMetrics other) {
        return new IngestMetrics(
                records + other.records,
                bytes + other.bytes,
                attempts + other.attempts,
                aborted + other.aborted,
                rejected + other.rejected,
                duplicates + other.duplicates,
                lag + other.lag);
    }

    IngestMetrics withLag(long newLag) {
        return new IngestMetrics(records, bytes, attempts, aborted, rejected, duplicates, newLag);
    }
}
