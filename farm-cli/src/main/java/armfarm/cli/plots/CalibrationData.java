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

    /**
     * Attempts whose prediction lies from {@code low} (included) to {@code high} (not included, except 1).
     *
     * @param meanPredicted of its attempts
     */
    public record Bin(double low, double high, double meanPredicted, PlottedRate observed) {}
}
