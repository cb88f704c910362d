package armfarm.cli.plots;

/** The numbers of one plot. Immutable. */
public sealed interface PlotData permits TimeData, RowsData, CalibrationData {
    /** How many attempts are in it. */
    long attempts();
}
