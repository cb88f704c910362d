package armfarm.controller.bags;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was measured during an attempt, in the order of the stamps. Too many are thinned to every second one, so memory is
 * bounded and begin and end stay covered. Confined to one thread.
 */
final class Samples<T> {
    private final int max;
    private final List<Sample<T>> all = new ArrayList<>();
    private int keepEvery = 1;
    private int sinceKept;

    /** @param max kept at the same time */
    Samples(int max) {
        this.max = max;
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
        if (all.size() > max) {
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
