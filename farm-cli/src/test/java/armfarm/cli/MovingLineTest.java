package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MovingLineTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    private long now = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);

    @Test
    void saysNothingAboutWorkThatIsDoneSoon() {
        MovingLine line = new MovingLine(err, clock, true);
        now += 1_999;
        line.show(() -> "early");
        line.end();

        assertThat(text()).isEmpty();
    }

    @Test
    void redrawsALineOnATerminalAndTakesItAway() {
        MovingLine line = new MovingLine(err, clock, true);
        now += 2_000;
        line.show(() -> "one");
        now += 199;
        line.show(() -> "too soon");
        now += 1;
        line.show(() -> "two");
        line.end();

        assertThat(text()).isEqualTo("\r\033[Kone\r\033[Ktwo\r\033[K");
    }

    @Test
    void printsPlainLinesNowAndThenElsewhere() {
        MovingLine line = new MovingLine(err, clock, false);
        now += 2_000;
        line.show(() -> "one");
        now += 14_999;
        line.show(() -> "too soon");
        now += 1;
        line.show(() -> "two");
        line.end();

        assertThat(text().lines()).containsExactly("one", "two");
    }

    @Test
    void tellsTheRateOfThisPhaseOnly() {
        RateLine line = new RateLine("export", err, clock);
        line.show("reading", 0, 1000);
        now += 3_000;
        line.show("writing", 100, 1000);
        now += 15_000;
        line.show("writing", 400, 1000);

        assertThat(text().lines().reduce((first, second) -> second))
                .contains("export: writing, 400 of 1000 attempts (40 %), 20/s");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
