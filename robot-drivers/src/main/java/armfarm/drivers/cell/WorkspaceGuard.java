package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;

/**
 * Refuses gripper poses that an arm is not meant to be sent to: a rule of its own, independent of what chose the pose.
 * Allowed are grasps inside the workspace, poses above it up to the travel height, and home. Immutable.
 */
record WorkspaceGuard(WorkspaceLimits workspace, Pose homeInBase, double travelHeightMeters) {
    /** An arm lifts from where contact left it, so poses above the bin may lie this far outside. */
    private static final double TRAVEL_MARGIN_METERS = 0.03;

    private static final double ROUNDING = 1e-6;
    private static final double HOME_METERS = 1e-3;
    private static final double TOP_DOWN_COSINE = Math.cos(Math.toRadians(2));

    /** @throws DriverException if the pose is not allowed; nothing was sent */
    void check(String arm, Pose gripperInBase) {
        if (gripperInBase.rotate(0, 0, 1)[2] > -TOP_DOWN_COSINE) {
            throw refused(arm, gripperInBase, "it does not point straight down");
        }
        if (gripperInBase.distanceMeters(homeInBase) <= HOME_METERS) {
            return;
        }
        boolean above = gripperInBase.zMeters() > workspace.maxZMeters() + ROUNDING;
        double margin = above ? TRAVEL_MARGIN_METERS : ROUNDING;
        double maxZ = above ? travelHeightMeters : workspace.maxZMeters();
        requireWithin(
                arm,
                gripperInBase,
                "x",
                gripperInBase.xMeters(),
                workspace.minXMeters() - margin,
                workspace.maxXMeters() + margin);
        requireWithin(
                arm,
                gripperInBase,
                "y",
                gripperInBase.yMeters(),
                workspace.minYMeters() - margin,
                workspace.maxYMeters() + margin);
        requireWithin(
                arm, gripperInBase, "z", gripperInBase.zMeters(), workspace.minZMeters() - ROUNDING, maxZ + ROUNDING);
        if (!above && Math.abs(gripperInBase.yawRadians()) > workspace.yawLimitRadians() + ROUNDING) {
            throw refused(
                    arm,
                    gripperInBase,
                    "yaw " + gripperInBase.yawRadians() + " is beyond +-" + workspace.yawLimitRadians() + " rad");
        }
    }

    private static void requireWithin(String arm, Pose pose, String axis, double value, double least, double most) {
        if (value < least || value > most) {
            throw refused(arm, pose, axis + " " + value + " m is outside " + least + " to " + most + " m");
        }
    }

    private static DriverException refused(String arm, Pose pose, String why) {
        return new DriverException("Arm " + arm + " was not moved to " + pose + ": " + why
                + "; check what chose this pose and the cell's workspace");
    }
}
