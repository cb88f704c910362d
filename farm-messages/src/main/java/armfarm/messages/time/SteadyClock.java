package armfarm.messages.time;

import java.time.Instant;
import java.time.InstantSource;

/** The time of day when it was made, and from then on what has passed: nobody can set it. Thread-safe. */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final Stopwatch watch;

    public SteadyClock(InstantSource clock) {
        this(clock, Ticker.system());
    }

    public SteadyClock(InstantSource clock, Ticker ticker) {
        start = clock.instant();
        watch = Stopwatch.start(ticker);
    }

    @Override
    public Instant instant() {
        return start.plus(watch.elapsed());
    }
}
