package armfarm.messages.wire;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Events for tests: fixed ones with every field set, and random ones. */
final class SampleEvents {
    static final AttemptId ATTEMPT = AttemptId.parse("0190a5f0-1234-7abc-8def-0123456789ab");
    static final ArmId ARM = new ArmId("arm_1");
    private static final Instant TIME = Instant.parse("2026-11-22T10:15:30.123456Z");

    private static final AttemptSource[] SOURCES = {
        AttemptSource.OWN, AttemptSource.ROS, AttemptSource.ofFile(AttemptSource.IMPORTED_KIND, "lab 2016")
    };

    private SampleEvents() {}

    static AttemptStarted started() {
        return new AttemptStarted(
                ATTEMPT,
                ARM,
                42,
                TIME,
                Purpose.EVALUATION,
                ObjectSet.HELD_OUT,
                "held-17-3",
                new CameraInfo(128, 96, 150.5, 151.25, 64, 48, Pose.topDown(0.5, -0.125, 1.25, 0)),
                "0.1.0");
    }

    static AttemptStarted startedWithSource() {
        return started().withSource(AttemptSource.GAZEBO);
    }

    static FrameCaptured frame() {
        return frame(Optional.empty());
    }

    static FrameCaptured frameWithSettings() {
        return frame(Optional.of("{\"search\":{\"samples\":64}}"));
    }

    static FrameCaptured frameWithCauses() {
        return frame(
                Optional.of("{\"search\":{\"samples\":64}}"), Optional.of(new PredictedCauses(0.125, 0.0625, 0.0625)));
    }

    static FrameCaptured frameWithDepth() {
        return withDepth(frame(), new byte[] {(byte) 0x89, 'P', 'N', 'G', 4, 5});
    }

    private static FrameCaptured withDepth(FrameCaptured frame, byte[] png) {
        return new FrameCaptured(
                frame.attempt(),
                frame.arm(),
                frame.sequence(),
                frame.kind(),
                frame.stamp(),
                frame.receivedAt(),
                frame.image(),
                frame.step(),
                Optional.of(new EncodedImage("image/png", png)));
    }

    private static FrameCaptured frame(Optional<String> settings) {
        return frame(settings, Optional.empty());
    }

    private static FrameCaptured frame(Optional<String> settings, Optional<PredictedCauses> causes) {
        PolicyDecision decision = new PolicyDecision(
                Optional.of(new ModelVersion("m0003-9f2c41aa")),
                true,
                OptionalLong.of(-7_000_000_000L),
                new MotorCommand(0.125, -0.0625, -0.25, 0, 1),
                OptionalDouble.of(0.75),
                settings,
                causes);
        GraspStep step = new GraspStep(
                1,
                Pose.IDENTITY,
                Pose.topDown(0.5, 0.25, 0.125, 0),
                Optional.of(Pose.topDown(0.5, 0.25, 0.0625, 0)),
                decision);
        return new FrameCaptured(
                ATTEMPT,
                ARM,
                2,
                FrameKind.STEP,
                TIME.plusMillis(200),
                TIME.plusMillis(230),
                new EncodedImage(EncodedImage.JPEG, new byte[] {(byte) 0xFF, (byte) 0xD8, 1, 2, 3}),
                Optional.of(step));
    }

    static AttemptEnded ended() {
        return new AttemptEnded(
                ATTEMPT,
                ARM,
                5,
                TIME.plusSeconds(3),
                List.of(
                        new OutcomeLabel(LabelSource.GRIPPER, Outcome.SUCCESS, 0.875),
                        new OutcomeLabel(LabelSource.SIMULATOR, Outcome.FAILURE, 1)),
                Optional.empty(),
                OptionalDouble.of(0.03125),
                OptionalDouble.of(0.0625),
                Optional.of("held-0042"),
                Duration.ofNanos(12_345_000),
                Duration.ofSeconds(9));
    }

    static AttemptEnded endedWithGaps() {
        return ended().withGaps(new SequenceGaps(3, 1));
    }

    static AttemptEvent random(RandomGenerator random) {
        AttemptId attempt = AttemptId.next(instant(random), random);
        ArmId arm = new ArmId("arm_" + random.nextInt(100));
        return switch (random.nextInt(3)) {
            case 0 ->
                new AttemptStarted(
                        attempt,
                        arm,
                        1 + random.nextLong(Long.MAX_VALUE),
                        instant(random),
                        pick(random, Purpose.values()),
                        pick(random, ObjectSet.values()),
                        "scène " + random.nextInt(),
                        new CameraInfo(
                                1 + random.nextInt(4000),
                                1 + random.nextInt(4000),
                                random.nextDouble(),
                                random.nextDouble(),
                                random.nextGaussian(),
                                -random.nextDouble(),
                                pose(random)),
                        "",
                        pick(random, SOURCES));
            case 1 -> frame(attempt, arm, random);
            default -> ended(attempt, arm, random);
        };
    }

    private static FrameCaptured frame(AttemptId attempt, ArmId arm, RandomGenerator random) {
        FrameKind kind = pick(random, FrameKind.values());
        byte[] image = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(image);
        FrameCaptured frame = new FrameCaptured(
                attempt,
                arm,
                random.nextInt(Integer.MAX_VALUE),
                kind,
                instant(random),
                instant(random),
                new EncodedImage(random.nextBoolean() ? EncodedImage.JPEG : "image/png", image),
                kind == FrameKind.STEP ? Optional.of(step(random)) : Optional.empty());
        byte[] png = new byte[1 + random.nextInt(1000)];
        random.nextBytes(png);
        return random.nextBoolean() ? withDepth(frame, png) : frame;
    }

    private static GraspStep step(RandomGenerator random) {
        return new GraspStep(
                random.nextInt(100),
                pose(random),
                pose(random),
                random.nextBoolean() ? Optional.of(pose(random)) : Optional.empty(),
                new PolicyDecision(
                        random.nextBoolean() ? Optional.of(ModelVersion.of(3, "0123456789")) : Optional.empty(),
                        random.nextBoolean(),
                        random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                        new MotorCommand(
                                random.nextGaussian(),
                                random.nextGaussian(),
                                0,
                                random.nextGaussian(),
                                random.nextGaussian()),
                        optional(random),
                        random.nextBoolean() ? Optional.of("{\"a\":" + random.nextInt() + "}") : Optional.empty(),
                        random.nextBoolean()
                                ? Optional.of(new PredictedCauses(
                                        random.nextDouble() / 2, random.nextDouble() / 4, random.nextDouble() / 4))
                                : Optional.empty()));
    }

    private static AttemptEnded ended(AttemptId attempt, ArmId arm, RandomGenerator random) {
        List<OutcomeLabel> labels = Stream.generate(() -> new OutcomeLabel(
                        pick(random, LabelSource.values()),
                        pick(random, new Outcome[] {Outcome.SUCCESS, Outcome.FAILURE, Outcome.UNKNOWN}),
                        random.nextDouble()))
                .limit(random.nextInt(4))
                .toList();
        return new AttemptEnded(
                attempt,
                arm,
                random.nextInt(Integer.MAX_VALUE),
                instant(random),
                labels,
                labels.isEmpty() ? Optional.of("the gripper ≠ moving") : Optional.empty(),
                optional(random),
                optional(random),
                random.nextBoolean() ? Optional.of("train-0042") : Optional.empty(),
                Duration.of(random.nextLong(1L << 40), ChronoUnit.MICROS),
                Duration.of(random.nextLong(1L << 40), ChronoUnit.MICROS));
    }

    private static Pose pose(RandomGenerator random) {
        double angle = random.nextDouble() * 6;
        return new Pose(
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                0,
                Math.sin(angle),
                0,
                Math.cos(angle));
    }

    private static OptionalDouble optional(RandomGenerator random) {
        return random.nextBoolean() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty();
    }

    private static Instant instant(RandomGenerator random) {
        return Instant.EPOCH.plus(random.nextLong(-1L << 40, 1L << 52), ChronoUnit.MICROS);
    }

    private static <T> T pick(RandomGenerator random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
