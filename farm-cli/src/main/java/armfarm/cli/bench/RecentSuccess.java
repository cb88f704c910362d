package armfarm.cli.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts practice until the share of successes among the last attempts is as wanted. Confined to one thread. */
final class RecentSuccess {
    private final int window;
    private final double wanted;
    private final Deque<Boolean> last = new ArrayDeque<>();
    private int successes;
    private long attempts;

    RecentSuccess(int window, double wanted) {
        this.window = window;
        this.wanted = wanted;
    }

    /** @return whether a whole window was seen and its share is as wanted */
    boolean add(boolean success) {
        attempts++;
        last.addLast(success);
        successes += success ? 1 : 0;
        if (last.size() > window) {
            successes -= last.removeFirst() ? 1 : 0;
        }
        return last.size() == window && successes >= wanted * window;
    }

    long attempts() {
        return attempts;
    }
}
