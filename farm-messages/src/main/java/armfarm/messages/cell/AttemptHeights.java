package armfarm.messages.cell;

/**
 * How high the finger tips are at the stations of an attempt, metres in the base frame. They belong to the cell: a table may
 * be anywhere. Immutable.
 *
 * @param hoverZMeters before the grasp, above every object
 * @param liftZMeters lifts what is held over the bin's walls
 * @param releaseZMeters lets an object fall softly enough to stay in the bin
 */
public record AttemptHeights(double hoverZMeters, double liftZMeters, double releaseZMeters) {
    /** Of a cell that says nothing else, above the highest grasp: as in the simulated cells, chosen by measurement there. */
    public static final double HOVER_METERS = 0.11;

    /** As {@link #HOVER_METERS}. */
    public static final double LIFT_METERS = 0.27;

    /** As {@link #HOVER_METERS}. */
    public static final double RELEASE_METERS = 0.07;

    public AttemptHeights {
        if (!(releaseZMeters <= liftZMeters && Double.isFinite(hoverZMeters) && Double.isFinite(liftZMeters))) {
            throw new IllegalArgumentException("hover at " + hoverZMeters + " m, lift to " + liftZMeters
                    + " m, release at " + releaseZMeters + " m; expected the release not above the lift");
        }
    }

    /** The usual ones over a workspace. */
    public static AttemptHeights over(WorkspaceLimits workspace) {
        double top = workspace.maxZMeters();
        return new AttemptHeights(top + HOVER_METERS, top + LIFT_METERS, top + RELEASE_METERS);
    }

    /** No station is higher. */
    public double highestZMeters() {
        return Math.max(hoverZMeters, liftZMeters);
    }
}
