package armfarm.messages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until a test moves it. Confined to one thread. */
public final class ManualClock implements InstantSource {
    /** When every new one begins. */
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }
}
