package armfarm.drivers.check;

import static armfarm.drivers.check.CheckLine.failed;
import static armfarm.drivers.check.CheckLine.ok;
import static armfarm.drivers.check.CheckLine.skipped;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.CameraFrame;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosMessages;
import armfarm.ros.RosNode;
import armfarm.ros.TopicHealth;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.PoseStamped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Walks an arm cell step by step, from the master to a small motion, and tells a line for each step. A step that cannot be
 * made because an earlier one failed is told as skipped. Sends nothing that moves the arm unless asked to.
 *
 * <p>Confined to one thread; used once.
 */
public final class ArmCheck {
    private static final int IMAGES_WANTED = 5;

    private final CellSpec spec;
    private final CellConnection connection;
    private final Options options;
    private final InstantSource clock;
    private final Consumer<CheckLine> listener;
    private final List<CheckLine> lines = new ArrayList<>();

    /**
     * What to do.
     *
     * @param move command a small motion
     * @param drivenByFarm a running farm drives this arm: its motions are watched, none are commanded
     * @param listen how long to wait for messages
     */
    public record Options(boolean move, boolean drivenByFarm, Duration listen) {}

    private ArmCheck(
            CellSpec spec,
            CellConnection connection,
            Options options,
            InstantSource clock,
            Consumer<CheckLine> listener) {
        this.spec = spec;
        this.connection = connection;
        this.options = options;
        this.clock = clock;
        this.listener = listener;
    }

    /** Makes the check. @param listener gets each line as soon as it is known */
    public static List<CheckLine> run(
            CellSpec spec,
            CellConnection connection,
            Options options,
            InstantSource clock,
            Consumer<CheckLine> listener) {
        ArmCheck check = new ArmCheck(spec, connection, options, clock, listener);
        GraphName name = GraphName.of(
                "/armfarm/check_" + spec.arm() + "_" + ProcessHandle.current().pid());
        RosNode started;
        try {
            started = RosNode.start(name, connection.masterUri(), connection.host());
        } catch (DriverException e) {
            check.tell(failed(
                    "our address",
                    connection.host().advertised() + " cannot be used",
                    e.getMessage(),
                    "set ros.advertised_host (or ROS_IP) to this machine's address in the arm's network"));
            check.tell(skipped("everything else", "needs a node"));
            return List.copyOf(check.lines);
        }
        try (RosNode node = started) {
            check.walk(node);
        }
        return List.copyOf(check.lines);
    }

    private boolean tell(CheckLine line) {
        lines.add(line);
        listener.accept(line);
        return line.result() == CheckLine.Result.OK || line.result() == CheckLine.Result.WARNING;
    }

    private void walk(RosNode node) {
        GraphChecks graph = new GraphChecks(node, connection.host());
        ArmTopics topics = spec.topics();
        if (!tell(graph.master())) {
            tell(skipped("everything else", "needs the master"));
            return;
        }
        tell(graph.ourAddress());
        tell(graph.theirAddresses(topics));
        checkMessages(node, topics);
        tell(graph.actionServer("trajectory action", topics.trajectory(), "actions.trajectory"));
        tell(graph.actionServer("gripper action", topics.gripper(), "actions.gripper"));
        tell(graph.deadMan(topics, spec.arm().name()));
        tell(stop());
        tell(motion());
    }

    private void checkMessages(RosNode node, ArmTopics topics) {
        TopicProbe<JointStateMessage> joints = TopicProbe.of(node, topics.jointStates(), JointStateMessage.TYPE, clock);
        TopicProbe<CameraFrame> images = images(node, topics.image());
        TopicProbe<CameraInfoMessage> info = TopicProbe.of(node, topics.cameraInfo(), CameraInfoMessage.TYPE, clock);
        Optional<TopicProbe<JointStateMessage>> gripper = topics.gripperState()
                .map(topic -> topic.equals(topics.jointStates())
                        ? joints
                        : TopicProbe.of(node, topic, JointStateMessage.TYPE, clock));
        Optional<TopicProbe<PoseStamped>> cameraPose =
                spec.camera().cameraInBase().isPresent()
                        ? Optional.empty()
                        : topics.cameraInBase().map(topic -> TopicProbe.of(node, topic, PoseStamped.TYPE, clock));

        if (tell(data(node, "joint states data", joints, "topics.joint_states"))) {
            JointChecks checks = new JointChecks(spec);
            tell(checks.states(joints));
            checks.joints(joints)
                    .filter(JointChecks::finite)
                    .ifPresentOrElse(
                            positions -> tell(kinematics(checks, positions)),
                            () -> tell(skipped("kinematics", "needs the joints' positions")));
            tell(attempt());
            boolean triggered = takeImages(node, images);
            if (tell(data(node, "camera data", images, "topics.image"))) {
                checkCamera(node, info, images, triggered, cameraPose);
            }
            tell(checks.clocks(joints, images));
            boolean heard = gripper.filter(probe -> probe != joints)
                    .map(probe -> tell(data(node, "gripper data", probe, "topics.gripper_state")))
                    .orElse(true);
            if (heard) {
                tell(checks.gripper(gripper));
            }
        } else {
            tell(skipped("arm, camera and gripper", "need joint states"));
        }
    }

    /** Whether an attempt's stations can be reached and are allowed. */
    private CheckLine attempt() {
        List<String> problems = CellReach.problems(spec);
        AttemptHeights heights = spec.heights();
        return problems.isEmpty()
                ? ok(
                        "attempt",
                        "hover at z %.3f m, lift to %.3f m, release at %.3f m: reached and allowed all over the workspace",
                        heights.hoverZMeters(),
                        heights.liftZMeters(),
                        heights.releaseZMeters())
                : failed(
                        "attempt",
                        problems.size() + " stations cannot be reached or are not allowed",
                        problems.get(0),
                        "correct workspace (hover_m, lift_m, release_m, travel_height_m among it), or safety.box_m");
    }

    /** Where the camera is, as the configuration or the topic says; a topic that says nonsense fails. */
    private Optional<Pose> cameraInBase(RosNode node, Optional<TopicProbe<PoseStamped>> probe) {
        if (probe.isEmpty()) {
            return spec.camera().cameraInBase();
        }
        if (!tell(data(node, "hand-eye data", probe.get(), "topics.camera_in_base"))) {
            return Optional.empty();
        }
        List<TopicProbe.Arrival<PoseStamped>> arrivals = probe.get().arrivals();
        try {
            return Optional.of(
                    RosMessages.pose(arrivals.get(arrivals.size() - 1).message().pose()));
        } catch (IllegalArgumentException e) {
            tell(failed(
                    "hand-eye",
                    e.getMessage(),
                    "the topic " + probe.get().topic() + " says no pose",
                    "correct what publishes topics.camera_in_base, or set camera.camera_in_base_m_rad"));
            return Optional.empty();
        }
    }

    private CheckLine kinematics(JointChecks checks, double[] positions) {
        try {
            ArmKinematics kinematics = spec.model().newKinematics();
            return checks.kinematics(positions, kinematics);
        } catch (DriverException e) {
            return failed("kinematics", "home cannot be reached", e.getMessage(), "correct workspace.home_m_rad");
        }
    }

    /** @return whether the camera had to be asked */
    private boolean takeImages(RosNode node, TopicProbe<CameraFrame> images) {
        Optional<GraphName> topic = spec.topics().cameraTrigger();
        if (topic.isEmpty() || options.drivenByFarm()) {
            node.await(() -> images.count() >= 3 * IMAGES_WANTED, options.listen());
            return topic.isPresent();
        }
        Publisher<EmptyMessage> trigger = node.advertise(topic.get(), EmptyMessage.TYPE, false);
        node.await(() -> trigger.subscriberCount() > 0 && images.connected(), options.listen());
        for (int i = 1; i <= IMAGES_WANTED; i++) {
            long wanted = i;
            trigger.publish(new EmptyMessage());
            node.await(() -> images.count() >= wanted, options.listen().dividedBy(IMAGES_WANTED));
        }
        return true;
    }

    private void checkCamera(
            RosNode node,
            TopicProbe<CameraInfoMessage> info,
            TopicProbe<CameraFrame> images,
            boolean triggered,
            Optional<TopicProbe<PoseStamped>> cameraPose) {
        tell(CameraChecks.images(spec.camera(), images, triggered));
        tell(CameraChecks.age(spec.camera(), images));
        if (tell(data(node, "camera info data", info, "topics.camera_info"))) {
            CameraInfoMessage calibration =
                    info.arrivals().get(info.arrivals().size() - 1).message();
            Optional<Pose> pose = cameraInBase(node, cameraPose);
            if (tell(CameraChecks.info(spec, calibration, images.arrivals())) && pose.isPresent()) {
                CameraChecks.processing(spec, connection, calibration, pose.get(), images.arrivals())
                        .forEach(this::tell);
            }
        }
    }

    private TopicProbe<CameraFrame> images(RosNode node, GraphName topic) {
        return spec.camera().compressed()
                ? new TopicProbe<>(node, topic, CompressedImage.TYPE, CameraFrame::of, clock)
                : new TopicProbe<>(node, topic, ImageMessage.TYPE, CameraFrame::of, clock);
    }

    /** Whether messages come, with the checksum both ends compare. */
    private CheckLine data(RosNode node, String step, TopicProbe<?> probe, String setting) {
        node.await(() -> probe.count() > 0, options.listen());
        if (probe.count() > 0) {
            return ok(
                    step,
                    "%s, %s with md5 %s",
                    probe.topic(),
                    probe.type().name(),
                    probe.type().md5());
        }
        TopicHealth health = probe.health();
        String detail = health.links().stream()
                .map(TopicHealth.Link::detail)
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return failed(
                step,
                "no message on " + probe.topic() + " in " + options.listen().toMillis() / 1000.0 + " s: "
                        + health.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                health.detail().isEmpty() ? detail : health.detail(),
                change(health.cause(), probe, setting));
    }

    private static String change(TopicHealth.Cause cause, TopicProbe<?> probe, String setting) {
        return switch (cause) {
            case NO_PUBLISHER -> "start the driver, or correct " + setting;
            case TYPE_MISMATCH ->
                "correct " + setting + ": it names a topic of another type, or of another version of "
                        + probe.type().name();
            case ADDRESS_UNKNOWN, REFUSED, UNREACHABLE, BAD_ANSWER, CONNECTING ->
                "set ROS_IP on the publisher's machine to its address in this network and restart its node";
            case NOT_REGISTERED -> "check the master and ros.master_uri";
            case OK, SILENT, UNREADABLE -> "look at the driver's log; for a camera, at its cable and power";
        };
    }

    private CheckLine stop() {
        return connection
                .stop()
                .stopped()
                .map(why -> CheckLine.warning("stop", "the arm is stopped", why, "armfarm arms reset " + spec.arm()))
                .orElseGet(() -> ok("stop", "nobody has stopped the arm"));
    }

    private CheckLine motion() {
        boolean broken = lines.stream().anyMatch(line -> line.result() == CheckLine.Result.FAILED);
        if (!options.move()) {
            return skipped("motion", "add --move for a small one");
        }
        if (options.drivenByFarm()) {
            return skipped(
                    "motion", "a running farm drives this arm; watch its page, or stop the farm and check again");
        }
        if (broken || connection.stop().stopped().isPresent()) {
            return skipped("motion", broken ? "something failed above" : "the arm is stopped");
        }
        return MotionCheck.move(spec, connection, clock);
    }
}
