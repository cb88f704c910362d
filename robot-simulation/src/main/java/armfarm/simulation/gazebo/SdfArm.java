package armfarm.simulation.gazebo;

import armfarm.drivers.kinematics.SerialArm;
import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.simulation.CameraMount;
import armfarm.simulation.SimulatedArm;
import armfarm.simulation.SimulatedGripper;

/**
 * An arm with its gripper, and its camera, as models. The arm is {@link SerialArm}: all joints at 0 it stands straight up,
 * and its axes are z, y, z, -y, z, y, z. Stateless.
 */
final class SdfArm {
    private static final String[] AXES = {"0 0 1", "0 1 0", "0 0 1", "0 -1 0", "0 0 1", "0 1 0", "0 0 1"};
    /** Which of {@link SerialArm#linkPointsInBase} a joint is at: base, shoulder, elbow or wrist. */
    private static final int[] POINTS = {0, 1, 1, 2, 2, 3, 3};

    private static final double[] RADII = {0.07, 0, 0.06, 0, 0.05, 0, 0.035};
    private static final int LINK_RGB = 0xC8641E;
    private static final int PALM_RGB = 0x1C1C1E;
    private static final int FINGER_RGB = 0x22282C;
    /** Smaller moments of inertia let the joints blow up (README). */
    private static final double LINK_INERTIA = 0.02;

    private static final double FINGER_KILOGRAMS = 0.15;
    private static final double FINGER_INERTIA = 1e-4;

    private SdfArm() {}

    /** Joint positions at home, radians. */
    static String home() {
        return Sdf.numbers(SimulatedArm.newKinematics().homeJointsRadians());
    }

    static String arm(ArmId arm, double y) {
        double[][] points = SimulatedArm.newKinematics().linkPointsInBase(new double[SerialArm.JOINTS]);
        double[] limits = SerialArm.limits().stream()
                .mapToDouble(limit -> limit.maxPosition())
                .toArray();
        StringBuilder parts = new StringBuilder();
        for (int j = 0; j < SerialArm.JOINTS; j++) {
            double z = points[POINTS[j]][2];
            double length = points[POINTS[j] + 1][2] - z;
            String shape = "";
            if (RADII[j] > 0) {
                shape = Sdf.visual(
                        "tube", Sdf.numbers(0, 0, length / 2, 0, 0, 0), Sdf.cylinder(RADII[j], length), LINK_RGB);
            }
            if (j == SerialArm.JOINTS - 1) {
                shape += palm(tip(points) - z);
            }
            parts.append(link("link_" + (j + 1), z, 1, LINK_INERTIA, RADII[j] > 0 ? length / 2 : 0, shape))
                    .append(joint(
                            "joint_" + (j + 1),
                            "revolute",
                            j == 0 ? "world" : "link_" + j,
                            "link_" + (j + 1),
                            AXES[j],
                            -limits[j],
                            limits[j]));
        }
        double fingerZ = tip(points) - SimulatedGripper.FINGER_LENGTH / 2;
        parts.append(finger("left", 1, fingerZ)).append(finger("right", -1, fingerZ));
        return """
                <model name="%s"><pose>0 %s 0 0 0 0</pose>
                %s</model>
                """.formatted(arm, y, parts);
    }

    private static double tip(double[][] points) {
        return points[points.length - 1][2];
    }

    private static String palm(double tipInLink) {
        double z = tipInLink - SimulatedGripper.FINGER_LENGTH - SimulatedGripper.PALM_HALF_Z;
        return Sdf.part(
                "palm",
                Sdf.numbers(0, 0, z, 0, 0, 0),
                Sdf.box(
                        2 * SimulatedGripper.PALM_HALF_X,
                        2 * SimulatedGripper.PALM_HALF_Y,
                        2 * SimulatedGripper.PALM_HALF_Z),
                Sdf.STEADY,
                PALM_RGB);
    }

    /** At position 0 of its joint a finger's pad is in the middle. */
    private static String finger(String name, int side, double z) {
        double thickness = 2 * SimulatedGripper.FINGER_HALF_THICKNESS;
        String shape = Sdf.part(
                "finger",
                Sdf.numbers(0, side * thickness / 2, 0, 0, 0, 0),
                Sdf.box(2 * SimulatedGripper.FINGER_HALF_WIDTH, thickness, SimulatedGripper.FINGER_LENGTH),
                Sdf.STEADY,
                FINGER_RGB);
        return link("finger_" + name + "_link", z, FINGER_KILOGRAMS, FINGER_INERTIA, 0, shape)
                + joint(
                        "finger_" + name,
                        "prismatic",
                        "link_" + SerialArm.JOINTS,
                        "finger_" + name + "_link",
                        "0 " + side + " 0",
                        0,
                        SimulatedGripper.MAX_OPENING / 2);
    }

    private static String link(String name, double z, double kilograms, double inertia, double massZ, String shape) {
        return """
                <link name="%s"><pose>0 0 %s 0 0 0</pose><gravity>0</gravity>
                %s%s</link>
                """.formatted(
                        name,
                        Sdf.numbers(z),
                        Sdf.inertial(kilograms, Sdf.numbers(0, 0, massZ, 0, 0, 0), inertia, inertia, inertia, 0),
                        shape);
    }

    private static String joint(
            String name, String type, String parent, String child, String axis, double lower, double upper) {
        return """
                <joint name="%s" type="%s"><parent>%s</parent><child>%s</child>
                <axis><xyz>%s</xyz><limit><lower>%s</lower><upper>%s</upper></limit></axis></joint>
                """.formatted(name, type, parent, child, axis, Sdf.numbers(lower), Sdf.numbers(upper));
    }

    static String camera(GazeboWorld.Camera kind, ArmId arm, double y, long seed) {
        CameraInfo camera = CameraMount.camera(kind.widthPixels(), kind.heightPixels(), seed);
        Pose inBase = camera.cameraInBase();
        // Gazebo's cameras look along x with z up; the optical frame looks along z with y down.
        Pose gazeboInBase = inBase.compose(new Pose(0, 0, 0, 0.5, -0.5, 0.5, 0.5));
        double view = 2 * Math.atan(kind.widthPixels() / 2.0 / camera.fxPixels());
        return """
                <model name="%s_camera"><static>1</static><pose>%s</pose>
                <link name="camera"><sensor name="camera" type="%s">
                <always_on>1</always_on><update_rate>%s</update_rate>
                <camera><horizontal_fov>%s</horizontal_fov>
                <image><width>%d</width><height>%d</height><format>R8G8B8</format></image>
                <clip><near>0.05</near><far>10</far></clip>%s</camera>
                <plugin name="camera" filename="libarmfarm_camera.so"><arm>%s</arm><free_running>%s</free_running>
                <focal_pixels>%s</focal_pixels><camera_in_base>%s</camera_in_base></plugin>
                </sensor></link></model>
                """.formatted(
                        arm,
                        poseText(gazeboInBase, y),
                        kind.depth() ? "depth" : "camera",
                        kind.hertz(),
                        Sdf.numbers(view),
                        kind.widthPixels(),
                        kind.heightPixels(),
                        kind.depth() ? "<depth_camera><output>depths</output></depth_camera>" : "",
                        arm,
                        kind.freeRunning(),
                        Sdf.numbers(camera.fxPixels()),
                        Sdf.numbers(
                                inBase.xMeters(),
                                inBase.yMeters(),
                                inBase.zMeters(),
                                inBase.qx(),
                                inBase.qy(),
                                inBase.qz(),
                                inBase.qw()));
    }

    /** As SDF writes it: position, then roll, pitch and yaw. */
    private static String poseText(Pose pose, double y) {
        double roll = Math.atan2(
                2 * (pose.qw() * pose.qx() + pose.qy() * pose.qz()),
                1 - 2 * (pose.qx() * pose.qx() + pose.qy() * pose.qy()));
        double sine = 2 * (pose.qw() * pose.qy() - pose.qz() * pose.qx());
        double pitch = Math.asin(Math.max(-1, Math.min(1, sine)));
        return Sdf.numbers(pose.xMeters(), pose.yMeters() + y, pose.zMeters(), roll, pitch, pose.yawRadians());
    }
}
