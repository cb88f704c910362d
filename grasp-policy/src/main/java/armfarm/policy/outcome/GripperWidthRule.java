package armfarm.policy.outcome;

import armfarm.messages.GripperState;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;

/**
 * Success if, after lifting, the fingers are still apart by more than a threshold.
 *
 * <p>Source: Levine et al. 2016, sec. IV-A. Immutable.
 */
public record GripperWidthRule(double thresholdMeters) {
    /** A choice, stored and not decided by: it was right in 300 of 300 simulated attempts, a real gripper slips and bends. */
    private static final double CONFIDENCE = 0.95;

    /**
     * 4 mm, well below the thinnest part of the simulated objects (a mug's handle, 10 mm); measured in
     * robot-simulation/docs/simulation.md. A cell of a lab has its own (docs/arms.md).
     */
    public static GripperWidthRule defaults() {
        return new GripperWidthRule(0.004);
    }

    /** @param afterLifting what the gripper measures once lifted and settled */
    public OutcomeLabel label(GripperState afterLifting) {
        boolean held = afterLifting.openingMeters() > thresholdMeters;
        return new OutcomeLabel(LabelSource.GRIPPER, held ? Outcome.SUCCESS : Outcome.FAILURE, CONFIDENCE);
    }
}
