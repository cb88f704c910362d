package armfarm.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;

/** Progress through attempts with their rate. Confined to one thread. */
final class RateLine {
    private final String name;
    private final InstantSource clock;
    private final MovingLine line;
    private String phase = "";
    private long phaseStartMilliseconds;
    private long doneBefore;

    RateLine(String name, PrintStream err, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        line = new MovingLine(err, clock);
    }

    /** The rate is of this phase and of what was done in it here, not of what was there before. */
    void show(String newPhase, long done, long total) {
        if (!phase.equals(newPhase)) {
            phase = newPhase;
            phaseStartMilliseconds = clock.millis();
            doneBefore = done;
        }
        line.show(() -> String.format(
                Locale.ROOT,
                "%s: %s, %d of %d attempts (%d %%), %.0f/s",
                name,
                phase,
                done,
                total,
                total == 0 ? 100 : 100 * done / total,
                1000.0 * (done - doneBefore) / Math.max(1, clock.millis() - phaseStartMilliseconds)));
    }

    /** Takes the line away. */
    void end() {
        line.end();
    }
}
