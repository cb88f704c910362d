package armfarm.episodes;

import armfarm.messages.AttemptId;
import java.util.List;

/**
 * What excluding or including did. Immutable.
 *
 * @param changed attempts, in the order of their ids
 * @param unchanged attempts that were so already
 * @param unusable attempts that cannot be included: purged, or with images that are damaged or missing
 */
public record CurationResult(List<AttemptId> changed, long unchanged, long unusable) {
    public CurationResult {
        changed = List.copyOf(changed);
    }
}
