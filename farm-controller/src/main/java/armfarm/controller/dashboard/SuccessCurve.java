package armfarm.controller.dashboard;

import armfarm.messages.SuccessRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The success curve: attempts in the order in which they ended, cut into windows of one policy each.
 *
 * <p>A window closes after a number of attempts and becomes one point. When there are too many points, the windows
 * double and neighbours of the same policy are merged, so a long run costs no more than a short one and every
 * attempt counts in one point. An open window is shown once it is half full, and a policy's first one as soon as its
 * interval says anything. Thread-safe.
 */
public final class SuccessCurve {
    /** The policy name of attempts without a model. */
    public static final String RANDOM = "random";

    private static final int MIN_SHOWN_ATTEMPTS = 20;

    private final int maxPoints;
    private final Map<String, List<Window>> windowsByPolicy = new LinkedHashMap<>();
    private int windowSize;
    private int windowCount;
    private long attempts;

    /**
     * @param windowSize attempts a point, at first
     * @param maxPoints above this many points, windows are merged
     */
    public SuccessCurve(int windowSize, int maxPoints) {
        if (windowSize < 1 || maxPoints < 2) {
            throw new IllegalArgumentException("windowSize " + windowSize + ", maxPoints " + maxPoints);
        }
        this.windowSize = windowSize;
        this.maxPoints = maxPoints;
    }

    /** @param policy a model version, or {@link #RANDOM} */
    public synchronized void add(String policy, boolean success) {
        attempts++;
        List<Window> windows = windowsByPolicy.computeIfAbsent(policy, p -> new ArrayList<>());
        Window open = windows.isEmpty() ? Window.EMPTY : windows.get(windows.size() - 1);
        if (windows.isEmpty() || open.count() >= windowSize) {
            windows.add(Window.EMPTY.plus(success, attempts));
            windowCount++;
        } else {
            windows.set(windows.size() - 1, open.plus(success, attempts));
        }
        if (windowCount > Math.max(maxPoints, 2 * windowsByPolicy.size())) {
            mergeNeighbours();
        }
    }

    /** Ordered by attempts. */
    public synchronized List<CurvePointView> points() {
        List<CurvePointView> points = new ArrayList<>();
        windowsByPolicy.forEach((policy, windows) -> windows.stream()
                .filter(w -> w.count() * 2L >= windowSize || (windows.size() == 1 && w.count() >= MIN_SHOWN_ATTEMPTS))
                .forEach(w -> points.add(w.toPoint(policy))));
        points.sort((a, b) -> Long.compare(a.attempts(), b.attempts()));
        return points;
    }

    private void mergeNeighbours() {
        windowSize *= 2;
        windowCount = 0;
        for (List<Window> windows : windowsByPolicy.values()) {
            List<Window> merged = new ArrayList<>();
            for (int i = 0; i < windows.size(); i += 2) {
                merged.add(i + 1 < windows.size() ? windows.get(i).and(windows.get(i + 1)) : windows.get(i));
            }
            windows.clear();
            windows.addAll(merged);
            windowCount += merged.size();
        }
    }

    /** @param attemptsAtEnd attempts of the whole farm at the window's last attempt */
    private record Window(int successes, int count, long attemptsAtEnd) {
        static final Window EMPTY = new Window(0, 0, 0);

        Window plus(boolean success, long attemptsNow) {
            return new Window(successes + (success ? 1 : 0), count + 1, attemptsNow);
        }

        Window and(Window next) {
            return new Window(successes + next.successes, count + next.count, next.attemptsAtEnd);
        }

        CurvePointView toPoint(String policy) {
            return new CurvePointView(attemptsAtEnd, policy, RateView.of(new SuccessRate(successes, count)));
        }
    }
}
