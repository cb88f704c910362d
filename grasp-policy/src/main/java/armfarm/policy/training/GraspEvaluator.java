package armfarm.policy.training;

import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.GraspScorer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Measures a network on attempts it did not learn from. */
final class GraspEvaluator {
    private static final int BATCH_SIZE = 64;

    private final GraspPreprocessor preprocessor;

    GraspEvaluator(GraspPreprocessor preprocessor) {
        this.preprocessor = preprocessor;
    }

    Result evaluate(GraspScorer scorer, List<ExampleCache.Example> examples) {
        double[] logits = new double[examples.size()];
        for (int start = 0; start < logits.length; start += BATCH_SIZE) {
            List<ExampleCache.Example> part = examples.subList(start, Math.min(start + BATCH_SIZE, examples.size()));
            float[] scores = scorer.score(batch(part));
            for (int i = 0; i < scores.length; i++) {
                logits[start + i] = scores[i];
            }
        }
        return result(logits, examples);
    }

    private FeatureBatch batch(List<ExampleCache.Example> examples) {
        FeatureBatch batch = new FeatureBatch(preprocessor.spec(), examples.size());
        for (int i = 0; i < examples.size(); i++) {
            ExampleCache.Features features = examples.get(i).features();
            preprocessor.put(batch, i, features.crop, features.command);
        }
        return batch;
    }

    private static Result result(double[] logits, List<ExampleCache.Example> examples) {
        boolean[] labels = new boolean[logits.length];
        double loss = 0;
        double predicted = 0;
        int successes = 0;
        for (int i = 0; i < logits.length; i++) {
            labels[i] = examples.get(i).success();
            successes += labels[i] ? 1 : 0;
            predicted += 1 / (1 + Math.exp(-logits[i]));
            double against = labels[i] ? -logits[i] : logits[i];
            loss += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
        }
        int n = logits.length;
        return new Result(loss / n, auc(logits, labels), (predicted - successes) / n);
    }

    /** Chance that a success scores higher than a failure, ties half; NaN if one of them is missing. */
    static double auc(double[] scores, boolean[] labels) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double rankSum = 0;
        long positives = 0;
        for (int start = 0; start < order.length; ) {
            int end = start;
            while (end < order.length && scores[order[end]] == scores[order[start]]) {
                end++;
            }
            long tied = Arrays.stream(order, start, end).filter(i -> labels[i]).count();
            rankSum += tied * (start + end + 1) / 2.0;
            positives += tied;
            start = end;
        }
        long negatives = order.length - positives;
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    record Result(double loss, double auc, double predictedMinusAchieved) {}
}
