package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.policy.network.Batches;
import armfarm.policy.network.GraspPreprocessor;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void measuresLossAndOverConfidence() {
        GraspEvaluator evaluator = new GraspEvaluator(new GraspPreprocessor(Batches.SPEC));
        ExampleCache.Features features = new ExampleCache.Features(new byte[Batches.SPEC.cropSize()], new float[5]);

        GraspEvaluator.Result result = evaluator.evaluate(
                batch -> new float[batch.size()],
                List.of(
                        new ExampleCache.Example(features, true),
                        new ExampleCache.Example(features, false),
                        new ExampleCache.Example(features, false),
                        new ExampleCache.Example(features, false)));

        assertThat(result.loss()).isCloseTo(Math.log(2), within(1e-9));
        assertThat(result.predictedMinusAchieved()).isCloseTo(0.25, within(1e-9));
    }
}
