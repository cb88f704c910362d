package armfarm.simulation;

import armfarm.drivers.kinematics.SerialArm;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.GripperState;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One simulated cell: a seven-joint arm with a two-finger gripper over a bin of objects, and a camera. It has a clock of
 * its own that advances with what it does and otherwise stands still.
 *
 * <p>The wrist carries a force-limited gripper, so contact can stop a motion; the joints that are reported are those of
 * the pose really reached. Motion that cannot touch anything (every object asleep, the gripper above them all) costs no
 * physics steps, which is exact: nothing would move.
 *
 * <p>Same catalogue, seed and calls, same results, bit for bit. Confined to the thread that made it.
 */
public final class SimulatedArm {
    /** Beside the bin at the right, out of the camera's view. */
    public static final Pose HOME_IN_BASE = Pose.topDown(0.45, -0.36, 0.30, 0);

    /** Where a grasp may close: within 10 cm of the bin's middle, finger tips 4-30 mm above the floor. */
    public static final WorkspaceLimits WORKSPACE =
            new WorkspaceLimits(0.45, 0.65, -0.10, 0.10, 0.004, 0.030, Math.PI / 2);

    /** Above every object; over the bin's walls; softly into the bin. Chosen by measurement with the catalogue's objects. */
    public static final AttemptHeights HEIGHTS = new AttemptHeights(0.14, 0.30, 0.10);

    /** An object whose centre is higher than this above the bin floor while the gripper is closed is held. */
    public static final double LIFTED_METERS = 0.14;

    /** Fingers nearer than this hold nothing. */
    public static final double NOTHING_HELD_BELOW_METERS = 0.001;

    /** Standard deviation of a pixel's depth, Gaussian, each pixel alone. A choice: what a good camera does so near. */
    public static final double DEPTH_NOISE_METERS = 0.001;

    private static final double STEP = BulletWorld.STEP_SECONDS;
    private static final double OBJECT_REACH = 0.065;
    private static final double HOLD_SECONDS = 0.15;
    private static final double ARRIVED_METERS = 5e-4;
    private static final int MAX_ARRIVAL_STEPS = 60;
    private static final int MAX_FINGER_STEPS = 150;
    private static final int STALL_STEPS = 8;
    private static final double STALL_METERS = 5e-5;
    private static final double FINGER_ARRIVED_METERS = 3e-4;
    private static final double FINGER_SPEED = 0.5;
    private static final double PROGRESS_SECONDS = 0.1;
    private static final double WATCHED_STEP_SECONDS = 0.02;

    private final BinScene scene;
    private final SerialArm kinematics = newKinematics();
    private final ScenePainter painter;
    private final CameraInfo camera;
    private final SimulationPace pace;
    private final long seed;
    private long pictures;
    private SimulatedGripper gripper;
    private double[] joints = kinematics.homeJointsRadians();
    private double[] target;
    private double targetYaw;
    private double goalOpening = SimulatedGripper.MAX_OPENING;
    private double simSeconds = 1;
    private double nextProgress;
    private Runnable progress = () -> {};
    private Supplier<Optional<String>> interruption = Optional::empty;
    private SimulatorTruth truth = new SimulatorTruth(Optional.empty());

    /** @param seed of this arm's camera mounting and of the noise of its depth */
    public SimulatedArm(ObjectCatalog catalog, int widthPixels, int heightPixels, long seed, SimulationPace pace) {
        this.pace = pace;
        this.seed = seed;
        scene = new BinScene(catalog);
        camera = CameraMount.camera(widthPixels, heightPixels, seed);
        painter = new ScenePainter(new SimulatedCamera(camera));
        Pose home = kinematics.gripperInBase(joints);
        aimAt(home);
        putGripper(SimulatedGripper.MAX_OPENING);
    }

    /** Kinematics of every simulated arm; a new instance, because it belongs to one thread. */
    public static SerialArm newKinematics() {
        return new SerialArm(HOME_IN_BASE);
    }

    public CameraInfo camera() {
        return camera;
    }

    public double simTimeSeconds() {
        return simSeconds;
    }

    /** Runs the task about every tenth of a simulated second while the arm or the gripper moves. */
    public void whileMoving(Runnable task) {
        progress = task;
    }

    /**
     * Asks on the way whether the motion has to end.
     *
     * @param reason empty while the arm may move
     */
    void interruptWhen(Supplier<Optional<String>> reason) {
        interruption = reason;
    }

    public SceneState scene() {
        return scene.state();
    }

    List<SceneObject> objects() {
        return scene.objects();
    }

    /** Changes the bin's content and waits until it is at rest. */
    public SceneState arrange(SceneRequest request) {
        double opening = gripper.opening();
        int steps = request.kind() == SceneRequest.Kind.STIR
                ? scene.stir(request.seed())
                : scene.fill(request.objectSet(), request.seed());
        putGripper(opening);
        advance(steps * STEP);
        return scene.state();
    }

    /**
     * Moves through joint positions, linearly between them. Ends where contact stopped it, if it did, and afterwards
     * presses no further.
     *
     * @param jointsRadians positions after the present one
     * @param timesSeconds when each is reached, from now, increasing
     */
    public void followTrajectory(List<double[]> jointsRadians, double[] timesSeconds) {
        if (jointsRadians.isEmpty() || jointsRadians.size() != timesSeconds.length) {
            throw new IllegalArgumentException(
                    jointsRadians.size() + " joint positions with " + timesSeconds.length + " times");
        }
        stopIfInterrupted();
        double time = 0;
        for (int i = 0; i < timesSeconds.length; i++) {
            followSegment(jointsRadians.get(i), timesSeconds[i] - time);
            time = timesSeconds[i];
        }
        arrive();
    }

    /**
     * Opens or closes the fingers until they are there or something stops them.
     *
     * @param openingMeters distance between the pads, 0 is closed
     * @param maxEffortNewtons force of each finger, at most the gripper's own 12 N
     */
    public GripperState commandGripper(double openingMeters, double maxEffortNewtons) {
        goalOpening = Math.max(0, Math.min(SimulatedGripper.MAX_OPENING, openingMeters));
        double from = gripper.opening();
        boolean close = goalOpening < from;
        gripper.limitOpening(close ? goalOpening : 0, close ? SimulatedGripper.MAX_OPENING : goalOpening);
        gripper.driveFingers(close, maxEffortNewtons);
        if (nothingCanTouch(target[2])) {
            gripper.place(target, targetYaw, goalOpening);
            advance(Math.abs(goalOpening - from) / FINGER_SPEED);
        } else {
            stepFingers();
            letObjectsRest();
        }
        return gripperState();
    }

    public GripperState gripperState() {
        double opening = gripper.opening();
        return new GripperState(opening, Math.abs(opening - goalOpening) > NOTHING_HELD_BELOW_METERS);
    }

    /** Where the gripper really is. */
    public Pose gripperInBase() {
        double[] tip = gripper.tip();
        return Pose.topDown(
                tip[0] + Bin.BIN_IN_BASE.xMeters(),
                tip[1] + Bin.BIN_IN_BASE.yMeters(),
                tip[2] + Bin.BIN_IN_BASE.zMeters(),
                gripper.yawRadians());
    }

    /** Joint positions of the pose really reached, radians; a new array. */
    public double[] measuredJoints() {
        return kinematics.solve(joints, gripperInBase()).orElse(joints).clone();
    }

    /** Takes a picture; the clock advances by a step, so that every picture has its own time. */
    public RgbImage capture() {
        stepOrSkip();
        pictures++;
        double[][] links = kinematics.linkPointsInBase(measuredJoints());
        for (double[] point : links) {
            point[0] -= Bin.BIN_IN_BASE.xMeters();
        }
        return painter.paint(scene.objects(), gripper, links);
    }

    /**
     * The depth of the last picture, as a camera that is registered to the colour camera measures it, with
     * {@link #DEPTH_NOISE_METERS}; nothing is drawn anew and the clock does not advance, so the same picture has the same
     * depth. Only after {@link #capture}.
     */
    public DepthImage depth() {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + pictures);
        return painter.depth(() -> DEPTH_NOISE_METERS * random.nextGaussian());
    }

    /** What was held at the end of the last motion that ended lifted with a closed gripper. */
    public SimulatorTruth truth() {
        return truth;
    }

    /** Whether the last motion ended lifted with a closed gripper, which is when {@link #truth} was renewed. */
    public boolean liftedClosed() {
        return closed() && gripper.tip()[2] > LIFTED_METERS;
    }

    private boolean closed() {
        return goalOpening < SimulatedGripper.MAX_OPENING / 2;
    }

    private boolean holding() {
        return closed() && gripper.opening() > NOTHING_HELD_BELOW_METERS;
    }

    private void followSegment(double[] to, double seconds) {
        double[] from = joints;
        Pose end = kinematics.gripperInBase(to);
        double endTip = end.zMeters() - Bin.BIN_IN_BASE.zMeters();
        if (nothingCanTouch(Math.min(target[2], endTip))) {
            glide(from, to, end, seconds);
        } else {
            int steps = Math.max(1, (int) Math.round(seconds / STEP));
            double[] between = new double[to.length];
            for (int i = 1; i <= steps; i++) {
                for (int j = 0; j < between.length; j++) {
                    between[j] = from[j] + (to[j] - from[j]) * i / steps;
                }
                aimAt(kinematics.gripperInBase(between));
                step();
                stopIfInterrupted();
            }
        }
        joints = to.clone();
    }

    /** Moves where nothing can be touched: at once, or in small steps for those who watch. */
    private void glide(double[] from, double[] to, Pose end, double seconds) {
        int steps = pace.waits() ? Math.max(1, (int) Math.ceil(seconds / WATCHED_STEP_SECONDS)) : 1;
        double[] between = new double[to.length];
        for (int i = 1; i <= steps; i++) {
            for (int j = 0; j < between.length; j++) {
                between[j] = from[j] + (to[j] - from[j]) * i / steps;
            }
            aimAt(i == steps ? end : kinematics.gripperInBase(between));
            gripper.place(target, targetYaw, gripper.opening());
            advance(seconds / steps);
            stopIfInterrupted();
        }
    }

    private void stopIfInterrupted() {
        Optional<String> reason = interruption.get();
        if (reason.isPresent()) {
            target = gripper.tip();
            joints = measuredJoints();
            throw new MotionInterruptedException(reason.get());
        }
    }

    private void arrive() {
        for (int i = 0; i < MAX_ARRIVAL_STEPS && distanceToTarget() > ARRIVED_METERS; i++) {
            step();
        }
        if (distanceToTarget() > ARRIVED_METERS) {
            target = gripper.tip();
            joints = measuredJoints();
        }
        letObjectsRest();
        if (liftedClosed()) {
            for (int i = 0; i < HOLD_SECONDS / STEP && scene.anyAwake(); i++) {
                step();
            }
            truth = new SimulatorTruth(scene.highest()
                    .filter(object -> object.location().z > LIFTED_METERS)
                    .map(object -> object.spec().id()));
        }
    }

    /** Waits for the objects in the bin unless the gripper is among them or holds one. */
    private void letObjectsRest() {
        if (!holding() && target[2] > LIFTED_METERS) {
            scene.settle(this::step);
        }
    }

    private void stepFingers() {
        double last = gripper.opening();
        for (int i = 1; i <= MAX_FINGER_STEPS; i++) {
            step();
            double opening = gripper.opening();
            if (Math.abs(opening - goalOpening) < FINGER_ARRIVED_METERS) {
                return;
            }
            if (i % STALL_STEPS == 0) {
                if (i > STALL_STEPS && Math.abs(opening - last) < STALL_METERS * STALL_STEPS) {
                    return;
                }
                last = opening;
            }
        }
    }

    private void aimAt(Pose gripperInBase) {
        target = new double[] {
            gripperInBase.xMeters() - Bin.BIN_IN_BASE.xMeters(),
            gripperInBase.yMeters() - Bin.BIN_IN_BASE.yMeters(),
            gripperInBase.zMeters() - Bin.BIN_IN_BASE.zMeters()
        };
        targetYaw = gripperInBase.yawRadians();
    }

    private void putGripper(double opening) {
        gripper = new SimulatedGripper(scene.world(), target, targetYaw, opening);
        gripper.driveFingers(closed(), SimulatedGripper.MAX_FORCE_NEWTONS);
    }

    /** Whether a gripper whose tips stay above the height touches nothing that could move. */
    private boolean nothingCanTouch(double lowestTip) {
        if (scene.anyAwake()) {
            return false;
        }
        double top = scene.highest()
                .map(object -> object.location().z + OBJECT_REACH)
                .orElse(0.0);
        return Math.min(lowestTip, gripper.tip()[2]) > top;
    }

    private double distanceToTarget() {
        double[] tip = gripper.tip();
        return Math.sqrt(
                Math.pow(tip[0] - target[0], 2) + Math.pow(tip[1] - target[1], 2) + Math.pow(tip[2] - target[2], 2));
    }

    private void stepOrSkip() {
        if (scene.anyAwake()) {
            step();
        } else {
            advance(STEP);
        }
    }

    private void step() {
        gripper.driveTo(target, targetYaw, holding());
        scene.world().step();
        advance(STEP);
    }

    private void advance(double seconds) {
        simSeconds += seconds;
        pace.reached(simSeconds);
        if (simSeconds >= nextProgress) {
            nextProgress = simSeconds + PROGRESS_SECONDS;
            progress.run();
        }
    }
}
