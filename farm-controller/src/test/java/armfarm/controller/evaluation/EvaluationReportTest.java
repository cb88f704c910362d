package armfarm.controller.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.evaluation.EvaluationReport.Failures;
import armfarm.controller.evaluation.EvaluationReport.KindResult;
import armfarm.controller.evaluation.EvaluationReport.Paired;
import armfarm.controller.evaluation.EvaluationReport.PolicyResult;
import armfarm.controller.evaluation.EvaluationReport.PredictedFailures;
import armfarm.controller.evaluation.SceneEvaluation.Grasp;
import armfarm.messages.FailureCause;
import armfarm.messages.PredictedCauses;
import armfarm.messages.SuccessRate;
import armfarm.simulation.FirstGrasp;
import armfarm.simulation.ObjectSpec.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
    private final List<Grasp> first = List.of(
            held(1, Kind.BOX, 0.9),
            held(1, Kind.BOX, 0.7),
            failed(2, Kind.MUG, 0.8, FailureCause.SLIPPED),
            failed(2, Kind.BOX, 0.4, FailureCause.BLOCKED));

    private final List<Grasp> second = List.of(
            held(1, Kind.BOX),
            failed(1, Kind.BOX, FailureCause.EMPTY),
            failed(2, Kind.MUG, FailureCause.EMPTY),
            held(2, Kind.BOX));

    @Test
    void saysHowOftenHowSureAndWhyNot() {
        PolicyResult result = EvaluationReport.of("heldout", List.of("m0001"), List.of(first))
                .policies()
                .get(0);

        SuccessRate half = new SuccessRate(2, 4);
        assertThat(result.rate()).isEqualTo(0.5);
        assertThat(result.low()).isEqualTo(Math.round(1e4 * half.low()) / 1e4);
        assertThat(result.high()).isEqualTo(Math.round(1e4 * half.high()) / 1e4);
        assertThat(result.predicted()).isEqualTo(0.7);
        assertThat(result.predictedMinusAchieved()).isEqualTo(0.2);
        assertThat(result.failures()).isEqualTo(new Failures(0, 1, 1));
    }

    @Test
    void dividesByKindAndBySeed() {
        PolicyResult result = EvaluationReport.of("heldout", List.of("m0001"), List.of(first))
                .policies()
                .get(0);

        assertThat(result.byKind()).extracting(KindResult::kind).containsExactly("box", "mug");
        assertThat(result.byKind().get(0).n()).isEqualTo(3);
        assertThat(result.byKind().get(0).rate()).isEqualTo(0.6667);
        assertThat(result.bySeed())
                .extracting(seed -> seed.seed() + ": " + seed.rate())
                .containsExactly("1: 1.0", "2: 0.0");
    }

    @Test
    void comparesSceneByScene() {
        EvaluationReport report = EvaluationReport.of("heldout", List.of("m0001", "random"), List.of(first, second));

        assertThat(report.paired()).containsExactly(new Paired("m0001", "random", 1, 1, 1.0));
        assertThat(report.policies().get(1).predicted())
                .as("nothing is predicted")
                .isNull();
        assertThat(report.policies().get(1).predictedMinusAchieved()).isNull();
    }

    @Test
    void comparesPredictedAndActualCausesInAllAndByKind() {
        PredictedCauses causes = new PredictedCauses(0.25, 0.125, 0.0625);
        List<Grasp> grasps = first.stream()
                .map(grasp -> new Grasp(grasp.seed(), grasp.result(), grasp.predictedSuccess(), Optional.of(causes)))
                .toList();

        PolicyResult result = EvaluationReport.of("heldout", List.of("m0001"), List.of(grasps))
                .policies()
                .get(0);

        assertThat(result.predictedFailures()).isEqualTo(new PredictedFailures(1, 0.5, 0.25));
        KindResult box = result.byKind().get(0);
        assertThat(box.failures()).isEqualTo(new Failures(0, 0, 1));
        assertThat(box.predictedFailures()).isEqualTo(new PredictedFailures(0.75, 0.375, 0.1875));
        assertThat(EvaluationReport.of("heldout", List.of("m0001"), List.of(first))
                        .policies()
                        .get(0)
                        .predictedFailures())
                .as("of a model that predicts no causes")
                .isNull();
    }

    private static Grasp held(long seed, Kind kind, double... predicted) {
        return new Grasp(
                seed,
                new FirstGrasp.Result(kind, Optional.of("held-1"), Optional.empty()),
                only(predicted),
                Optional.empty());
    }

    private static Grasp failed(long seed, Kind kind, FailureCause failure) {
        return new Grasp(
                seed,
                new FirstGrasp.Result(kind, Optional.empty(), Optional.of(failure)),
                OptionalDouble.empty(),
                Optional.empty());
    }

    private static Grasp failed(long seed, Kind kind, double predicted, FailureCause failure) {
        return new Grasp(
                seed,
                new FirstGrasp.Result(kind, Optional.empty(), Optional.of(failure)),
                OptionalDouble.of(predicted),
                Optional.empty());
    }

    private static OptionalDouble only(double... predicted) {
        return predicted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(predicted[0]);
    }
}
