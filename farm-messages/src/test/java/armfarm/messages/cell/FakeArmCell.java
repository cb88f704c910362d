package armfarm.messages.cell;

import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.ManualClock;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cell without physics that does what it is told to: it reaches every allowed pose, holds what its test says, and fails where its
 * test says. Like a real one it refuses poses below its workspace, beside it and above its travel height, and everything that moves
 * while a person has stopped it. Time passes on its clock with what it does; nothing is random. Confined to one thread.
 */
public final class FakeArmCell implements ArmCell {
    public static final ArmId ARM = new ArmId("fake");
    public static final double OPEN_METERS = 0.085;
    public static final double HELD_METERS = 0.03;

    /** How long it waits for an arm that does not answer. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    public static final Duration MOTION = Duration.ofSeconds(1);
    private static final Duration EXPOSURE = Duration.ofMillis(20);
    private static final Duration TRANSFER = Duration.ofMillis(5);
    private static final double TRAVEL_ABOVE_WORKSPACE_METERS = 0.35;
    private static final int SIZE = 16;

    /** What a cell can be told to do. */
    public enum Action {
        CAPTURE,
        MOVE,
        OPEN,
        CLOSE,
        ARRANGE
    }

    /**
     * Something that was begun.
     *
     * @param pose of a motion
     */
    public record Begun(Action action, Optional<Pose> pose) {}

    private final ManualClock clock;
    private final WorkspaceLimits workspace;
    private final List<Begun> begun = new ArrayList<>();
    private final List<SceneRequest> requests = new ArrayList<>();
    private final Map<Integer, Runnable> before = new HashMap<>();
    private AttemptHeights heights;
    private StopState stop = StopState.NEVER;
    private boolean simulated = true;
    private double closesToMeters = HELD_METERS;
    private boolean slips;
    private Optional<DepthImage> depth = Optional.empty();
    private boolean losesOnTheWayHome;
    private double lowestZMeters = Double.NEGATIVE_INFINITY;
    private Pose at;
    private double openingMeters = OPEN_METERS;
    private SceneState scene = new SceneState("scene-0", ObjectSet.TRAINING);
    private Optional<SimulatorTruth> truth = Optional.empty();
    private int images;
    private long missedImages;
    private boolean closed;

    /** A simulated cell at home, with something to hold wherever it closes. */
    public FakeArmCell(ManualClock clock, WorkspaceLimits workspace) {
        this.clock = clock;
        this.workspace = workspace;
        this.heights = AttemptHeights.over(workspace);
        this.at = homeInBase();
    }

    /** Over a workspace on a table whose height does not matter. */
    public FakeArmCell(ManualClock clock) {
        this(clock, new WorkspaceLimits(0.4, 0.6, -0.1, 0.1, 0.02, 0.05, 1.5));
    }

    /** Stations of its own. */
    public FakeArmCell withHeights(AttemptHeights own) {
        heights = own;
        return this;
    }

    /** As a lab's cell: nobody arranges its bin or knows what it holds. */
    public FakeArmCell inALab() {
        simulated = false;
        return this;
    }

    public FakeArmCell stoppedBy(StopState person) {
        stop = person;
        return this;
    }

    /** With a depth camera, which sees this at each image. */
    public FakeArmCell withDepth(DepthImage seen) {
        depth = Optional.of(seen);
        return this;
    }

    /** The fingers end so far apart; 0 if nothing is between them. */
    public FakeArmCell closesTo(double meters) {
        closesToMeters = meters;
        return this;
    }

    /** What it holds falls out while it is lifted. */
    public FakeArmCell thatSlips() {
        slips = true;
        return this;
    }

    /** What it holds falls out while it is carried home. */
    public FakeArmCell thatLosesOnTheWayHome() {
        losesOnTheWayHome = true;
        return this;
    }

    /** Something is in the way of going deeper. */
    public FakeArmCell blockedBelow(double zMeters) {
        lowestZMeters = zMeters;
        return this;
    }

    /** Something happens just before it begins its so many-th action, counted from 1: the cell may be stopped, or fail by throwing. */
    public FakeArmCell before(int action, Runnable happens) {
        before.put(action, happens);
        return this;
    }

    /** Its so many-th action, counted from 1, never ends. */
    public FakeArmCell timesOutAt(int action) {
        return before(action, () -> {
            clock.advance(TIMEOUT);
            throw new DriverException("Arm " + ARM + " did not answer within " + TIMEOUT.toSeconds() + " s");
        });
    }

    /** So many images are numbered by the camera and never come. */
    public void misses(int count) {
        missedImages += count;
    }

    /** All it was told to do, in order, also what it refused or failed to do. */
    public List<Begun> begun() {
        return List.copyOf(begun);
    }

    /** Where it was told to move, in order. */
    public List<Pose> moves() {
        return begun.stream().flatMap(done -> done.pose().stream()).toList();
    }

    /** What was asked of its bin, in order. */
    public List<SceneRequest> requests() {
        return List.copyOf(requests);
    }

    public boolean isClosed() {
        return closed;
    }

    /** The so many-th picture it takes, counted from 1: each is of another brightness. */
    public static RgbImage picture(int number) {
        byte[] pixels = new byte[SIZE * SIZE * 3];
        Arrays.fill(pixels, (byte) (10 * number));
        return new RgbImage(SIZE, SIZE, pixels);
    }

    @Override
    public ArmId id() {
        return ARM;
    }

    @Override
    public CameraInfo camera() {
        return new CameraInfo(SIZE, SIZE, 20, 20, SIZE / 2.0, SIZE / 2.0, Pose.IDENTITY);
    }

    @Override
    public WorkspaceLimits workspace() {
        return workspace;
    }

    @Override
    public AttemptHeights heights() {
        return heights;
    }

    @Override
    public Pose homeInBase() {
        return Pose.topDown(workspace.minXMeters(), workspace.minYMeters() - 0.2, workspace.maxZMeters() + 0.25, 0);
    }

    @Override
    public CapturedImage capture() {
        begin(Action.CAPTURE, Optional.empty());
        clock.advance(EXPOSURE);
        Instant stamp = clock.instant();
        clock.advance(TRANSFER);
        images++;
        return new CapturedImage(picture(images), stamp, clock.instant(), Optional.empty(), depth);
    }

    @Override
    public long missedImages() {
        return missedImages;
    }

    @Override
    public Pose gripperInBase() {
        return at;
    }

    @Override
    public Pose moveTo(Pose gripperInBase) {
        begin(Action.MOVE, Optional.of(gripperInBase));
        refuseWhileStopped();
        if (!gripperInBase.equals(homeInBase()) && !allowed(gripperInBase)) {
            throw new DriverException("Arm " + ARM + " was not moved to " + gripperInBase + "; it is not allowed");
        }
        clock.advance(MOTION);
        boolean lifts = isClosedByCommand() && gripperInBase.zMeters() > workspace.maxZMeters();
        at = gripperInBase.zMeters() < lowestZMeters
                ? Pose.topDown(
                        gripperInBase.xMeters(), gripperInBase.yMeters(), lowestZMeters, gripperInBase.yawRadians())
                : gripperInBase;
        if (lifts) {
            lift();
        }
        if (losesOnTheWayHome && isClosedByCommand() && at.equals(homeInBase())) {
            openingMeters = 0;
        }
        return at;
    }

    private boolean isClosedByCommand() {
        return openingMeters < OPEN_METERS;
    }

    private void lift() {
        openingMeters = slips ? 0 : openingMeters;
        boolean held = openingMeters > 0;
        if (simulated) {
            truth = Optional.of(new SimulatorTruth(held ? Optional.of("train-0042") : Optional.empty()));
        }
    }

    private boolean allowed(Pose pose) {
        return pose.xMeters() >= workspace.minXMeters()
                && pose.xMeters() <= workspace.maxXMeters()
                && pose.yMeters() >= workspace.minYMeters()
                && pose.yMeters() <= workspace.maxYMeters()
                && pose.zMeters() >= workspace.minZMeters()
                && pose.zMeters() <= workspace.maxZMeters() + TRAVEL_ABOVE_WORKSPACE_METERS;
    }

    @Override
    public GripperState openGripper() {
        begin(Action.OPEN, Optional.empty());
        refuseWhileStopped();
        clock.advance(MOTION);
        openingMeters = OPEN_METERS;
        return gripper();
    }

    @Override
    public GripperState closeGripper() {
        begin(Action.CLOSE, Optional.empty());
        refuseWhileStopped();
        clock.advance(MOTION);
        truth = Optional.empty();
        openingMeters = at.zMeters() > workspace.maxZMeters() ? 0 : closesToMeters;
        return gripper();
    }

    @Override
    public GripperState gripper() {
        return new GripperState(openingMeters, openingMeters > 0 && isClosedByCommand());
    }

    @Override
    public boolean arrangesBin() {
        return simulated;
    }

    @Override
    public SceneState arrangeScene(SceneRequest request) {
        begin(Action.ARRANGE, Optional.empty());
        if (!simulated) {
            throw new DriverException("Arm " + ARM + ": nobody arranges this cell's bin");
        }
        requests.add(request);
        if (request.kind() == SceneRequest.Kind.NEW_OBJECTS) {
            scene = new SceneState("scene-" + request.seed(), request.objectSet());
        }
        return scene;
    }

    @Override
    public Optional<SimulatorTruth> truth() {
        return truth;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void begin(Action action, Optional<Pose> pose) {
        begun.add(new Begun(action, pose));
        before.getOrDefault(begun.size(), () -> {}).run();
    }

    private void refuseWhileStopped() {
        stop.stopped().ifPresent(why -> {
            throw new DriverException("Arm " + ARM + " does not move: " + why);
        });
    }
}
