package armfarm.cli.bags;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
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
import armfarm.messages.RgbImage;
import armfarm.messages.SequenceGaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Attempts as an arm makes them, with numbers that have many digits; the robot's clock is years ahead of the farm's. */
final class SampleAttempts {
    private static final Duration ROBOT_AHEAD = Duration.ofDays(1000);

    private final Random random;
    private Instant now = Instant.parse("2026-11-22T12:00:00.123456Z");
    private long number;

    SampleAttempts(long seed) {
        random = new Random(seed);
    }

    GraspAttempt completed(String arm) {
        AttemptStarted started = started(arm);
        List<FrameCaptured> frames = new ArrayList<>();
        frames.add(frame(started, 1, FrameKind.STEP, Optional.of(step(0, Optional.of(new ModelVersion("m0003-abc"))))));
        frames.add(frame(started, 2, FrameKind.STEP, Optional.of(step(1, Optional.empty()))));
        frames.add(frame(started, 3, FrameKind.LIFTED, Optional.empty()));
        frames.add(frame(started, 4, FrameKind.DROPPED, Optional.empty()));
        return new GraspAttempt(
                started,
                frames,
                new AttemptEnded(
                        started.attempt(),
                        started.arm(),
                        5,
                        later(),
                        List.of(
                                new OutcomeLabel(LabelSource.GRIPPER, Outcome.SUCCESS, 0.7),
                                new OutcomeLabel(LabelSource.DROP_TEST, Outcome.FAILURE, 1.0 / 3),
                                new OutcomeLabel(LabelSource.SIMULATOR, Outcome.SUCCESS, 1)),
                        Optional.empty(),
                        OptionalDouble.of(0.1 + random.nextDouble()),
                        OptionalDouble.of(random.nextDouble()),
                        Optional.of("train-0042 \"é\n"),
                        Duration.ofNanos(3_250_000),
                        Duration.ofMillis(6_400),
                        new SequenceGaps(3, 1)));
    }

    /** The same attempt by an arm with a depth camera. */
    GraspAttempt withDepth(GraspAttempt attempt) {
        List<FrameCaptured> frames = attempt.frames().stream()
                .map(frame -> new FrameCaptured(
                        frame.attempt(),
                        frame.arm(),
                        frame.sequence(),
                        frame.kind(),
                        frame.stamp(),
                        frame.receivedAt(),
                        frame.image(),
                        frame.step(),
                        Optional.of(depth())))
                .toList();
        return new GraspAttempt(attempt.started(), frames, attempt.ended());
    }

    private EncodedImage depth() {
        short[] millimeters = new short[64 * 48];
        for (int i = 0; i < millimeters.length; i++) {
            millimeters[i] = (short) random.nextInt(900);
        }
        return DepthCodec.encode(new DepthImage(64, 48, millimeters));
    }

    GraspAttempt aborted(String arm) {
        AttemptStarted started = started(arm);
        return new GraspAttempt(
                started,
                List.of(),
                new AttemptEnded(
                        started.attempt(),
                        started.arm(),
                        1,
                        later(),
                        List.of(),
                        Optional.of("camera lost"),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ZERO));
    }

    private AttemptStarted started(String arm) {
        number++;
        return new AttemptStarted(
                AttemptId.next(later(), random),
                new ArmId(arm),
                number,
                now,
                number % 2 == 0 ? Purpose.EVALUATION : Purpose.COLLECTION,
                number % 2 == 0 ? ObjectSet.HELD_OUT : ObjectSet.TRAINING,
                "train-1 \"é\"",
                new CameraInfo(64, 48, 80.1, 81.2, 32.5, 24.5, Pose.topDown(random.nextDouble(), 0, 1, 0.25)),
                "0.1.0-test");
    }

    private FrameCaptured frame(AttemptStarted started, int sequence, FrameKind kind, Optional<GraspStep> step) {
        Instant receivedAt = later();
        return new FrameCaptured(
                started.attempt(),
                started.arm(),
                sequence,
                kind,
                receivedAt.plus(ROBOT_AHEAD),
                receivedAt,
                jpeg(random.nextLong()),
                step);
    }

    private GraspStep step(int index, Optional<ModelVersion> model) {
        Pose gripper = Pose.topDown(random.nextDouble(), 0.2, 0.4, 0.5);
        Pose grasp = Pose.topDown(random.nextDouble(), 0.22, 0.05, -1.25);
        return new GraspStep(
                index,
                gripper,
                grasp,
                index == 0 ? Optional.of(grasp) : Optional.empty(),
                new PolicyDecision(
                        model,
                        model.isEmpty(),
                        index == 0 ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                        MotorCommand.between(gripper, grasp),
                        model.isPresent() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty(),
                        index == 0 ? Optional.of("{\"search\":{}}") : Optional.empty(),
                        model.map(chosen -> new PredictedCauses(random.nextDouble() / 3, 1.0 / 3, 0.1))));
    }

    private Instant later() {
        now = now.plusNanos(37_001_000);
        return now;
    }

    static RgbImage picture(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    static EncodedImage jpeg(long seed) {
        return JpegCodec.encode(picture(64, 48, seed), 0.9f);
    }
}
