package armfarm.cli.bags;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What was measured during an attempt, in the order of the stamps. Too many, or too many bytes, are thinned to every
 * second one, so memory is bounded and begin and end stay covered. Confined to one thread.
 */
final class Samples<T> {
    private final int max;
    private final long maxBytes;
    private final ToLongFunction<T> bytesOf;
    private final List<Sample<T>> all = new ArrayList<>();
    private int keepEvery = 1;
    private int sinceKept;
    private long bytes;

    /** @param max kept at the same time */
    Samples(int max) {
        this(max, Long.MAX_VALUE, value -> 0);
    }

    /**
     * @param max kept at the same time
     * @param maxBytes of all that are kept; two are kept however large they are
     */
    Samples(int max, long maxBytes, ToLongFunction<T> bytesOf) {
        this.max = max;
        this.maxBytes = maxBytes;
        this.bytesOf = bytesOf;
    }

    /** One measurement. */
    record Sample<T>(Instant stamp, T value) {}

    void add(Instant stamp, T value) {
        sinceKept++;
        if (sinceKept < keepEvery) {
            return;
        }
        sinceKept = 0;
        all.add(new Sample<>(stamp, value));
        bytes += bytesOf.applyAsLong(value);
        while (all.size() > max || (bytes > maxBytes && all.size() > 2)) {
            thin();
        }
    }

    private void thin() {
        List<Sample<T>> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 2) {
            kept.add(all.get(i));
        }
        all.clear();
        all.addAll(kept);
        keepEvery *= 2;
        bytes = all.stream()
                .mapToLong(sample -> bytesOf.applyAsLong(sample.value))
                .sum();
    }

    List<Sample<T>> all() {
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The last one that was not stamped later; empty if there is none. */
    Optional<Sample<T>> at(Instant stamp) {
        return all.stream().filter(sample -> !sample.stamp.isAfter(stamp)).reduce((earlier, later) -> later);
    }
}
