package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Progress of work that may be long: a line that redraws itself where the launcher found a terminal, a plain line now and then
 * elsewhere; nothing for work that is done in a few seconds. Confined to one thread.
 */
final class MovingLine {
    private static final long FIRST_AFTER_MILLISECONDS = 2_000;
    private static final long PLAIN_EVERY_MILLISECONDS = 15_000;
    private static final long TERMINAL_EVERY_MILLISECONDS = 200;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream err;
    private final InstantSource clock;
    private final boolean terminal;
    private long nextMilliseconds;
    private boolean drawn;

    MovingLine(PrintStream err, InstantSource clock) {
        this(Console.drawsProgress() ? Console.drawing() : err, clock, Console.drawsProgress());
    }

    /** @param terminal whether a line can be drawn over */
    MovingLine(PrintStream err, InstantSource clock, boolean terminal) {
        this.err = err;
        this.clock = clock;
        this.terminal = terminal;
        nextMilliseconds = clock.millis() + FIRST_AFTER_MILLISECONDS;
    }

    /** @param text made only when it is time to show it */
    void show(Supplier<String> text) {
        long now = clock.millis();
        if (now < nextMilliseconds) {
            return;
        }
        nextMilliseconds = now + (terminal ? TERMINAL_EVERY_MILLISECONDS : PLAIN_EVERY_MILLISECONDS);
        if (terminal) {
            err.print(CLEAR + ControlEscapes.oneLine(text.get()));
            err.flush();
            drawn = true;
        } else {
            err.println(text.get());
        }
    }

    /** Takes the line away. */
    void end() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
