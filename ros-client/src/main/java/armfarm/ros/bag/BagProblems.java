package armfarm.ros.bag;

import java.util.ArrayList;
import java.util.List;

/** What of a bag could not be read: all are counted, the first hundred are kept. Confined to one thread. */
final class BagProblems {
    private static final int MAX_KEPT = 100;

    private final List<BagProblem> kept = new ArrayList<>();
    private long count;

    void add(long offset, String what) {
        count++;
        if (kept.size() < MAX_KEPT) {
            kept.add(new BagProblem(offset, what));
        }
    }

    /** Forgets its own for what another reading came across. */
    void replaceBy(BagProblems others) {
        kept.clear();
        kept.addAll(others.kept);
        count = others.count;
    }

    List<BagProblem> kept() {
        return List.copyOf(kept);
    }

    long count() {
        return count;
    }
}
