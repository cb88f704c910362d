package armfarm.controller.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.evaluation.EvaluationReport.PolicyResult;
import armfarm.controller.evaluation.SceneEvaluation.Grasp;
import armfarm.messages.ObjectSet;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.ObjectSpec;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sim")
class SceneEvaluationIT {
    @Test
    void aScriptedOracleGraspsMoreThanChanceInTheSameScenes() {
        SceneEvaluation evaluation = new SceneEvaluation(scenes("heldout", 30), true);
        AtomicInteger told = new AtomicInteger();

        EvaluationReport report = EvaluationReport.of(
                "heldout",
                List.of("oracle", "random"),
                List.of(
                        evaluation.run(EvaluatedPolicy.oracle(), told::incrementAndGet),
                        evaluation.run(EvaluatedPolicy.random(), SceneEvaluationIT::silent)));

        PolicyResult oracle = report.policies().get(0);
        PolicyResult random = report.policies().get(1);
        assertThat(told).hasValue(60);
        assertThat(oracle.n()).isEqualTo(60);
        assertThat(oracle.low()).isGreaterThan(0.8);
        assertThat(random.high()).isLessThan(0.5);
        assertThat(report.paired().get(0).p()).isLessThan(1e-6);
        assertThat(random.failures().empty()
                        + random.failures().slipped()
                        + random.failures().blocked())
                .isEqualTo(Math.round((1 - random.rate()) * random.n()));
    }

    @Test
    void resultsDoNotDependOnHowManyGraspsAreMadeAtOnce() {
        EvaluationScenes scenes = scenes("kind:mug", 6);

        List<Grasp> together =
                new SceneEvaluation(scenes, true).run(EvaluatedPolicy.random(), SceneEvaluationIT::silent);

        assertThat(new SceneEvaluation(scenes, false).run(EvaluatedPolicy.random(), SceneEvaluationIT::silent))
                .isEqualTo(together);
        assertThat(together).hasSize(12).allMatch(grasp -> grasp.result().aimedAt() == ObjectSpec.Kind.MUG);
    }

    @Test
    void camerasAreTheScenesOwnOrThoseOfAFarm() {
        assertThat(scenes("heldout", 8).all())
                .extracting(scene -> scene.grasp().cameraSeed())
                .doesNotHaveDuplicates();
        EvaluationScenes farm = new EvaluationScenes(
                ObjectCatalog.defaults(), ObjectSet.HELD_OUT, 8, List.of(1L), OptionalLong.of(3), 64, 64);
        assertThat(farm.all())
                .extracting(scene -> scene.grasp().cameraSeed())
                .containsExactly(300L, 301L, 302L, 303L, 300L, 301L, 302L, 303L);
    }

    private static EvaluationScenes scenes(String objects, int attempts) {
        SceneObjects chosen = SceneObjects.parse(objects).orElseThrow();
        return new EvaluationScenes(
                chosen.catalog(ObjectCatalog.defaultHeldOutKinds()),
                chosen.set(),
                attempts,
                List.of(1L, 2L),
                OptionalLong.empty(),
                64,
                64);
    }

    private static void silent() {}
}
