package armfarm.messages.time;

import java.time.Duration;

/** Tells how long ago something was. Immutable. */
public final class Stopwatch {
    private final Ticker ticker;
    private final long startNanos;

    private Stopwatch(Ticker ticker) {
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
    }

    /** From now on. */
    public static Stopwatch start() {
        return start(Ticker.system());
    }

    /** From now on. */
    public static Stopwatch start(Ticker ticker) {
        return new Stopwatch(ticker);
    }

    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos());
    }

    public long elapsedNanos() {
        return ticker.nanos() - startNanos;
    }

    public double elapsedSeconds() {
        return elapsedNanos() / 1e9;
    }

    /** Whether more than that has passed. */
    public boolean isPast(Duration limit) {
        return elapsed().compareTo(limit) > 0;
    }

    /** What is left of a time that began with this; negative when it is over. */
    public Duration left(Duration limit) {
        return limit.minus(elapsed());
    }
}
