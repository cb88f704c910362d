package armfarm.policy.training;

import armfarm.policy.FeatureSpec;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.GraspScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures a network on attempts it did not learn from. */
final class GraspEvaluator {
    /** A choice: bounds memory, as many as a search scores at once. */
    private static final int BATCH_SIZE = 64;

    private final GraspPreprocessor preprocessor;

    GraspEvaluator(GraspPreprocessor preprocessor) {
        this.preprocessor = preprocessor;
    }

    /** All of them, then those of each source. @param starts where the examples of each source begin, and behind it the size */
    List<Result> evaluate(GraspScorer scorer, Examples examples, int[] starts, ExampleCache cache) {
        double[] logits = logits(scorer, examples, cache);
        List<Result> results = new ArrayList<>();
        results.add(result(logits, examples, 0, logits.length));
        for (int source = 0; source + 1 < starts.length; source++) {
            results.add(result(logits, examples, starts[source], starts[source + 1]));
        }
        return results;
    }

    /** How both rank these attempts. */
    HeldBackComparison compare(GraspScorer candidate, GraspScorer serving, Examples examples, ExampleCache cache) {
        boolean[] outcomes = new boolean[examples.size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = examples.success(i);
        }
        return HeldBackComparison.of(logits(candidate, examples, cache), logits(serving, examples, cache), outcomes);
    }

    private double[] logits(GraspScorer scorer, Examples examples, ExampleCache cache) {
        double[] logits = new double[examples.size()];
        for (int start = 0; start < logits.length; start += BATCH_SIZE) {
            float[] scores = scorer.score(batch(examples, start, cache));
            for (int i = 0; i < scores.length; i++) {
                logits[start + i] = scores[i];
            }
        }
        return logits;
    }

    private FeatureBatch batch(Examples examples, int start, ExampleCache cache) {
        int size = Math.min(BATCH_SIZE, examples.size() - start);
        FeatureBatch batch = new FeatureBatch(preprocessor.spec(), size);
        byte[] crop = new byte[preprocessor.spec().cropSize()];
        float[] command = new float[FeatureSpec.COMMAND_SIZE];
        for (int i = 0; i < size; i++) {
            cache.read(examples.slot(start + i), crop, command);
            preprocessor.put(batch, i, crop, command);
        }
        return batch;
    }

    private static Result result(double[] allLogits, Examples examples, int from, int to) {
        double[] logits = Arrays.copyOfRange(allLogits, from, to);
        boolean[] labels = new boolean[logits.length];
        double loss = 0;
        double predicted = 0;
        int successes = 0;
        for (int i = 0; i < logits.length; i++) {
            labels[i] = examples.success(from + i);
            successes += labels[i] ? 1 : 0;
            predicted += 1 / (1 + Math.exp(-logits[i]));
            double against = labels[i] ? -logits[i] : logits[i];
            loss += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
        }
        int n = logits.length;
        return new Result(loss / n, RocArea.of(logits, labels).area(), (predicted - successes) / n);
    }

    record Result(double loss, double auc, double predictedMinusAchieved) {}
}
