package armfarm.drivers.check;

import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.ArrayList;
import java.util.List;

/** Whether an arm can do what its cell asks of it, found out by kinematics before it moves. Stateless. */
public final class CellReach {
    private CellReach() {}

    /** A gripper pose of an attempt, and what it is called in messages. */
    private record Station(String name, Pose gripperInBase) {}

    /** One line for each thing the arm cannot reach or may not do, with its setting; empty if all is well. */
    public static List<String> problems(CellSpec spec) {
        List<String> problems = new ArrayList<>(heights(spec));
        ArmKinematics kinematics;
        try {
            kinematics = spec.model().newKinematics();
            requireAllowed(spec, kinematics, kinematics.homeJointsRadians(), spec.homeInBase());
        } catch (DriverException e) {
            return List.of("workspace.home_m_rad: " + e.getMessage());
        }
        WorkspaceLimits w = spec.workspace();
        for (double x : new double[] {w.minXMeters(), w.maxXMeters()}) {
            for (double y : new double[] {w.minYMeters(), w.maxYMeters()}) {
                attempt(spec, kinematics, x, y, problems);
            }
        }
        return problems;
    }

    /** Heights that no pose may have. */
    private static List<String> heights(CellSpec spec) {
        AttemptHeights heights = spec.heights();
        double top = spec.workspace().maxZMeters();
        List<String> problems = new ArrayList<>();
        if (!(heights.hoverZMeters() > top && heights.releaseZMeters() > top)) {
            problems.add("workspace.hover_m, release_m: " + heights + " with grasps up to " + top
                    + " m; expected both above that");
        }
        if (heights.highestZMeters() > spec.travelHeightMeters()) {
            problems.add(
                    "workspace.travel_height_m: found " + spec.travelHeightMeters() + ", but an attempt goes up to "
                            + heights.highestZMeters() + " m; raise it, or lower workspace.hover_m and lift_m");
        }
        return problems;
    }

    /** One attempt at a corner of the workspace, as practice makes it; the first station that fails is told. */
    private static void attempt(CellSpec spec, ArmKinematics kinematics, double x, double y, List<String> problems) {
        AttemptHeights heights = spec.heights();
        WorkspaceLimits w = spec.workspace();
        double releaseX = (x + (w.minXMeters() + w.maxXMeters()) / 2) / 2;
        double releaseY = (y + (w.minYMeters() + w.maxYMeters()) / 2) / 2;
        List<Station> stations = List.of(
                new Station("hover", Pose.topDown(x, y, heights.hoverZMeters(), 0)),
                new Station("grasp", Pose.topDown(x, y, w.minZMeters(), 0)),
                new Station("lift", Pose.topDown(x, y, heights.liftZMeters(), 0)),
                new Station("home", spec.homeInBase()),
                new Station("lift", Pose.topDown(releaseX, releaseY, heights.liftZMeters(), 0)),
                new Station("release", Pose.topDown(releaseX, releaseY, heights.releaseZMeters(), 0)));
        double[] joints = kinematics.homeJointsRadians();
        for (Station station : stations) {
            try {
                for (double[] posture : kinematics.straightLine(joints, station.gripperInBase)) {
                    requireAllowed(spec, kinematics, posture, kinematics.gripperInBase(posture));
                    joints = posture;
                }
            } catch (DriverException e) {
                problems.add(
                        "workspace: the corner x " + x + ", y " + y + " cannot be reached from home: on the way to its "
                                + station.name + " at z " + station.gripperInBase.zMeters() + " m: " + e.getMessage());
                return;
            }
        }
    }

    private static void requireAllowed(CellSpec spec, ArmKinematics kinematics, double[] joints, Pose gripperInBase) {
        spec.envelope().requireAllowed(spec.arm().name(), spec.jointNames(), kinematics, joints, gripperInBase);
    }
}
