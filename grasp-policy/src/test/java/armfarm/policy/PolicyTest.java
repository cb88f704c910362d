package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.CameraInfo;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final GraspSpace SPACE = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.01, 0.02, Math.PI / 2);
    private static final Pose GRIPPER = Pose.topDown(0.2, 0.3, 0.4, 0.7);
    private static final RgbImage IMAGE = new RgbImage(2, 2, new byte[12]);
    private static final CameraInfo CAMERA = new CameraInfo(2, 2, 1, 1, 1, 1, Pose.IDENTITY);
    private static final ModelVersion MODEL = new ModelVersion("m0001-12345678");

    private final SearchPolicy search = new SearchPolicy(
            MODEL,
            view -> grasps -> {
                float[] logits = new float[grasps.size()];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = (float) (10 * grasps.get(i).xMeters());
                }
                return logits;
            },
            EliteSearchConfig.defaults());

    @Test
    void commandsTheGraspWithTheHighestPrediction() {
        PolicyDecision decision = search.decide(observation(List.of()), 5);

        Pose grasp = decision.command().appliedTo(GRIPPER);
        assertThat(decision.model()).contains(MODEL);
        assertThat(decision.exploration()).isFalse();
        assertThat(grasp.xMeters()).isGreaterThan(0.095);
        assertThat(decision.predictedProbability().orElseThrow())
                .isCloseTo(1 / (1 + Math.exp(-10 * grasp.xMeters())), within(1e-6));
    }

    static List<SearchConfig> searches() {
        return List.of(
                new EliteSearchConfig(32, 16, 4, 2, 5, 0.1 + 0.2, 1.0 / 3, 1e-7),
                new CemConfig(32, 4, 2, 0.1 + 0.2, 1.0 / 3, 1e-7));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void recordsWhatAChoiceDependsOnToTheLastBit(SearchConfig kind) {
        RepeatPenaltyConfig penalty = new RepeatPenaltyConfig(3, 0.03, 0.7);
        SearchPolicy other = new SearchPolicy(MODEL, view -> grasps -> new float[grasps.size()], kind, penalty);

        assertThat(DecisionSettings.parse(
                        other.decide(observation(List.of()), 5).settings().orElseThrow()))
                .isEqualTo(new DecisionSettings(kind, penalty, SPACE));
        assertThat(DecisionSettings.parse(new RandomPolicy()
                        .decide(observation(List.of()), 5)
                        .settings()
                        .orElseThrow()))
                .isEqualTo(DecisionSettings.random(SPACE));
    }

    /** As release 0.1 recorded it, with what it decided. */
    @Test
    void makesADecisionFromBeforeTheKindOfSearchWasKeptOnceMore() {
        DecisionSettings recorded = DecisionSettings.parse("""
                {"search":{"samples":64,"refinementSamples":64,"elites":6,"iterations":3,"positionSpreadMeters":0.01,
                "yawSpreadRadians":0.3,"heightSpreadMeters":0.005},
                "repeatPenalty":{"height":2.0,"widthMeters":0.02,"yawWidth":0.5},
                "space":{"minXMeters":0.45,"maxXMeters":0.65,"minYMeters":-0.1,"maxYMeters":0.1,"minZMeters":0.004,
                "maxZMeters":0.03,"yawLimitRadians":1.5707963267948966}}
                """);
        SearchPolicy policy =
                new SearchPolicy(MODEL, view -> PolicyTest::bowl, recorded.search(), recorded.repeatPenalty());

        PolicyDecision decision = policy.decide(
                new Observation(
                        IMAGE,
                        CAMERA,
                        Pose.topDown(0.45, -0.36, 0.30, 0),
                        recorded.space(),
                        List.of(Pose.topDown(0.52, -0.03, 0.01, 0.2))),
                7);

        assertThat(recorded.search()).isEqualTo(EliteSearchConfig.defaults().withBudget(64, 64, 0));
        assertThat(decision.command().dxMeters()).isCloseTo(0.07310679674639403, within(1e-15));
        assertThat(decision.command().dyMeters()).isCloseTo(0.33442706197555416, within(1e-15));
        assertThat(decision.command().dzMeters()).isCloseTo(-0.29149225460771777, within(1e-15));
        assertThat(decision.command().sinYaw()).isCloseTo(-0.8411829732201894, within(1e-15));
        assertThat(decision.predictedProbability().orElseThrow()).isCloseTo(0.8658298819914971, within(1e-15));
    }

    private static float[] bowl(List<Pose> grasps) {
        float[] logits = new float[grasps.size()];
        for (int i = 0; i < logits.length; i++) {
            Pose grasp = grasps.get(i);
            double x = grasp.xMeters() - 0.52;
            double y = grasp.yMeters() + 0.03;
            double z = grasp.zMeters() - 0.01;
            logits[i] = (float) (2 - 400 * (x * x + y * y) - 4000 * z * z - 0.5 * grasp.qy() * grasp.qy());
        }
        return logits;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[1]",
                "{\"space\":null}",
                "{\"space\":{\"minXMeters\":\"a\"}}",
                "{\"new\":1}",
                "{\"search\":{\"kind\":\"evolution\"},\"space\":{}}"
            })
    void refusesSettingsThatItDoesNotKnow(String json) {
        assertThatThrownBy(() -> DecisionSettings.parse(json))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Settings of a decision");
    }

    @Test
    void asksWhyOnlyOfWhatItChoseAndSharesOutWhatIsLeftOfItsProbability() {
        List<Pose> asked = new ArrayList<>();
        SceneLogits knowing = new SceneLogits() {
            @Override
            public float[] of(List<Pose> grasps) {
                return bowl(grasps);
            }

            @Override
            public Optional<PredictedCauses> causesOfFailure(Pose grasp) {
                asked.add(grasp);
                return Optional.of(new PredictedCauses(0.5, 0.375, 0.125));
            }
        };

        PolicyDecision decision = new SearchPolicy(MODEL, view -> knowing, EliteSearchConfig.defaults())
                .decide(observation(List.of()), 5);

        PredictedCauses causes = decision.predictedCauses().orElseThrow();
        double failure = 1 - decision.predictedProbability().orElseThrow();
        assertThat(causes.empty()).isCloseTo(failure / 2, within(1e-15));
        assertThat(causes.empty() + causes.slipped() + causes.blocked()).isCloseTo(failure, within(1e-15));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).xMeters())
                .isCloseTo(decision.command().appliedTo(GRIPPER).xMeters(), within(1e-12));
        assertThat(search.decide(observation(List.of()), 5).predictedCauses())
                .as("of a predictor that knows none")
                .isEmpty();
    }

    @Test
    void movesAwayFromAGraspThatFailedHere() {
        Pose first = search.decide(observation(List.of()), 5).command().appliedTo(GRIPPER);

        Pose second = search.decide(observation(List.of(first)), 5).command().appliedTo(GRIPPER);

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
        GraspPolicy policy = new EpsilonRandomPolicy(search, 0.1);

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
        assertThatThrownBy(() -> new EpsilonRandomPolicy(search, 1.5))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1.5");
    }

    private static Observation observation(List<Pose> failed) {
        return new Observation(IMAGE, CAMERA, GRIPPER, SPACE, failed);
    }
}
