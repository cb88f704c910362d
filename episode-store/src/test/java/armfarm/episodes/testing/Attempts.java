package armfarm.episodes.testing;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.Purpose;
import armfarm.messages.SequenceGaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Makes attempts for tests; the same seed makes the same attempts. Set fields, then call {@link #next}. */
public final class Attempts {
    public ArmId arm = new ArmId("arm_1");
    public Purpose purpose = Purpose.COLLECTION;
    public ObjectSet objectSet = ObjectSet.TRAINING;
    public Optional<ModelVersion> model = Optional.empty();
    public boolean exploration;
    /** Of grasps that a model chose. */
    public Optional<PredictedCauses> predictedCauses = Optional.empty();

    public Optional<String> settings = Optional.of("{\"search\":{\"samples\":64}}");
    public Outcome outcome = Outcome.SUCCESS;
    public int imageBytes = 700;
    /** Of all attempts, unless another is set. */
    public static final CameraInfo CAMERA = new CameraInfo(64, 48, 80, 81, 32.5, 24.5, Pose.topDown(0.5, 0, 1, 0.25));

    public CameraInfo camera = CAMERA;
    /** Where the gripper is sent; otherwise somewhere. */
    public Optional<Pose> grasp = Optional.empty();
    /** Where they come from; otherwise they do not say it. */
    public Optional<AttemptSource> source = Optional.empty();
    /** Height reached minus height commanded. */
    public double aboveMeters;
    /** Whether a simulator was asked what was lifted. */
    public boolean lifted = true;
    /** Between the fingers; null if not recorded. */
    public Double openingMeters = 0.031;
    /** Of every frame; otherwise random bytes that are no image. */
    public Optional<EncodedImage> image = Optional.empty();
    /** Of every frame; otherwise there is no depth camera. */
    public Optional<EncodedImage> depth = Optional.empty();

    private final Random random;
    private Instant now = Instant.parse("2026-11-22T12:00:00.123456Z");
    private long attemptNumber;

    public Attempts(long seed) {
        random = new Random(seed);
    }

    /** Two frames: step 0 and the lifted gripper. */
    public GraspAttempt next() {
        now = now.plusMillis(250);
        AttemptId id = AttemptId.next(now, random);
        attemptNumber++;
        List<FrameCaptured> frames = new ArrayList<>();
        frames.add(frame(id, 1, FrameKind.STEP, Optional.of(step())));
        if (outcome != Outcome.ABORTED) {
            frames.add(frame(id, 2, FrameKind.LIFTED, Optional.empty()));
        }
        return new GraspAttempt(
                new AttemptStarted(
                        id,
                        arm,
                        attemptNumber,
                        now,
                        purpose,
                        objectSet,
                        "train-1 \"é\"",
                        camera,
                        "0.1.0-test",
                        source.orElse(AttemptSource.unsaid(purpose))),
                frames,
                ended(id, frames.size() + 1));
    }

    public List<GraspAttempt> next(int count) {
        List<GraspAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(next());
        }
        return attempts;
    }

    private FrameCaptured frame(AttemptId id, int sequence, FrameKind kind, Optional<GraspStep> step) {
        return new FrameCaptured(
                id,
                arm,
                sequence,
                kind,
                now.plusMillis(sequence),
                now.plusMillis(sequence + 1),
                image.orElseGet(this::noise),
                step,
                depth);
    }

    private EncodedImage noise() {
        byte[] bytes = new byte[imageBytes];
        random.nextBytes(bytes);
        return new EncodedImage(EncodedImage.JPEG, bytes);
    }

    private GraspStep step() {
        Pose gripper = Pose.topDown(0.1, 0.2, 0.4, 0.5);
        Pose sentTo = Pose.topDown(0.11 + random.nextDouble(), 0.22, 0.05, -1.25);
        sentTo = grasp.orElse(sentTo);
        return new GraspStep(
                0,
                gripper,
                sentTo,
                Optional.of(Pose.topDown(sentTo.xMeters(), sentTo.yMeters(), sentTo.zMeters() + aboveMeters, -1.25)),
                new PolicyDecision(
                        model,
                        exploration,
                        OptionalLong.of(random.nextLong()),
                        MotorCommand.between(gripper, sentTo),
                        model.isPresent() && !exploration ? OptionalDouble.of(0.75) : OptionalDouble.empty(),
                        settings,
                        model.isPresent() && !exploration ? predictedCauses : Optional.empty()));
    }

    private AttemptEnded ended(AttemptId id, int sequence) {
        boolean aborted = outcome == Outcome.ABORTED;
        return new AttemptEnded(
                id,
                arm,
                sequence,
                now.plusMillis(200),
                aborted
                        ? List.of()
                        : lifted
                                ? List.of(
                                        new OutcomeLabel(LabelSource.GRIPPER, outcome, 0.9),
                                        new OutcomeLabel(LabelSource.SIMULATOR, Outcome.SUCCESS, 1))
                                : List.of(new OutcomeLabel(LabelSource.GRIPPER, outcome, 0.9)),
                aborted ? Optional.of("camera lost") : Optional.empty(),
                aborted || openingMeters == null ? OptionalDouble.empty() : OptionalDouble.of(openingMeters),
                OptionalDouble.empty(),
                aborted ? Optional.empty() : Optional.of("train-0042"),
                Duration.ofNanos(3_250_000),
                Duration.ofMillis(6_400),
                aborted ? new SequenceGaps(2, 1) : SequenceGaps.NONE);
    }
}
