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
