package armfarm.controller.config;

import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.GripperWidthRule;

/**
 * When a cell's grasp counts as a success. The thresholds depend on gripper, objects and camera: the defaults are those of the
 * simulated cell (robot-simulation/docs/simulation.md). Immutable.
 *
 * @param closedOpeningMeters fingers closer than this hold nothing: after closing the arm does not lift, after lifting it
 *     makes no drop test
 * @param minHeldOpeningMeters fingers further apart than this after lifting hold something
 * @param dropTest what of the image must change when the gripper opens over the bin
 */
public record OutcomeConfig(double closedOpeningMeters, double minHeldOpeningMeters, DropTest dropTest) {
    /**
     * A choice: above the 0.3 mm to which the simulated gripper closes on nothing, far below the thinnest part of its objects (10 mm).
     */
    private static final double CLOSED_OPENING_METERS = 0.001;

    /** As wide as gripper.open_m may be. */
    private static final double MAX_OPENING_METERS = 1;

    /** More than 255 levels no pixel changes, and a change of all pixels is never exceeded: nothing would count as dropped. */
    private static final int MAX_LEVELS = 254;

    /** As {@link #MAX_LEVELS}. */
    private static final double MAX_SHARE = 0.99;

    /** Of the simulated cell. */
    public static OutcomeConfig defaults() {
        return new OutcomeConfig(
                CLOSED_OPENING_METERS, GripperWidthRule.defaults().thresholdMeters(), DropTest.defaults());
    }

    /** @param openMeters opening of the open gripper: what is held is thinner */
    static OutcomeConfig read(ConfigReader in, double openMeters) {
        OutcomeConfig defaults = defaults();
        double held = in.number("outcome.held_m", defaults.minHeldOpeningMeters(), 0, MAX_OPENING_METERS);
        double closed =
                in.number("outcome.closed_m", Math.min(defaults.closedOpeningMeters(), held), 0, MAX_OPENING_METERS);
        int levels = in.integer("outcome.drop_test_levels", defaults.dropTest().pixelThreshold(), 1, MAX_LEVELS);
        double share = in.number("outcome.drop_test_share", defaults.dropTest().changedShare(), 0, MAX_SHARE);
        if (closed > held) {
            in.problem("outcome.closed_m: found '" + closed + "', expected at most outcome.held_m, " + held);
        }
        if (held >= openMeters) {
            in.problem("outcome.held_m: found '" + held + "', expected less than gripper.open_m, " + openMeters
                    + ": no grasp would count as a success");
        }
        return new OutcomeConfig(closed, held, new DropTest(levels, share));
    }
}
