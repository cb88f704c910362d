package armfarm.messages.supervision;

import java.time.Instant;
import java.time.InstantSource;

/** The time of day when it was made, and from then on what has passed: nobody can set it. Thread-safe. */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final long startNanos = System.nanoTime();

    public SteadyClock(InstantSource clock) {
        start = clock.instant();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
