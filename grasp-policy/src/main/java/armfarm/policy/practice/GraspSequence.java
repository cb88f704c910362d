package armfarm.policy.practice;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.DepthCodec;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.MotorCommand;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.SequenceGaps;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.policy.GraspPolicy;
import armfarm.policy.Observation;
import armfarm.policy.outcome.OutcomeRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One attempt from the image before the grasp to the drop test, told to the event stream step by step.
 *
 * <p>Two steps: on the image before the grasp the policy chooses the pose where the gripper will close and the arm moves
 * above it; on the image from there it goes on to that pose, closes, lifts and carries what it holds out of the camera's
 * view. The image is encoded first and the policy sees the decoded one, so what is stored is exactly what it decided on.
 *
 * <p>Confined to the arm's thread; used once.
 */
final class GraspSequence {
    private final ArmCell cell;
    private final AttemptHeights heights;
    private final OutcomeRules rules;
    private final InstantSource clock;
    private final Consumer<AttemptEvent> events;
    private final BiConsumer<EncodedImage, Instant> watcher;
    private final AttemptId attempt;
    private int sequence;
    private long missedBefore;
    private Instant firstStamp;
    private Instant lastStamp;
    private Duration deciding = Duration.ZERO;
    private Pose graspInBase;
    private OptionalDouble openingMeters = OptionalDouble.empty();
    private OptionalDouble dropDifference = OptionalDouble.empty();
    private Optional<SimulatorTruth> truth = Optional.empty();

    GraspSequence(Context context, AttemptId attempt) {
        this.cell = context.cell();
        this.heights = cell.heights();
        this.rules = context.rules();
        this.clock = context.clock();
        this.events = context.events();
        this.watcher = context.watcher();
        this.attempt = attempt;
    }

    /**
     * What every attempt of an arm shares.
     *
     * @param events receives each event once, in order
     * @param watcher sees every image and its time of arrival, for the page; must not block
     */
    record Context(
            ArmCell cell,
            OutcomeRules rules,
            InstantSource clock,
            Consumer<AttemptEvent> events,
            BiConsumer<EncodedImage, Instant> watcher) {}

    void start(long attemptNumber, AttemptTask task, SceneState scene, String softwareVersion, AttemptSource source) {
        missedBefore = cell.missedImages();
        emit(new AttemptStarted(
                attempt,
                arm(),
                attemptNumber,
                clock.instant(),
                task.purpose(),
                scene.objectSet(),
                scene.sceneId(),
                cell.camera(),
                softwareVersion,
                source));
    }

    /** Runs the attempt to its end and emits everything after the start. @return the last event */
    AttemptEnded run(GraspPolicy policy, long seed, List<Pose> failedGraspsInBase) {
        Shot before = shoot();
        RgbImage seen = JpegCodec.decode(before.encoded());
        Pose startInBase = cell.gripperInBase();
        Instant thinkingSince = clock.instant();
        PolicyDecision decision = policy.decide(
                new Observation(
                        seen,
                        before.captured().depth(),
                        cell.camera(),
                        startInBase,
                        GraspSpaces.of(cell.workspace()),
                        failedGraspsInBase),
                seed);
        deciding = Duration.between(thinkingSince, clock.instant());
        graspInBase = decision.command().appliedTo(startInBase);

        Pose hoverInBase = atHeight(graspInBase, heights.hoverZMeters());
        Pose reachedHover = cell.moveTo(hoverInBase);
        emitStep(before, new GraspStep(0, startInBase, hoverInBase, Optional.of(reachedHover), decision));

        Shot above = shoot();
        PolicyDecision goOn = decision.continued(MotorCommand.between(reachedHover, graspInBase));
        Pose reachedGrasp = cell.moveTo(graspInBase);
        emitStep(above, new GraspStep(1, reachedHover, graspInBase, Optional.of(reachedGrasp), goOn));

        List<OutcomeLabel> labels = closeAndJudge(reachedGrasp);
        AttemptEnded ended = ended(labels, Optional.empty());
        events.accept(ended);
        return ended;
    }

    /** Where the gripper was told to close, once decided. */
    Pose graspInBase() {
        return graspInBase;
    }

    /** Ends the attempt early; frames sent so far are kept. */
    AttemptEnded abort(String reason) {
        AttemptEnded ended = ended(List.of(), Optional.of(reason));
        events.accept(ended);
        return ended;
    }

    private List<OutcomeLabel> closeAndJudge(Pose reachedInBase) {
        double closedMeters = cell.closeGripper().openingMeters();
        openingMeters = OptionalDouble.of(closedMeters);
        if (rules.gripper().isEmpty(closedMeters)) {
            openAndGoHome(reachedInBase);
            return rules.judge(closedMeters, dropDifference, truth);
        }
        cell.moveTo(atHeight(reachedInBase, heights.liftZMeters()));
        double heldMeters = cell.gripper().openingMeters();
        openingMeters = OptionalDouble.of(heldMeters);
        truth = cell.truth();
        cell.moveTo(cell.homeInBase());
        double carriedMeters = cell.gripper().openingMeters();
        if (rules.gripper().isEmpty(heldMeters) || rules.gripper().isEmpty(carriedMeters)) {
            // Nothing is left to let go of. What was lost on the way out of the view lies in the bin on both images
            // of a drop test, which would say that nothing was ever held.
            cell.openGripper();
        } else {
            dropTest(reachedInBase);
        }
        return rules.judge(heldMeters, dropDifference, truth);
    }

    private void dropTest(Pose graspInBase) {
        Shot lifted = shoot();
        emitFrame(lifted, FrameKind.LIFTED);
        Pose releaseInBase = releasePose(graspInBase);
        cell.moveTo(atHeight(releaseInBase, heights.liftZMeters()));
        cell.moveTo(releaseInBase);
        openAndGoHome(releaseInBase);
        Shot dropped = shoot();
        emitFrame(dropped, FrameKind.DROPPED);
        dropDifference = OptionalDouble.of(rules.dropTest()
                .difference(lifted.captured().image(), dropped.captured().image()));
    }

    private void openAndGoHome(Pose gripperInBase) {
        cell.openGripper();
        cell.moveTo(atHeight(gripperInBase, heights.liftZMeters()));
        cell.moveTo(cell.homeInBase());
    }

    /** Over the middle half of the bin, so that nothing falls on the walls. The half is a choice. */
    private Pose releasePose(Pose graspInBase) {
        var limits = cell.workspace();
        double centerX = (limits.minXMeters() + limits.maxXMeters()) / 2;
        double centerY = (limits.minYMeters() + limits.maxYMeters()) / 2;
        return Pose.topDown(
                centerX + (graspInBase.xMeters() - centerX) / 2,
                centerY + (graspInBase.yMeters() - centerY) / 2,
                heights.releaseZMeters(),
                graspInBase.yawRadians());
    }

    private static Pose atHeight(Pose pose, double zMeters) {
        return Pose.topDown(pose.xMeters(), pose.yMeters(), zMeters, pose.yawRadians());
    }

    private record Shot(CapturedImage captured, EncodedImage encoded, Optional<EncodedImage> depth) {}

    private Shot shoot() {
        CapturedImage captured = cell.capture();
        firstStamp = firstStamp == null ? captured.stamp() : firstStamp;
        lastStamp = captured.stamp();
        EncodedImage encoded =
                captured.encoded().orElseGet(() -> JpegCodec.encode(captured.image(), JpegCodec.DEFAULT_QUALITY));
        watcher.accept(encoded, captured.receivedAt());
        return new Shot(captured, encoded, captured.depth().map(DepthCodec::encode));
    }

    private void emitStep(Shot shot, GraspStep step) {
        emit(frame(shot, FrameKind.STEP, Optional.of(step)));
    }

    private void emitFrame(Shot shot, FrameKind kind) {
        emit(frame(shot, kind, Optional.empty()));
    }

    private FrameCaptured frame(Shot shot, FrameKind kind, Optional<GraspStep> step) {
        CapturedImage captured = shot.captured();
        return new FrameCaptured(
                attempt,
                arm(),
                sequence,
                kind,
                captured.stamp(),
                captured.receivedAt(),
                shot.encoded(),
                step,
                shot.depth());
    }

    private void emit(AttemptEvent event) {
        events.accept(event);
        sequence++;
    }

    private AttemptEnded ended(List<OutcomeLabel> labels, Optional<String> abortReason) {
        return new AttemptEnded(
                attempt,
                arm(),
                sequence,
                clock.instant(),
                labels,
                abortReason,
                openingMeters,
                dropDifference,
                truth.flatMap(SimulatorTruth::heldObject),
                deciding,
                firstStamp == null ? Duration.ZERO : Duration.between(firstStamp, lastStamp),
                new SequenceGaps((int) (cell.missedImages() - missedBefore), 0));
    }

    private ArmId arm() {
        return cell.id();
    }
}
