package armfarm.episodes;

import armfarm.messages.FailureCause;
import java.util.Map;

/**
 * How many grasps failed by what.
 *
 * @param unknown failures of which too little was recorded to say
 */
public record FailureCounts(long empty, long slipped, long blocked, long unknown) {
    /** No failures. */
    public static final FailureCounts NONE = new FailureCounts(0, 0, 0, 0);

    /** @param unknown failures without a cause */
    public static FailureCounts of(Map<FailureCause, Long> counts, long unknown) {
        return new FailureCounts(
                counts.getOrDefault(FailureCause.EMPTY, 0L),
                counts.getOrDefault(FailureCause.SLIPPED, 0L),
                counts.getOrDefault(FailureCause.BLOCKED, 0L),
                unknown);
    }
}
