package armfarm.policy.outcome;

/**
 * A grasp succeeded if, after lifting, the fingers are still apart by more than a threshold.
 *
 * <p>Source: Levine et al. 2016, sec. IV-A. Immutable.
 *
 * @param closedMeters fingers closer than this hold nothing: after closing the arm does not lift, after lifting it makes no
 *     drop test
 * @param heldMeters fingers further apart than this after lifting hold something
 */
public record GripperWidthRule(double closedMeters, double heldMeters) {
    /**
     * Of the simulated cell; both are choices. 1 mm is above the 0.3 mm to which its gripper closes on nothing, 4 mm well below the
     * thinnest part of its objects (a mug's handle, 10 mm); measured in robot-simulation/docs/simulation.md. A cell of a lab has its
     * own (docs/arms.md).
     */
    public static GripperWidthRule defaults() {
        return new GripperWidthRule(0.001, 0.004);
    }

    /** Whether there is surely nothing between the fingers. */
    public boolean isEmpty(double openingMeters) {
        return openingMeters < closedMeters;
    }

    /** Whether there is something between the fingers. */
    public boolean holds(double openingMeters) {
        return openingMeters > heldMeters;
    }
}
