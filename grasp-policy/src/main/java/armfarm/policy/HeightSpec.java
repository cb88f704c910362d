package armfarm.policy;

/**
 * How a network is fed heights: an orthographic map of the scene from above, sampled like the crop of colours and beside it as a fourth
 * channel. A value is (height - tip height) / {@code scaleMeters}, where the tip is the commanded grasp's, within {@code lowest} and
 * {@code highest}, and kept as one of 256 levels between them. Immutable.
 *
 * @param cellMeters of the map
 * @param reachXMeters of the map from the middle of the grasp space, to both sides; beyond it the border is repeated
 * @param reachYMeters likewise
 * @param gapMeters pixels beside each other that differ by less lie on one surface, which is drawn between them
 */
public record HeightSpec(
        double cellMeters,
        double reachXMeters,
        double reachYMeters,
        double gapMeters,
        double scaleMeters,
        double lowest,
        double highest) {
    /** Levels of a value: it is kept as a byte. */
    private static final int TOP_LEVEL = 255;

    // Of the measured recipe (docs/results.md, "Depth"), but for the cells, which were the crop's own 3 mm, turned with
    // it.
    private static final double CELL_METERS = 0.002;
    private static final double SCALE_METERS = 0.02;
    private static final double LOWEST = -2.5;
    private static final double HIGHEST = 4;
    /** A choice: several times the slope of a floor that is seen at 45 degrees at 3 mm a pixel, less than an object is high. */
    private static final double GAP_METERS = 0.015;

    /** For crops of that half extent around grasps in the space. */
    static HeightSpec of(GraspSpace space, double cropHalfExtentMeters) {
        double corner = cropHalfExtentMeters * Math.sqrt(2);
        return new HeightSpec(
                CELL_METERS,
                (space.maxXMeters() - space.minXMeters()) / 2 + corner,
                (space.maxYMeters() - space.minYMeters()) / 2 + corner,
                GAP_METERS,
                SCALE_METERS,
                LOWEST,
                HIGHEST);
    }

    /** What is kept of a height above the commanded tip. */
    public byte level(double aboveTipMeters) {
        double value = Math.max(lowest, Math.min(highest, aboveTipMeters / scaleMeters));
        return (byte) (int) ((value - lowest) / (highest - lowest) * TOP_LEVEL + 0.5);
    }

    /** What the network is fed for a level. @param level 0..255 */
    public double value(int level) {
        return lowest + (highest - lowest) * level / TOP_LEVEL;
    }
}
