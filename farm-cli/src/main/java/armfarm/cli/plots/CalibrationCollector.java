package armfarm.cli.plots;

import armfarm.cli.plots.CalibrationData.Bin;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten bins of equal width.
 *
 * <p>Source of the error: Naeini et al. 2015, with the bins' mean prediction.
 */
final class CalibrationCollector implements Collector {
    private static final int BINS = 10;

    private final long[] attempts = new long[BINS];
    private final long[] successes = new long[BINS];
    private final double[] predicted = new double[BINS];

    @Override
    public void add(JudgedAttempt attempt) {
        if (attempt.predicted().isEmpty()) {
            return;
        }
        add(attempt.predicted().getAsDouble(), attempt.success());
    }

    void add(double probability, boolean success) {
        int bin = Math.min(BINS - 1, Math.max(0, (int) (probability * BINS)));
        attempts[bin]++;
        successes[bin] += success ? 1 : 0;
        predicted[bin] += probability;
    }

    @Override
    public CalibrationData data() {
        List<Bin> bins = new ArrayList<>();
        long all = 0;
        double distances = 0;
        for (int i = 0; i < BINS; i++) {
            if (attempts[i] > 0) {
                PlottedRate observed = PlottedRate.of(successes[i], attempts[i]);
                Bin bin = new Bin(i / (double) BINS, (i + 1) / (double) BINS, predicted[i] / attempts[i], observed);
                bins.add(bin);
                all += attempts[i];
                distances += attempts[i] * Math.abs(bin.meanPredicted() - observed.rate());
            }
        }
        return new CalibrationData(all, all == 0 ? 0 : distances / all, bins);
    }
}
