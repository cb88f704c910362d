package armfarm.ingest.night;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is in a recording.
 *
 * @param bytes of the file that can be read
 * @param partitions with records
 * @param first earliest timestamp of a record; empty without records
 * @param last latest
 * @param complete the recorder ended by itself; else it was killed, or writing failed
 * @param tornBytes of a batch that was cut off at the end, not counted above
 */
public record NightSummary(
        long events,
        long bytes,
        int partitions,
        Optional<Instant> first,
        Optional<Instant> last,
        boolean complete,
        long tornBytes) {
    /** From the first record to the last; zero without records. */
    public Duration duration() {
        return first.isPresent() && last.isPresent() ? Duration.between(first.get(), last.get()) : Duration.ZERO;
    }
}
