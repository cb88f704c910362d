package armfarm.controller.config;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.GripperSpec;
import armfarm.drivers.cell.MotionSpeeds;
import armfarm.drivers.cell.WorkspaceView;
import armfarm.drivers.check.CellReach;
import armfarm.drivers.kinematics.JointLimits;
import armfarm.drivers.kinematics.KinematicChain;
import armfarm.drivers.kinematics.UrdfReader;
import armfarm.drivers.safety.Box;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.outcome.OutcomeRules;
import armfarm.ros.GraphName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a cell of one element of the list {@code cells}; every key is in docs/arms.md. Problems go to the reader; with any,
 * nothing is made. Confined to one thread; used once.
 */
final class CellReader {
    /** Two turns to each side: what the most mobile wrists have. Most limits in degrees are beyond it. */
    private static final double MAX_JOINT_RADIANS = 4 * Math.PI;
    /** As speeds.joint_radps allows. */
    private static final double MAX_JOINT_RADIANS_PER_SECOND = 20;
    /** A box may be meant as a half-space, floor or wall; in millimetres most are beyond it. */
    private static final double MAX_BOX_METERS = 20;

    /** Room for the way from home over the bin. */
    private static final double TRAVEL_ABOVE_METERS = 0.1;

    private final ConfigReader in;
    private final Path folder;

    /** @param folder that relative file names start from */
    CellReader(ConfigReader in, Path folder) {
        this.in = in;
        this.folder = folder;
    }

    Optional<CellConfig> read() {
        String preset = in.text("preset", "");
        ArmId arm = arm();
        ArmTopics topics = topics(arm);
        KinematicChain chain = chain();
        List<String> names = names(chain);
        List<JointLimits> limits = limits(names.size());
        Pose gripperInTip = in.pose("kinematics.gripper_in_tip_m_rad");
        List<Double> rest =
                in.numbers("kinematics.rest_rad", List.of(), names.size(), MAX_JOINT_RADIANS, ConfigReader.RADIANS);
        CameraReader cameras = new CameraReader(in);
        CameraSpec camera = cameras.spec();
        CameraImages images = cameras.images(camera);
        GripperSpec gripper = gripper();
        OutcomeRules outcome = OutcomeReader.read(in, gripper.openMeters());
        WorkspaceLimits workspace = workspace();
        Pose home = home();
        double travelHeight = in.number("workspace.travel_height_m", Double.NaN, -10, 10);
        AttemptHeights heights = heights(workspace);
        Box box = box();
        List<Box> forbidden = forbidden();
        double maxSpeed = in.number("safety.max_speed_mps", 0.25, 0.001, 5);
        double maxForce = in.number("safety.max_force_n", 20, 0.1, 500);
        MotionSpeeds speeds = speeds();
        Duration timeout = Duration.ofMillis(Math.round(1000 * in.number("timeout_s", 30, 1, 600)));
        if (in.hasProblems()) {
            return Optional.empty();
        }
        try {
            double travel = Double.isNaN(travelHeight) ? travel(workspace, home, heights) : travelHeight;
            Box allowed = box == null ? SafetyEnvelope.boxAround(workspace, home, travel) : box;
            KinematicChain limited = chain.limitedTo(limits);
            SafetyEnvelope envelope = new SafetyEnvelope(
                    allowed,
                    forbidden,
                    maxSpeed,
                    maxForce,
                    limited.joints().stream().map(KinematicChain.Joint::limits).toList());
            CellSpec spec = new CellSpec(
                    arm,
                    in.place(),
                    topics,
                    names,
                    new CellSpec.ChainModel(limited, gripperInTip, rest(rest, limited), home),
                    camera,
                    gripper,
                    workspace,
                    home,
                    travel,
                    heights,
                    envelope,
                    speeds);
            requirePractice(spec);
            return Optional.of(new CellConfig(spec, preset, timeout, images, outcome));
        } catch (FarmException | IllegalArgumentException e) {
            in.problem("kinematics: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static double travel(WorkspaceLimits workspace, Pose home, AttemptHeights heights) {
        return Math.max(
                Math.max(home.zMeters(), workspace.maxZMeters()) + TRAVEL_ABOVE_METERS, heights.highestZMeters());
    }

    /** Whether an attempt can be made all over the workspace, and be seen. */
    private void requirePractice(CellSpec spec) {
        CellReach.problems(spec).forEach(in::problem);
        spec.camera()
                .cameraInBase()
                .flatMap(pose -> WorkspaceView.lookedAwayFrom(pose, spec.workspace()))
                .ifPresent(away -> in.problem("camera.camera_in_base_m_rad: " + away + "; " + WorkspaceView.ADVICE));
    }

    private ArmId arm() {
        String name = in.required("arm", "the arm's name, for example left_iiwa");
        try {
            return new ArmId(name);
        } catch (FarmException e) {
            if (in.has("arm")) {
                in.problem("arm: " + e.getMessage());
            }
            return new ArmId("unnamed");
        }
    }

    private ArmTopics topics(ArmId arm) {
        String namespace = in.text("namespace", "/" + arm);
        Optional<GraphName> arrange = optional(namespace, "topics.arrange");
        Optional<GraphName> arranged = optional(namespace, "topics.arranged");
        if (arrange.isPresent() != arranged.isPresent()) {
            in.problem("topics: arrange and arranged belong together; give both or none");
        }
        return new ArmTopics(
                name(namespace, "topics.joint_states", "joint_states"),
                name(namespace, "actions.trajectory", ""),
                name(namespace, "actions.gripper", ""),
                optional(namespace, "topics.gripper_state"),
                name(namespace, "topics.image", ""),
                name(namespace, "topics.camera_info", ""),
                optional(namespace, "topics.camera_in_base"),
                optional(namespace, "topics.camera_trigger"),
                arrange.flatMap(request -> arranged.map(answer -> new ArmTopics.Bin(request, answer))),
                optional(namespace, "topics.truth"),
                optional(namespace, "topics.heartbeat").orElseGet(() -> ArmTopics.heartbeat(arm)),
                optional(namespace, "topics.depth"));
    }

    private Optional<GraphName> optional(String namespace, String key) {
        return in.text(key, "").isBlank() ? Optional.empty() : Optional.of(name(namespace, key, ""));
    }

    private GraphName name(String namespace, String key, String fallback) {
        String text = in.text(key, fallback);
        if (text.isBlank()) {
            in.problem(
                    key + ": missing; expected a ROS name, from the root (/...) or below the namespace " + namespace);
            return GraphName.of("/missing");
        }
        try {
            return GraphName.of(text.startsWith("/") ? text : namespace + (namespace.endsWith("/") ? "" : "/") + text);
        } catch (FarmException e) {
            in.problem(key + ": " + e.getMessage());
            return GraphName.of("/missing");
        }
    }

    private KinematicChain chain() {
        String urdf = in.required("kinematics.urdf", "a URDF file, or preset:FILE for a shipped one");
        String base = in.required("kinematics.base", "the link that is the base frame");
        String tip = in.required("kinematics.tip", "the link that carries the gripper");
        if (urdf.isBlank() || base.isBlank() || tip.isBlank()) {
            return null;
        }
        try {
            if (!urdf.startsWith("preset:")) {
                return UrdfReader.read(folder.resolve(urdf), base, tip);
            }
            String file = urdf.substring("preset:".length());
            try (InputStream text =
                    Presets.urdf(file).orElseThrow(() -> new IOException("there is no shipped file " + file))) {
                return UrdfReader.read(text, urdf, base, tip);
            }
        } catch (FarmException | IOException e) {
            in.problem("kinematics.urdf: " + e.getMessage());
            return null;
        }
    }

    private List<String> names(KinematicChain chain) {
        List<String> names = in.texts("joints.names", chain == null ? List.of() : chain.jointNames());
        if (Set.copyOf(names).size() < names.size()) {
            in.problem("joints.names: found " + names + ", expected each name once");
        }
        return names;
    }

    /** On top of those of the URDF file. */
    private List<JointLimits> limits(int count) {
        List<Double> least = in.numbers("joints.min_rad", List.of(), count, MAX_JOINT_RADIANS, ConfigReader.RADIANS);
        List<Double> most = in.numbers("joints.max_rad", List.of(), count, MAX_JOINT_RADIANS, ConfigReader.RADIANS);
        List<Double> velocity = in.numbers(
                "joints.max_velocity_radps",
                List.of(),
                count,
                MAX_JOINT_RADIANS_PER_SECOND,
                "radians per second (is it in degrees?)");
        List<Double> effort = in.numbers("joints.max_effort_nm", List.of(), count);
        List<JointLimits> limits = new ArrayList<>();
        for (int j = 0; j < count; j++) {
            try {
                limits.add(new JointLimits(
                        at(least, j, Double.NEGATIVE_INFINITY),
                        at(most, j, Double.POSITIVE_INFINITY),
                        at(velocity, j, Double.POSITIVE_INFINITY),
                        at(effort, j, Double.POSITIVE_INFINITY)));
            } catch (IllegalArgumentException e) {
                in.problem("joints: joint " + (j + 1) + ": " + e.getMessage());
            }
        }
        return limits;
    }

    private static double at(List<Double> numbers, int index, double fallback) {
        return numbers.isEmpty() ? fallback : numbers.get(index);
    }

    /** Without a rest posture, the middle of the joints' ranges. */
    private static List<Double> rest(List<Double> given, KinematicChain chain) {
        if (!given.isEmpty()) {
            return given;
        }
        return chain.joints().stream()
                .map(joint -> (joint.limits().minPosition() + joint.limits().maxPosition()) / 2)
                .map(middle -> Double.isFinite(middle) ? middle : 0.0)
                .toList();
    }

    private enum GripperKind {
        PARALLEL
    }

    private GripperSpec gripper() {
        in.word("gripper.kind", GripperKind.PARALLEL, GripperKind.class);
        String joint = in.text("gripper.joint", "");
        if (joint.isBlank() && !in.text("topics.gripper_state", "").isBlank()) {
            in.problem("gripper.joint: missing; expected the gripper's joint in topics.gripper_state");
        }
        double scale = in.number("gripper.meters_per_position", 1, -10, 10);
        if (scale == 0) {
            in.problem("gripper.meters_per_position: found '0', expected another number");
            scale = 1;
        }
        return new GripperSpec(
                joint,
                scale,
                in.number("gripper.meters_at_zero", 0, -1, 1),
                in.number("gripper.open_m", 0.08, 0.001, 1),
                in.number("gripper.force_n", 12, 0.1, 500));
    }

    private WorkspaceLimits workspace() {
        List<Double> x = range("workspace.x_m");
        List<Double> y = range("workspace.y_m");
        List<Double> z = range("workspace.z_m");
        return new WorkspaceLimits(
                x.get(0),
                x.get(1),
                y.get(0),
                y.get(1),
                z.get(0),
                z.get(1),
                in.number("workspace.yaw_limit_rad", Math.PI / 2, 0, Math.PI));
    }

    /** Above the highest grasp, so that they move with the table. */
    private AttemptHeights heights(WorkspaceLimits workspace) {
        double top = workspace.maxZMeters();
        double hover = in.number("workspace.hover_m", AttemptHeights.HOVER_METERS, 0.01, 1);
        double lift = in.number("workspace.lift_m", AttemptHeights.LIFT_METERS, 0.01, 2);
        double release = in.number("workspace.release_m", Math.min(AttemptHeights.RELEASE_METERS, lift), 0.01, 2);
        if (release > lift) {
            in.problem("workspace.release_m: found '" + release + "', expected at most workspace.lift_m, " + lift);
            release = lift;
        }
        return new AttemptHeights(top + hover, top + lift, top + release);
    }

    private List<Double> range(String key) {
        if (!in.has(key)) {
            in.problem(key + ": missing; expected [from, to] in metres, where grasps may close");
            return List.of(0.0, 1.0);
        }
        List<Double> range = in.numbers(key, List.of(0.0, 1.0), 2, ConfigReader.MAX_METERS, ConfigReader.METERS);
        if (range.get(0) >= range.get(1)) {
            in.problem(key + ": found " + range + ", expected the smaller number first");
            return List.of(0.0, 1.0);
        }
        return range;
    }

    private Pose home() {
        if (!in.has("workspace.home_m_rad")) {
            in.problem(
                    "workspace.home_m_rad: missing; expected [x, y, z, yaw] of the gripper out of the camera's view");
        }
        List<Double> home = in.numbers(
                "workspace.home_m_rad",
                List.of(0.0, 0.0, 0.0, 0.0),
                4,
                ConfigReader.MAX_METERS,
                "metres and a yaw in radians (is it in millimetres or degrees?)");
        if (Math.abs(home.get(3)) > ConfigReader.MAX_RADIANS) {
            in.problem("workspace.home_m_rad: found a yaw of " + home.get(3) + ", expected " + ConfigReader.RADIANS);
        }
        return Pose.topDown(home.get(0), home.get(1), home.get(2), home.get(3));
    }

    private Box box() {
        if (!in.has("safety.box_m")) {
            return null;
        }
        return box("safety.box_m", in.numbers("safety.box_m", List.of(), 6, MAX_BOX_METERS, ConfigReader.METERS));
    }

    private List<Box> forbidden() {
        List<Double> numbers =
                in.numbers("safety.forbidden_boxes_m", List.of(), 0, MAX_BOX_METERS, ConfigReader.METERS);
        if (numbers.size() % 6 != 0) {
            in.problem("safety.forbidden_boxes_m: found " + numbers.size()
                    + " numbers, expected six per box: x from, x to, y from, y to, z from, z to");
            return List.of();
        }
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 6) {
            Box box = box("safety.forbidden_boxes_m", numbers.subList(i, i + 6));
            if (box != null) {
                boxes.add(box);
            }
        }
        return boxes;
    }

    private Box box(String key, List<Double> n) {
        try {
            return n.isEmpty() ? null : new Box(n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5));
        } catch (IllegalArgumentException e) {
            in.problem(key + ": " + e.getMessage());
            return null;
        }
    }

    private MotionSpeeds speeds() {
        return new MotionSpeeds(
                in.number("speeds.free_mps", 0.25, 0.001, 5),
                in.number("speeds.carry_mps", 0.2, 0.001, 5),
                in.number("speeds.near_bin_mps", 0.1, 0.001, 5),
                in.number("speeds.near_bin_m", 0.12, 0, 2),
                in.number("speeds.joint_radps", 0.8, 0.001, 20));
    }
}
