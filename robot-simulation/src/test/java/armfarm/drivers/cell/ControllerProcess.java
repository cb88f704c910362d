package armfarm.drivers.cell;

import armfarm.drivers.kinematics.JointLimits;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.simulation.SimulatedArm;
import armfarm.simulation.SimulatedCells;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/** A controller in a process of its own that moves an arm slowly to and fro, to be killed. */
final class ControllerProcess {
    static final ArmId ARM = new ArmId("arm_1");
    static final Pose THERE = Pose.topDown(0.55, 0.05, 0.30, 0.5);
    static final double METERS_PER_SECOND = 0.05;

    private ControllerProcess() {}

    /** Started as: master URI. Prints a line when the arm is told to move. */
    public static void main(String[] args) {
        try (RosArmCell cell =
                RosArmCell.connect(slow(), CellConnection.local(URI.create(args[0])), InstantSource.system())) {
            System.out.println("moving");
            while (true) {
                cell.moveTo(THERE);
                cell.moveTo(cell.homeInBase());
            }
        }
    }

    /** The simulated arm's cell with an envelope that slows everything down. */
    static CellSpec slow() {
        CellSpec spec = SimulatedCells.spec(ARM);
        SafetyEnvelope envelope = new SafetyEnvelope(
                spec.envelope().gripperBox(),
                List.of(),
                METERS_PER_SECOND,
                12,
                Collections.nCopies(7, JointLimits.NONE));
        return new CellSpec(
                ARM,
                spec.source(),
                spec.topics(),
                spec.jointNames(),
                spec.model(),
                spec.camera(),
                spec.gripper(),
                SimulatedArm.WORKSPACE,
                spec.homeInBase(),
                spec.travelHeightMeters(),
                envelope,
                spec.speeds());
    }

    static Process start(URI master) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControllerProcess.class.getName(),
                        master.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
