package armfarm.cli.night;

import armfarm.ingest.night.NightEvent;
import java.util.Optional;

/**
 * The next thing that a replay does: a record to publish, or a fault of a process.
 *
 * @param dueMillis since 1970, on the recording's clock; never falls from step to step
 * @param record empty for a fault
 * @param fault empty for a record
 */
record NightStep(long dueMillis, Optional<NightEvent> record, Optional<FaultKind> fault) {
    static NightStep publish(long dueMillis, NightEvent record) {
        return new NightStep(dueMillis, Optional.of(record), Optional.empty());
    }

    static NightStep happens(long dueMillis, FaultKind fault) {
        return new NightStep(dueMillis, Optional.empty(), Optional.of(fault));
    }
}
