package armfarm.controller.config;

import armfarm.drivers.cell.CellSpec;
import armfarm.policy.outcome.OutcomeRules;
import java.time.Duration;

/**
 * One configured arm cell.
 *
 * @param preset its name; empty if none was used
 * @param callTimeout how long connecting, a motion or an image may take
 * @param images what is done to its camera's images
 * @param outcome when a grasp counts as a success
 */
public record CellConfig(
        CellSpec spec, String preset, Duration callTimeout, CameraImages images, OutcomeRules outcome) {}
