package armfarm.episodes;

import armfarm.messages.AttemptSource;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attempts of one source, whatever is trained on.
 *
 * @param trainable that can be trained on
 * @param successes of those
 * @param notTrainable the others, by the first reason
 */
public record SourceAttempts(
        AttemptSource source, long attempts, long trainable, long successes, SortedMap<String, Long> notTrainable) {
    /** The reason of attempts without depth where depth is needed. */
    public static final String NO_DEPTH = "no depth image";

    public SourceAttempts {
        notTrainable = Collections.unmodifiableSortedMap(new TreeMap<>(notTrainable));
    }

    /** From the number of attempts by reason. */
    public static SourceAttempts of(AttemptSource source, long trainable, long successes, Map<String, Long> others) {
        long rest = others.values().stream().mapToLong(Long::longValue).sum();
        return new SourceAttempts(source, trainable + rest, trainable, successes, new TreeMap<>(others));
    }
}
