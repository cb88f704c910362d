package armfarm.policy.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve: the chance that a success scores higher than a failure, ties half.
 *
 * <p>Source of the standard errors: DeLong, DeLong and Clarke-Pearson 1988, by the mid-ranks of Sun and Xu 2014.
 *
 * @param area 0..1; NaN without a success or without a failure
 * @param standardError of the area; NaN with fewer than two of either
 */
public record RocArea(double area, double standardError) {
    /**
     * How two ways to score the same attempts differ.
     *
     * @param difference first minus second
     * @param standardError of the difference; below that of either, as both saw the same attempts
     */
    public record Difference(double difference, double standardError) {}

    /** @param successes of the same length */
    public static RocArea of(double[] scores, boolean[] successes) {
        double[] placements = placements(scores, successes);
        return new RocArea(mean(placements, successes, true), error(placements, successes));
    }

    /** @param first and second: scores of the same attempts */
    public static Difference difference(double[] first, double[] second, boolean[] successes) {
        double[] differences = placements(first, successes);
        double[] other = placements(second, successes);
        for (int i = 0; i < differences.length; i++) {
            differences[i] -= other[i];
        }
        return new Difference(mean(differences, successes, true), error(differences, successes));
    }

    /** Of each success the share of failures below it; of each failure the share of successes above it. */
    private static double[] placements(double[] scores, boolean[] successes) {
        double[] ranks = midRanks(scores);
        double[] placements = new double[scores.length];
        for (boolean success : new boolean[] {true, false}) {
            int[] own = IntStream.range(0, scores.length)
                    .filter(i -> successes[i] == success)
                    .toArray();
            double[] ranksAmongOwn =
                    midRanks(Arrays.stream(own).mapToDouble(i -> scores[i]).toArray());
            double others = scores.length - own.length;
            for (int i = 0; i < own.length; i++) {
                double below = (ranks[own[i]] - ranksAmongOwn[i]) / others;
                placements[own[i]] = success ? below : 1 - below;
            }
        }
        return placements;
    }

    /** From 1; equal values share the mean of their ranks. */
    private static double[] midRanks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int start = 0; start < order.length; ) {
            int end = start;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + end + 1) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    private static double error(double[] values, boolean[] successes) {
        return Math.sqrt(varianceOfMean(values, successes, true) + varianceOfMean(values, successes, false));
    }

    private static double varianceOfMean(double[] values, boolean[] successes, boolean of) {
        double mean = mean(values, successes, of);
        double sum = 0;
        long n = 0;
        for (int i = 0; i < values.length; i++) {
            if (successes[i] == of) {
                sum += (values[i] - mean) * (values[i] - mean);
                n++;
            }
        }
        return sum / (n - 1) / n;
    }

    private static double mean(double[] values, boolean[] successes, boolean of) {
        return IntStream.range(0, values.length)
                .filter(i -> successes[i] == of)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(Double.NaN);
    }
}
