package armfarm.ingest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import armfarm.messages.RgbImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameHealthTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration DELAY = Duration.ofMillis(30);

    private final FrameHealth health =
            new FrameHealth(FrameHealthConfig.defaults().withMinFramesPerSecond(9));
    private int seed;

    @Test
    void goodFramesHaveNoProblem() {
        for (int i = 0; i < 50; i++) {
            assertThat(look(fresh(), TIME.plusMillis(100L * i))).isEmpty();
        }
        assertThat(health.counts()).isEmpty();
    }

    @Test
    void namesAFrameThatIsOldOrFromTheFuture() {
        FrameProblem old = only(health.arrived(TIME, TIME.plusMillis(1_001)));
        FrameProblem future = only(health.arrived(TIME.plusSeconds(9), TIME));

        assertThat(old.kind()).isEqualTo(FrameProblem.Kind.STALE);
        assertThat(old.message("arm_3"))
                .isEqualTo("Camera arm_3 is stale: found an age of 1.001 s at arrival, expected at most 1.000 s; check"
                        + " the network and that both clocks are synchronized");
        assertThat(future.found()).contains("-9.000 s");
    }

    @Test
    void namesAFrozenPictureFromTheThirdEqualFrameOn() {
        RgbImage still = fresh();

        assertThat(look(still, TIME)).isEmpty();
        assertThat(look(still, TIME.plusMillis(100))).isEmpty();
        FrameProblem frozen = only(look(still, TIME.plusMillis(200)));
        assertThat(frozen.kind()).isEqualTo(FrameProblem.Kind.FROZEN);
        assertThat(frozen.found()).isEqualTo("3 frames in a row with the same content");
        assertThat(look(fresh(), TIME.plusMillis(300))).isEmpty();
        assertThat(health.counts()).isEqualTo(Map.of(FrameProblem.Kind.FROZEN, 1L));
    }

    @Test
    void namesBlackAndWhiteFrames() {
        FrameProblem black = only(look(TestFrames.uniform(64, 48, 3, 4, 3), TIME));
        FrameProblem white = only(look(TestFrames.uniform(64, 48, 255, 250, 252), TIME.plusMillis(100)));

        assertThat(black.kind()).isEqualTo(FrameProblem.Kind.BLACK);
        assertThat(black.found()).startsWith("a mean brightness of 3.3");
        assertThat(black.expected()).isEqualTo("at least 4.0 of 255");
        assertThat(white.kind()).isEqualTo(FrameProblem.Kind.OVEREXPOSED);
    }

    @Test
    void namesACameraThatIsTooSlowAndNoticesItsRecovery() {
        for (int i = 0; i < 10; i++) {
            assertThat(look(fresh(), TIME.plusMillis(200L * i))).isEmpty();
        }
        FrameProblem slow = only(look(fresh(), TIME.plusMillis(2_000)));
        assertThat(slow.kind()).isEqualTo(FrameProblem.Kind.SLOW);
        assertThat(slow.found()).isEqualTo("5.0 frames/s");
        assertThat(slow.expected()).isEqualTo("9.0 or more");

        for (int i = 1; i < 10; i++) {
            look(fresh(), TIME.plusMillis(2_000 + 50L * i));
        }
        assertThat(look(fresh(), TIME.plusMillis(2_500))).isEmpty();
    }

    @Test
    void namesAStampThatGoesBackOnce() {
        look(fresh(), TIME);

        FrameProblem back = only(look(fresh(), TIME.minusMillis(1)));
        assertThat(back.kind()).isEqualTo(FrameProblem.Kind.BACKWARDS);
        assertThat(back.found()).contains("09:59:59.999");
        assertThat(look(fresh(), TIME)).isEmpty();
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new FrameHealthConfig(DELAY, 1, 0, 255, 0, 2))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("frozen frames: found 1, expected 2 or more");
        assertThatThrownBy(() -> new FrameHealthConfig(DELAY, 2, 9, 9, 0, 2)).hasMessageContaining("levels");
    }

    private List<FrameProblem> look(RgbImage image, Instant stamp) {
        List<FrameProblem> problems = new ArrayList<>(health.arrived(stamp, stamp.plus(DELAY)));
        problems.addAll(health.look(image));
        return problems;
    }

    private RgbImage fresh() {
        seed++;
        return TestFrames.uniform(64, 48, 100 + seed, 120, 90);
    }

    private static FrameProblem only(List<FrameProblem> problems) {
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
