package armfarm.cli.plots;

import java.util.List;

/**
 * Predicted probability against observed success.
 *
 * @param attempts judged ones with a prediction
 * @param expectedCalibrationError mean distance between prediction and success of the bins, weighted by their attempts, 0 to 1
 * @param bins those with attempts, lowest first
 */
public record CalibrationData(long attempts, double expectedCalibrationError, List<Bin> bins) implements PlotData {
    public CalibrationData {
        bins = List.copyOf(bins);
    }

    /** @param predicted probabilities, 0 to 1, of attempts with these outcomes */
    public static CalibrationData of(double[] predicted, boolean[] successes) {
        CalibrationCollector bins = new CalibrationCollector();
        for (int i = 0; i < predicted.length; i++) {
            bins.add(predicted[i], successes[i]);
        }
        return bins.data();
    }

    /** Ready to be written. @param selection which attempts, for people */
    public Drawing draw(String selection) {
        return CalibrationChart.draw(this, selection);
    }

    /**
     * Attempts whose prediction lies from {@code low} (included) to {@code high} (not included, except 1).
     *
     * @param meanPredicted of its attempts
     */
    public record Bin(double low, double high, double meanPredicted, PlottedRate observed) {}
}
