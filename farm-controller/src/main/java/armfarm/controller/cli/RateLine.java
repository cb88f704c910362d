package armfarm.controller.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Progress through attempts with their rate: a line that redraws itself where the launcher found a terminal, a plain line
 * now and then elsewhere; nothing for work that is done in a few seconds. Confined to one thread.
 */
final class RateLine {
    private static final long FIRST_AFTER_MILLISECONDS = 2_000;
    private static final long PLAIN_EVERY_MILLISECONDS = 15_000;
    private static final long TERMINAL_EVERY_MILLISECONDS = 200;

    private final String name;
    private final PrintStream err;
    private final InstantSource clock;
    private final boolean terminal = Boolean.getBoolean("armfarm.terminal");
    private String phase = "";
    private long phaseStartMilliseconds;
    private long doneBefore;
    private long nextMilliseconds;
    private boolean drawn;

    RateLine(String name, PrintStream err, InstantSource clock) {
        this.name = name;
        this.err = err;
        this.clock = clock;
        nextMilliseconds = clock.millis() + FIRST_AFTER_MILLISECONDS;
    }

    /** The rate is of this phase and of what was done in it here, not of what was there before. */
    void show(String newPhase, long done, long total) {
        long now = clock.millis();
        if (!phase.equals(newPhase)) {
            phase = newPhase;
            phaseStartMilliseconds = now;
            doneBefore = done;
        }
        if (now < nextMilliseconds) {
            return;
        }
        nextMilliseconds = now + (terminal ? TERMINAL_EVERY_MILLISECONDS : PLAIN_EVERY_MILLISECONDS);
        double seconds = Math.max(1, now - phaseStartMilliseconds) / 1000.0;
        String line = String.format(
                Locale.ROOT,
                "%s: %s, %d of %d attempts (%d %%), %.0f/s",
                name,
                phase,
                done,
                total,
                total == 0 ? 100 : 100 * done / total,
                (done - doneBefore) / seconds);
        if (terminal) {
            err.print("\r\033[K" + line);
            err.flush();
            drawn = true;
        } else {
            err.println(line);
        }
    }

    /** Takes the line away. */
    void end() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
