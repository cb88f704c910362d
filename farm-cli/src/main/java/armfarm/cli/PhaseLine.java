package armfarm.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;

/** Progress through a file. Confined to one thread. */
final class PhaseLine {
    private final String name;
    private final InstantSource clock;
    private final MovingLine line;
    private final long startMilliseconds;

    PhaseLine(String name, PrintStream err, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        line = new MovingLine(err, clock);
        startMilliseconds = clock.millis();
    }

    void show(String phase, long bytesDone, long bytes) {
        line.show(() -> String.format(
                Locale.ROOT,
                "%s: %s, %d of %d MiB (%d %%), %d s",
                name,
                phase,
                bytesDone >> 20,
                bytes >> 20,
                bytes == 0 ? 100 : 100 * bytesDone / bytes,
                (clock.millis() - startMilliseconds) / 1000));
    }

    /** Takes the line away. */
    void end() {
        line.end();
    }
}
