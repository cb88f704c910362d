package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.CameraInfo;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.policy.DecisionSettings;
import armfarm.policy.GraspPolicy;
import armfarm.policy.GraspSpace;
import armfarm.policy.Observation;
import armfarm.policy.RandomPolicy;
import armfarm.policy.SearchKind;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.release.ModelArtifact;
import armfarm.policy.release.Models;
import armfarm.policy.release.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArmPoliciesTest {
    private static final Observation OBSERVATION = new Observation(
            new RgbImage(1, 1, new byte[3]),
            new CameraInfo(1, 1, 1, 1, 0, 0, Pose.IDENTITY),
            Pose.topDown(0, 0, 0.3, 0),
            new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.01, 0.02, Math.PI / 2),
            List.of());

    private final ArmPolicies policies = policies(0, SearchKind.ELITES);

    private static ArmPolicies policies(double explorationShare, SearchKind search) {
        return new ArmPolicies(new PracticeConfig(15, 2, explorationShare, search.defaults(), search.wide()));
    }

    @Test
    void armsGraspAtRandomUntilThereIsAModel() {
        assertThat(policies.collecting()).isInstanceOf(RandomPolicy.class);
        assertThat(policies.greedy()).isEmpty();
        assertThat(policies.model()).isEmpty();
        assertThat(policies.served()).isEmpty();
    }

    @Test
    void armsChangeModelsOnlyWhenTheyAsk() {
        ServedModel first = model(1);
        ServedModel second = model(2);

        policies.use(first);
        GraspPolicy inWork = policies.collecting();
        policies.use(second);

        assertThat(inWork.decide(OBSERVATION, 1).model()).contains(first.version());
        assertThat(inWork.decide(OBSERVATION, 1)).isEqualTo(inWork.decide(OBSERVATION, 1));
        assertThat(policies.collecting().decide(OBSERVATION, 1).model()).contains(second.version());
        assertThat(policies.model()).contains(second.version());
        assertThat(policies.served()).contains(second);
    }

    @Test
    void practiceExploresInItsShareAndAnEvaluationNever() {
        ArmPolicies exploring = policies(0.5, SearchKind.ELITES);
        exploring.use(model(1));

        assertThat(explored(exploring.collecting())).isBetween(60L, 140L);
        assertThat(explored(exploring.greedy().orElseThrow())).isZero();
        assertThat(exploring.random().decide(OBSERVATION, 1).model()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void searchesAsItIsToldAndRecordsIt(SearchKind kind) {
        ArmPolicies told = policies(0, kind);
        told.use(model(1));

        PolicyDecision decision = told.collecting().decide(OBSERVATION, 1);

        assertThat(DecisionSettings.parse(decision.settings().orElseThrow()).search())
                .isEqualTo(kind.defaults());
    }

    private static long explored(GraspPolicy policy) {
        return LongStream.range(0, 200)
                .mapToObj(seed -> policy.decide(OBSERVATION, seed))
                .filter(PolicyDecision::exploration)
                .count();
    }

    private static ServedModel model(int round) {
        ModelArtifact artifact = Models.artifact(round, round);
        return new ServedModel(artifact.manifest(), artifact.weights(), view -> grasps -> new float[grasps.size()]);
    }
}
