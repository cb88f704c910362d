package armfarm.drivers.check;

import static armfarm.drivers.check.CheckLine.failed;
import static armfarm.drivers.check.CheckLine.ok;
import static armfarm.drivers.check.CheckLine.text;

import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import java.time.InstantSource;

/** A small commanded motion at a quarter of the configured speed: home, a turn of the gripper there, and back. */
final class MotionCheck {
    private static final double TURN_RADIANS = 0.15;
    private static final double TOLERANCE_RADIANS = 0.02;
    private static final double TOLERANCE_METERS = 0.005;
    private static final double SPEED_SHARE = 0.25;

    private MotionCheck() {}

    static CheckLine move(CellSpec spec, CellConnection connection, InstantSource clock) {
        CellSpec slow = spec.withSpeeds(spec.speeds().times(SPEED_SHARE));
        try (RosArmCell cell = RosArmCell.connect(slow, connection, clock)) {
            Pose home = cell.homeInBase();
            Pose reached = cell.moveTo(home);
            if (reached.distanceMeters(home) > TOLERANCE_METERS) {
                return failed(
                        "motion",
                        text("told to go home, the arm stands %.1f mm from it", reached.distanceMeters(home) * 1000),
                        "the trajectory was not followed, or something is in the way",
                        "look at the arm; check joints.names and the controller's tolerances");
            }
            Pose aside = Pose.topDown(home.xMeters(), home.yMeters(), home.zMeters(), home.yawRadians() + TURN_RADIANS);
            double turned = between(reached, cell.moveTo(aside));
            cell.moveTo(home);
            if (Math.abs(turned - TURN_RADIANS) > TOLERANCE_RADIANS) {
                return failed(
                        "motion",
                        text("told to turn by %.2f rad, the joint states say %.3f rad", TURN_RADIANS, turned),
                        "joint states and trajectories do not mean the same joints",
                        "check joints.names, their order, kinematics.base and tip");
            }
            return ok("motion", "went home, turned the gripper by %.3f rad and back", turned);
        } catch (DriverException e) {
            return failed(
                    "motion",
                    "the arm was told to move and did not finish",
                    e.getMessage(),
                    "look at the arm: brakes, protective stop, remote mode, its controller's log");
        }
    }

    private static double between(Pose before, Pose after) {
        return Math.IEEEremainder(after.yawRadians() - before.yawRadians(), 2 * Math.PI);
    }
}
