package armfarm.cli.plots;

/** Turns attempts, oldest first, into the numbers of a plot. Used once; confined to one thread. */
interface Collector {
    void add(JudgedAttempt attempt);

    /** Without attempts if none fits. */
    PlotData data();
}
