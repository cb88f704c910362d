package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.policy.network.Batches;
import armfarm.policy.network.GraspPreprocessor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraspEvaluatorTest {
    @Test
    void ranksSuccessesAgainstFailures() {
        double[] scores = {0.1, 0.4, 0.35, 0.8};

        assertThat(GraspEvaluator.auc(scores, new boolean[] {false, false, true, true}))
                .isCloseTo(0.75, within(1e-12));
        assertThat(GraspEvaluator.auc(new double[] {1, 1, 1}, new boolean[] {true, false, true}))
                .isCloseTo(0.5, within(1e-12));
        assertThat(GraspEvaluator.auc(scores, new boolean[4])).isNaN();
    }

    @Test
    void measuresLossAndOverConfidence(@TempDir Path folder) {
        GraspPreprocessor preprocessor = new GraspPreprocessor(Batches.SPEC);
        try (ExampleCache cache = new ExampleCache(folder, preprocessor, 0)) {
            ExampleCache.Round round =
                    cache.prepare(Bars.measured(0, new boolean[] {true, false, false, false}), () -> {});

            GraspEvaluator.Result result = new GraspEvaluator(preprocessor)
                    .evaluate(batch -> new float[batch.size()], round.validation(), new int[] {0, 4}, cache)
                    .get(0);

            assertThat(result.loss()).isCloseTo(Math.log(2), within(1e-9));
            assertThat(result.predictedMinusAchieved()).isCloseTo(0.25, within(1e-9));
        }
    }
}
