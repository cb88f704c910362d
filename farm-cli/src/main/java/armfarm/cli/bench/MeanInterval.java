package armfarm.cli.bench;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean of a few values with its t interval at 95 %; of one value the interval is the value, for nothing is known of its spread.
 *
 * <p>Source: Student 1908.
 */
record MeanInterval(double mean, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** @param values NaN without any */
    static MeanInterval of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        if (n < 2) {
            return new MeanInterval(mean, mean, mean);
        }
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double half = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2)
                * Math.sqrt(squares / (n - 1) / n);
        return new MeanInterval(mean, mean - half, mean + half);
    }
}
