package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final GraspSpace SPACE = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.01, 0.02, Math.PI / 2);
    private static final Pose GRIPPER = Pose.topDown(0.2, 0.3, 0.4, 0.7);
    private static final ModelVersion MODEL = new ModelVersion("m0001-12345678");

    private final CemPolicy cem = new CemPolicy(
            MODEL,
            (image, camera, grasps) -> {
                float[] logits = new float[grasps.size()];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = (float) (10 * grasps.get(i).xMeters());
                }
                return logits;
            },
            CemConfig.defaults());

    @Test
    void commandsTheGraspWithTheHighestPrediction() {
        PolicyDecision decision = cem.decide(observation(List.of()), 5);

        Pose grasp = decision.command().appliedTo(GRIPPER);
        assertThat(decision.model()).contains(MODEL);
        assertThat(decision.exploration()).isFalse();
        assertThat(grasp.xMeters()).isGreaterThan(0.095);
        assertThat(decision.predictedProbability().orElseThrow())
                .isCloseTo(1 / (1 + Math.exp(-10 * grasp.xMeters())), within(1e-6));
    }

    @Test
    void recordsWhatAChoiceDependsOnToTheLastBit() {
        CemConfig search = new CemConfig(32, 16, 4, 2, 0.1 + 0.2, 1.0 / 3, 1e-7);
        RepeatPenaltyConfig penalty = new RepeatPenaltyConfig(3, 0.03, 0.7);
        CemPolicy other = new CemPolicy(MODEL, (image, camera, grasps) -> new float[grasps.size()], search, penalty);

        assertThat(DecisionSettings.parse(
                        other.decide(observation(List.of()), 5).settings().orElseThrow()))
                .isEqualTo(new DecisionSettings(search, penalty, SPACE));
        assertThat(DecisionSettings.parse(new RandomPolicy()
                        .decide(observation(List.of()), 5)
                        .settings()
                        .orElseThrow()))
                .isEqualTo(DecisionSettings.random(SPACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "[1]", "{\"space\":null}", "{\"space\":{\"minXMeters\":\"a\"}}", "{\"new\":1}"
            })
    void refusesSettingsThatItDoesNotKnow(String json) {
        assertThatThrownBy(() -> DecisionSettings.parse(json))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Settings of a decision");
    }

    @Test
    void movesAwayFromAGraspThatFailedHere() {
        Pose first = cem.decide(observation(List.of()), 5).command().appliedTo(GRIPPER);

        Pose second = cem.decide(observation(List.of(first)), 5).command().appliedTo(GRIPPER);

        assertThat(new RepeatPenalty(List.of(first), RepeatPenaltyConfig.defaults()).of(second))
                .isLessThan(0.5);
    }

    @Test
    void drawsRandomGraspsInsideTheSpaceFromTheSeed() {
        GraspPolicy random = new RandomPolicy();

        PolicyDecision decision = random.decide(observation(List.of()), 11);

        Pose grasp = decision.command().appliedTo(GRIPPER);
        assertThat(decision.model()).isEmpty();
        assertThat(decision.exploration()).isFalse();
        assertThat(decision.predictedProbability()).isEmpty();
        assertThat(grasp.xMeters()).isBetween(-0.1, 0.1);
        assertThat(grasp.zMeters()).isBetween(0.01, 0.02);
        assertThat(random.decide(observation(List.of()), 11)).isEqualTo(decision);
        assertThat(random.decide(observation(List.of()), 12)).isNotEqualTo(decision);
    }

    @Test
    void exploresInAboutTheGivenShareAndSaysSo() {
        GraspPolicy policy = new EpsilonRandomPolicy(cem, EpsilonRandomPolicy.DEFAULT_SHARE);

        List<PolicyDecision> decisions = LongStream.range(0, 1000)
                .mapToObj(seed -> policy.decide(observation(List.of()), seed))
                .toList();

        long explored = decisions.stream().filter(PolicyDecision::exploration).count();
        assertThat(explored).isBetween(70L, 130L);
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.exploration()).isEqualTo(d.model().isEmpty()));
    }

    @Test
    void refusesAShareAboveOne() {
        assertThatThrownBy(() -> new EpsilonRandomPolicy(cem, 1.5))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1.5");
    }

    private static Observation observation(List<Pose> failed) {
        RgbImage image = new RgbImage(2, 2, new byte[12]);
        CameraInfo camera = new CameraInfo(2, 2, 1, 1, 1, 1, Pose.IDENTITY);
        return new Observation(image, image, camera, GRIPPER, SPACE, failed);
    }
}
