package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.FarmRun.Progress;
import armfarm.controller.state.FarmCondition;
import armfarm.messages.SuccessRate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String DEAD = "Gazebo has ended; starting the world again in 1 s";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void aProblemIsToldAtOnceAndNotAtEveryLook() {
        try (ProgressLine line = new ProgressLine(err, err, false)) {
            line.show(at(1, Optional.empty()));
            line.show(at(2, Optional.of(DEAD)));
            line.show(at(3, Optional.of(DEAD.replace("1 s", "2 s"))));
            line.show(at(4, Optional.of("The disk is nearly full")));
        }

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).startsWith("[1 s] practising 5").endsWith("next round at 300");
        assertThat(lines().get(1)).isEqualTo("[2 s] " + DEAD);
        assertThat(lines().get(2)).isEqualTo("[4 s] The disk is nearly full");
    }

    @Test
    void whatWasAnnouncedAsBadIsAnnouncedAsGoodAgain() {
        String silent = "Kafka at 127.0.0.1:9092 does not answer: 15 events wait; nothing is lost";
        try (ProgressLine line = new ProgressLine(err, err, false)) {
            line.show(at(1, Optional.of(silent)));
            line.show(at(2, Optional.empty()));
            line.show(at(3, Optional.of(silent.replace("15", "20"))));
            line.show(at(5, Optional.empty()));
            line.show(at(6, Optional.empty()));
            line.show(at(7, Optional.empty()));
            line.show(at(8, Optional.of(DEAD)));
            line.show(at(12, Optional.empty()));
            line.show(at(13, Optional.of(silent)));
        }

        assertThat(lines().stream().filter(text -> !text.contains("practising")))
                .containsExactly(
                        "[1 s] " + silent,
                        "[6 s] Kafka at 127.0.0.1:9092 answers again",
                        "[8 s] " + DEAD,
                        "[12 s] Over: " + DEAD,
                        "[13 s] " + silent);
    }

    @Test
    void whatWasHiddenByAnotherProblemIsAnnouncedAsGoodAgainWhenNeitherIsThere() {
        String silent = "Kafka at 127.0.0.1:9092 does not answer: 15 events wait; nothing is lost";
        try (ProgressLine line = new ProgressLine(err, err, false)) {
            line.show(at(1, Optional.of(silent)));
            line.show(at(2, Optional.of(DEAD)));
            line.show(at(8, Optional.of(DEAD))); // whether Kafka answers is not shown meanwhile
            line.show(at(10, Optional.empty()));
            line.show(at(11, Optional.empty()));
            line.show(at(12, Optional.empty()));
            line.show(at(16, Optional.empty()));
        }

        assertThat(lines().stream().filter(text -> !text.contains("practising")))
                .containsExactly(
                        "[1 s] " + silent,
                        "[2 s] " + DEAD,
                        "[11 s] Kafka at 127.0.0.1:9092 answers again",
                        "[11 s] Over: " + DEAD);
    }

    @Test
    void controlCharactersOfAProblemDoNotReachTheLine() {
        try (ProgressLine line = new ProgressLine(err, err, false)) {
            line.show(at(1, Optional.of("stopped by \u001b[31mann")));
        }

        assertThat(lines().get(1)).contains("\\u001b[31m").doesNotContain("\u001b");
    }

    @Test
    void whatLastsIsSaidAgainAfterAMinute() {
        RepeatedText texts = new RepeatedText();

        assertThat(texts.isNew("3 events wait", Duration.ofSeconds(10))).isTrue();
        assertThat(texts.isNew("99 events wait", Duration.ofSeconds(69))).isFalse();
        assertThat(texts.isNew("120 events wait", Duration.ofSeconds(70))).isTrue();
    }

    private static Progress at(long seconds, Optional<String> problem) {
        return new Progress(
                FarmCondition.PRACTISING,
                5,
                OptionalLong.empty(),
                Duration.ofSeconds(seconds),
                1,
                "random",
                new SuccessRate(0, 0),
                "next round at 300",
                problem);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
