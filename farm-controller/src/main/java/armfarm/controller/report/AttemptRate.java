package armfarm.controller.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Attempts per second over the last ten seconds. Thread-safe. */
public final class AttemptRate {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private record Mark(Duration elapsed, long attempts) {}

    private final Deque<Mark> marks = new ArrayDeque<>();

    public synchronized void at(Duration elapsed, long attempts) {
        marks.addLast(new Mark(elapsed, attempts));
        while (marks.size() > 2 && elapsed.minus(marks.peekFirst().elapsed()).compareTo(WINDOW) > 0) {
            marks.removeFirst();
        }
    }

    public synchronized double perSecond() {
        if (marks.size() < 2) {
            return 0;
        }
        double seconds =
                marks.peekLast().elapsed().minus(marks.peekFirst().elapsed()).toMillis() / 1000.0;
        return seconds <= 0
                ? 0
                : (marks.peekLast().attempts() - marks.peekFirst().attempts()) / seconds;
    }
}
