package armfarm.controller.config;

import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.GripperWidthRule;
import armfarm.policy.outcome.OutcomeRules;
import armfarm.policy.outcome.PixelDifference;

/**
 * Reads when a cell's grasp counts as a success. The thresholds depend on gripper, objects and camera: the defaults are those of the
 * simulated cell (robot-simulation/docs/simulation.md). Stateless.
 */
final class OutcomeReader {
    /** As wide as gripper.open_m may be. */
    private static final double MAX_OPENING_METERS = 1;

    /** More than 255 levels no pixel changes, and a change of all pixels is never exceeded: nothing would count as dropped. */
    private static final int MAX_LEVELS = 254;

    /** As {@link #MAX_LEVELS}. */
    private static final double MAX_SHARE = 0.99;

    private OutcomeReader() {}

    /** @param openMeters opening of the open gripper: what is held is thinner */
    static OutcomeRules read(ConfigReader in, double openMeters) {
        GripperWidthRule gripper = GripperWidthRule.defaults();
        double held = in.number("outcome.held_m", gripper.heldMeters(), 0, MAX_OPENING_METERS);
        double closed = in.number("outcome.closed_m", Math.min(gripper.closedMeters(), held), 0, MAX_OPENING_METERS);
        int levels = in.integer(
                "outcome.drop_test_levels", PixelDifference.defaults().levels(), 1, MAX_LEVELS);
        double share = in.number("outcome.drop_test_share", DropTest.defaults().changedShare(), 0, MAX_SHARE);
        if (closed > held) {
            in.problem("outcome.closed_m: found '" + closed + "', expected at most outcome.held_m, " + held);
        }
        if (held >= openMeters) {
            in.problem("outcome.held_m: found '" + held + "', expected less than gripper.open_m, " + openMeters
                    + ": no grasp would count as a success");
        }
        return new OutcomeRules(new GripperWidthRule(closed, held), new DropTest(new PixelDifference(levels), share));
    }
}
