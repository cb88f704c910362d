package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long nowNanos;
    private int progress;
    private final StepLines lines =
            new StepLines(new PrintStream(written, true, StandardCharsets.UTF_8), () -> nowNanos, () -> progress++);

    @Test
    void saysEachStepOfAStartWhenItBeginsAndAgainWhatTakesLong() {
        lines.begin("PostgreSQL");
        lines.begin("Kafka");
        after(3);
        lines.tick();
        lines.end("PostgreSQL");
        after(2);
        lines.tick();
        lines.end("Kafka");
        after(20);
        lines.tick();

        assertThat(said())
                .containsExactly(
                        "[0.0 s] starting PostgreSQL ...",
                        "[0.0 s] starting Kafka ...",
                        "[5.0 s] still starting Kafka (5 s) ...");
        assertThat(progress).isEqualTo(4);
    }

    @Test
    void saysOfAStopOnlyWhatTakesLongCountedFromItsBegin() {
        lines.begin("arm_1 (1 of 2)");
        after(60);
        lines.stopping();
        lines.begin("the arms' last attempts");
        lines.tick();
        after(6);
        lines.tick();
        lines.end("the arms' last attempts");

        assertThat(said())
                .containsExactly(
                        "[0.0 s] starting arm_1 (1 of 2) ...",
                        "[6.0 s] still ending the arms' last attempts (6 s) ...");
    }

    private void after(long seconds) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
    }

    private List<String> said() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
