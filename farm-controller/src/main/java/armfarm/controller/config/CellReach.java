package armfarm.controller.config;

import armfarm.drivers.DriverException;
import armfarm.drivers.WorkspaceLimits;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;

/** Whether an arm can do what its cell's configuration asks of it, found out before it moves. */
final class CellReach {
    private CellReach() {}

    /** One line for each thing the arm cannot reach or may not do; empty if all is well. */
    static List<String> problems(CellSpec spec) {
        List<String> problems = new ArrayList<>();
        ArmKinematics kinematics;
        try {
            kinematics = spec.model().newKinematics();
            double[] home = kinematics.homeJointsRadians();
            spec.envelope().requireAllowed(spec.arm().name(), spec.jointNames(), kinematics, home, spec.homeInBase());
        } catch (DriverException e) {
            return List.of("workspace.home_m_rad: " + e.getMessage());
        }
        WorkspaceLimits w = spec.workspace();
        for (double x : new double[] {w.minXMeters(), w.maxXMeters()}) {
            for (double y : new double[] {w.minYMeters(), w.maxYMeters()}) {
                Pose above = Pose.topDown(x, y, spec.travelHeightMeters(), 0);
                Pose low = Pose.topDown(x, y, w.minZMeters(), 0);
                try {
                    List<double[]> line = kinematics.straightLine(kinematics.homeJointsRadians(), above);
                    line = new ArrayList<>(line);
                    line.addAll(kinematics.straightLine(line.get(line.size() - 1), low));
                    for (double[] joints : line) {
                        SafetyEnvelope envelope = spec.envelope();
                        envelope.requireAllowed(
                                spec.arm().name(),
                                spec.jointNames(),
                                kinematics,
                                joints,
                                kinematics.gripperInBase(joints));
                    }
                } catch (DriverException e) {
                    problems.add("workspace: the corner x " + x + ", y " + y + " cannot be reached from home: "
                            + e.getMessage());
                }
            }
        }
        return problems;
    }
}
