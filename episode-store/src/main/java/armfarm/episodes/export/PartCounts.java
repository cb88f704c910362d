package armfarm.episodes.export;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a part.
 *
 * @param steps images that a motion was decided on
 * @param leftOut attempts without such an image, not written
 * @param labelSources attempts by the source of the label that counts
 */
public record PartCounts(long attempts, long successes, long steps, long leftOut, Map<String, Long> labelSources) {
    public static final PartCounts NONE = new PartCounts(0, 0, 0, 0, Map.of());

    public PartCounts {
        labelSources = new TreeMap<>(labelSources);
    }

    /** Both together. */
    public PartCounts plus(PartCounts other) {
        Map<String, Long> sources = new TreeMap<>(labelSources);
        other.labelSources.forEach((source, count) -> sources.merge(source, count, Long::sum));
        return new PartCounts(
                attempts + other.attempts,
                successes + other.successes,
                steps + other.steps,
                leftOut + other.leftOut,
                sources);
    }

    PartCounts with(ExportItem item) {
        return plus(new PartCounts(
                1,
                item.success() ? 1 : 0,
                item.steps().size(),
                0,
                Map.of(item.member().label().source().name(), 1L)));
    }

    PartCounts withLeftOut() {
        return plus(new PartCounts(0, 0, 0, 1, Map.of()));
    }
}
