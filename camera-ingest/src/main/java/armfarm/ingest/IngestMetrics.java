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
 * @param gaps events that never came, by the sequence numbers of those that did
 * @param lag records in the broker that are not read yet
 */
public record IngestMetrics(
        long records, long bytes, long attempts, long aborted, long rejected, long duplicates, long gaps, long lag) {
    static final IngestMetrics ZERO = new IngestMetrics(0, 0, 0, 0, 0, 0, 0, 0);

    IngestMetrics plus(IngestMetrics other) {
        return new IngestMetrics(
                records + other.records,
                bytes + other.bytes,
                attempts + other.attempts,
                aborted + other.aborted,
                rejected + other.rejected,
                duplicates + other.duplicates,
                gaps + other.gaps,
                lag + other.lag);
    }

    IngestMetrics withRecord(int recordBytes) {
        return plus(new IngestMetrics(1, recordBytes, 0, 0, 0, 0, 0, 0));
    }

    IngestMetrics withAttempt(boolean isAborted) {
        return plus(new IngestMetrics(0, 0, 1, isAborted ? 1 : 0, 0, 0, 0, 0));
    }

    IngestMetrics withRejected() {
        return plus(new IngestMetrics(0, 0, 0, 0, 1, 0, 0, 0));
    }

    IngestMetrics withDuplicate() {
        return plus(new IngestMetrics(0, 0, 0, 0, 0, 1, 0, 0));
    }

    IngestMetrics withMissed(long events) {
        return plus(new IngestMetrics(0, 0, 0, 0, 0, 0, events, 0));
    }

    IngestMetrics withLag(long newLag) {
        return new IngestMetrics(records, bytes, attempts, aborted, rejected, duplicates, gaps, newLag);
    }
}
