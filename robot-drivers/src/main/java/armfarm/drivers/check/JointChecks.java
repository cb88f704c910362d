package armfarm.drivers.check;

import static armfarm.drivers.check.CheckLine.failed;
import static armfarm.drivers.check.CheckLine.ok;
import static armfarm.drivers.check.CheckLine.text;

import armfarm.drivers.cell.CameraFrame;
import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.kinematics.JointLimits;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import armfarm.ros.messages.JointStateMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What arm and gripper say about themselves, against what the configuration says about them. Confined to one thread. */
final class JointChecks {
    private static final double LIMIT_TOLERANCE = 0.01;
    private static final Instant WALL_CLOCK_SINCE = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration MAX_OFFSET = Duration.ofMillis(500);

    private final CellSpec spec;

    JointChecks(CellSpec spec) {
        this.spec = spec;
    }

    /** The last message that holds all of the arm's joints; several nodes may share a topic. */
    Optional<double[]> joints(TopicProbe<JointStateMessage> probe) {
        List<TopicProbe.Arrival<JointStateMessage>> arrivals = probe.arrivals();
        for (int i = arrivals.size() - 1; i >= 0; i--) {
            JointStateMessage message = arrivals.get(i).message();
            if (message.name().containsAll(spec.jointNames())
                    && message.position().size() == message.name().size()) {
                return Optional.of(spec.jointNames().stream()
                        .mapToDouble(
                                name -> message.position().get(message.name().indexOf(name)))
                        .toArray());
            }
        }
        return Optional.empty();
    }

    CheckLine states(TopicProbe<JointStateMessage> probe) {
        Optional<double[]> joints = joints(probe);
        if (joints.isEmpty()) {
            List<String> names = probe.arrivals().stream()
                    .flatMap(arrival -> arrival.message().name().stream())
                    .distinct()
                    .toList();
            return failed(
                    "joint states",
                    probe.topic() + " names " + names,
                    "the configuration expects " + spec.jointNames(),
                    "set joints.names to the arm's names, or topics.joint_states to the arm's topic");
        }
        if (!finite(joints.get())) {
            return failed(
                    "joint states",
                    spec.jointNames() + " at " + Arrays.toString(joints.get()),
                    "the arm's driver publishes positions that are no numbers",
                    "look at the arm's controller and restart it; every motion would be refused");
        }
        List<String> beyond = new ArrayList<>();
        for (int j = 0; j < joints.get().length; j++) {
            JointLimits limits = spec.envelope().joints().get(j);
            if (!limits.contains(joints.get()[j], LIMIT_TOLERANCE)) {
                beyond.add(text(
                        "%s at %.3f, limits %.3f to %.3f",
                        spec.jointNames().get(j), joints.get()[j], limits.minPosition(), limits.maxPosition()));
            }
        }
        if (!beyond.isEmpty()) {
            return failed(
                    "joint states",
                    String.join("; ", beyond),
                    "the arm stands outside its limits, or the limits are another arm's",
                    "move it back by hand, or correct joints.min_rad and joints.max_rad");
        }
        String rate = probe.hertz() > 0 ? text("%.0f per second", probe.hertz()) : "when they change";
        return ok("joint states", "%d joints, %s, all within their limits", joints.get().length, rate);
    }

    static boolean finite(double[] positions) {
        return Arrays.stream(positions).allMatch(Double::isFinite);
    }

    CheckLine gripper(Optional<TopicProbe<JointStateMessage>> probe) {
        if (probe.isEmpty()) {
            return CheckLine.warning(
                    "gripper",
                    "no topic says its opening",
                    "the last command's answer is believed, so that a lost object is not noticed",
                    "set topics.gripper_state and gripper.joint if the gripper publishes its joint");
        }
        String joint = spec.gripper().joint();
        Optional<Double> position = probe.get().arrivals().stream()
                .map(TopicProbe.Arrival::message)
                .filter(message -> message.name().contains(joint)
                        && message.position().size() == message.name().size())
                .map(message -> message.position().get(message.name().indexOf(joint)))
                .reduce((first, second) -> second);
        boolean named = probe.get().arrivals().stream()
                .anyMatch(arrival -> arrival.message().name().contains(joint));
        if (named && !position.filter(Double::isFinite).isPresent()) {
            return failed(
                    "gripper",
                    "joint '" + joint + "' on " + probe.get().topic() + " has "
                            + position.map(value -> "the position " + value).orElse("no position"),
                    "the gripper's driver does not tell where its fingers are; a joint state may leave the positions away",
                    "set topics.gripper_state to the topic that has them, or restart the gripper's driver; without one,"
                            + " leave topics.gripper_state empty");
        }
        if (position.isEmpty()) {
            return failed(
                    "gripper",
                    "no joint '" + joint + "' on " + probe.get().topic(),
                    "the gripper's driver does not run, or names its joint otherwise",
                    "set gripper.joint, or topics.gripper_state");
        }
        double meters = spec.gripper().toMeters(position.get());
        if (!(meters > -0.005 && meters < spec.gripper().openMeters() + 0.02)) {
            return failed(
                    "gripper",
                    text("position %.4f would be an opening of %.4f m", position.get(), meters),
                    text("expected 0 to %.4f m", spec.gripper().openMeters()),
                    "correct gripper.meters_per_position and gripper.meters_at_zero");
        }
        return ok("gripper", "%.1f mm open", meters * 1000);
    }

    CheckLine clocks(TopicProbe<JointStateMessage> joints, TopicProbe<CameraFrame> images) {
        Instant armStamp = last(joints.arrivals()).message().header().stamp();
        if (armStamp.isBefore(WALL_CLOCK_SINCE)) {
            return ok("clock", "the arm has a clock of its own (simulated time), now %.1f s", seconds(armStamp));
        }
        Duration arm = joints.arrivals().stream()
                .map(arrival -> Duration.between(arrival.message().header().stamp(), arrival.at()))
                .min(Duration::compareTo)
                .orElseThrow();
        if (arm.abs().compareTo(MAX_OFFSET) > 0) {
            return failed(
                    "clock",
                    text("the arm's clock is %.3f s %s ours", Math.abs(arm.toNanos() / 1e9), behind(arm)),
                    "stamps of the arm and of this machine cannot be compared",
                    "synchronise both machines (chrony or ntpd)");
        }
        if (spec.camera().stamps() == CameraSpec.Stamps.ROBOT_CLOCK
                && images.count() > 0
                && last(images.arrivals()).message().header().stamp().isBefore(WALL_CLOCK_SINCE)) {
            return failed(
                    "clock",
                    "arm and camera stamp by different clocks",
                    "camera.stamps is robot_clock, which compares them",
                    "set camera.stamps: arrival");
        }
        return ok("clock", "joint states are %.0f ms old when they arrive", arm.toNanos() / 1e6);
    }

    private static double seconds(Instant stamp) {
        return stamp.getEpochSecond() + stamp.getNano() / 1e9;
    }

    private static String behind(Duration age) {
        return age.isNegative() ? "ahead of" : "behind";
    }

    private static <M> TopicProbe.Arrival<M> last(List<TopicProbe.Arrival<M>> arrivals) {
        return arrivals.get(arrivals.size() - 1);
    }

    /** Whether joints, kinematics and envelope agree about where the gripper is. */
    CheckLine kinematics(double[] joints, ArmKinematics kinematics) {
        if (joints.length != kinematics.jointCount()) {
            return failed(
                    "kinematics",
                    joints.length + " joints, the chain has " + kinematics.jointCount(),
                    "joints.names do not belong to the chain",
                    "correct joints.names, kinematics.base or kinematics.tip");
        }
        Pose gripper = kinematics.gripperInBase(joints);
        try {
            spec.envelope().requireAllowed(spec.arm().name(), spec.jointNames(), kinematics, joints, gripper);
        } catch (DriverException e) {
            return failed(
                    "kinematics",
                    text(
                            "the gripper is at x %.3f y %.3f z %.3f m",
                            gripper.xMeters(), gripper.yMeters(), gripper.zMeters()),
                    e.getMessage(),
                    "move the arm back by hand; if it is not there really, correct kinematics.urdf, base, tip and"
                            + " gripper_in_tip_m_rad");
        }
        return ok(
                "kinematics",
                "the gripper is at x %.3f y %.3f z %.3f m, inside the envelope",
                gripper.xMeters(),
                gripper.yMeters(),
                gripper.zMeters());
    }
}
