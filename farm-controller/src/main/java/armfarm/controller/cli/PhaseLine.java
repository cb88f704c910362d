package armfarm.controller.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Progress through a file: a line that redraws itself where the launcher found a terminal, a plain line now and then
 * elsewhere; nothing for work that is done in a few seconds. Confined to one thread.
 */
final class PhaseLine {
    private static final long FIRST_AFTER_MILLISECONDS = 2_000;
    private static final long PLAIN_EVERY_MILLISECONDS = 15_000;
    private static final long TERMINAL_EVERY_MILLISECONDS = 200;

    private final String name;
    private final PrintStream err;
    private final InstantSource clock;
    private final boolean terminal = Boolean.getBoolean("armfarm.terminal");
    private final long startMilliseconds;
    private long nextMilliseconds;
    private boolean drawn;

    PhaseLine(String name, PrintStream err, InstantSource clock) {
        this.name = name;
        this.err = err;
        this.clock = clock;
        startMilliseconds = clock.millis();
        nextMilliseconds = startMilliseconds + FIRST_AFTER_MILLISECONDS;
    }

    void show(String phase, long bytesDone, long bytes) {
        long now = clock.millis();
        if (now < nextMilliseconds) {
            return;
        }
        nextMilliseconds = now + (terminal ? TERMINAL_EVERY_MILLISECONDS : PLAIN_EVERY_MILLISECONDS);
        String line = String.format(
                Locale.ROOT,
                "%s: %s, %d of %d MiB (%d %%), %d s",
                name,
                phase,
                bytesDone >> 20,
                bytes >> 20,
                bytes == 0 ? 100 : 100 * bytesDone / bytes,
                (now - startMilliseconds) / 1000);
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
