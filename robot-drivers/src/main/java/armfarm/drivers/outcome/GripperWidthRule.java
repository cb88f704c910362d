package armfarm.drivers.outcome;

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
    private static final double CONFIDENCE = 0.95;

    /** 4 mm, well below the thinnest object of the catalogue (12 mm). */
    public static GripperWidthRule defaults() {
        return new GripperWidthRule(0.004);
    }

    /** @param afterLifting what the gripper measures once lifted and settled */
    public OutcomeLabel label(GripperState afterLifting) {
        boolean held = afterLifting.openingMeters() > thresholdMeters;
        return new OutcomeLabel(LabelSource.GRIPPER, held ? Outcome.SUCCESS : Outcome.FAILURE, CONFIDENCE);
    }
}
