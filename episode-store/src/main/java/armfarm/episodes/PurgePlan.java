package armfarm.episodes;

import armfarm.messages.AttemptId;
import java.util.List;
import java.util.Map;

/**
 * What a purge would do, or did. Immutable.
 *
 * @param attempts whose images go, in the order of their ids; those purged before are not among them
 * @param frames images that go
 * @param bytes of these images
 * @param alreadyPurged attempts that were purged before
 * @param snapshots frozen snapshots that lose images, with the number of their attempts that do
 * @param rejectedRecords rejected records that name one of the attempts; they are kept and may hold images
 */
public record PurgePlan(
        List<AttemptId> attempts,
        long frames,
        long bytes,
        long alreadyPurged,
        Map<String, Long> snapshots,
        long rejectedRecords) {
    public PurgePlan {
        attempts = List.copyOf(attempts);
        snapshots = Map.copyOf(snapshots);
    }
}
