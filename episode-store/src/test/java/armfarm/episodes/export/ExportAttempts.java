package armfarm.episodes.export;

import armfarm.episodes.testing.Attempts;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.MotorCommand;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Attempts as an arm makes them: two steps with real JPEG images, and a drop test after every second grasp. */
public final class ExportAttempts {
    public static final int WIDTH = 64;
    public static final int HEIGHT = 48;
    public static final Pose START = Pose.topDown(0.1, 0.2, 0.4, 0.5);
    public static final Pose GRASP = Pose.topDown(0.15, 0.22, 0.05, -0.25);

    /** Of every frame; empty for arms without a depth camera. */
    public Optional<EncodedImage> depth = Optional.empty();

    private final Attempts attempts = new Attempts(5);
    private int made;

    /** Success, failure, success, failure, ... */
    public GraspAttempt next() {
        made++;
        boolean success = made % 2 == 1;
        attempts.outcome = success ? Outcome.SUCCESS : Outcome.FAILURE;
        attempts.objectSet =
                made % 3 == 0 ? ObjectSet.HELD_OUT_KINDS : made % 4 == 0 ? ObjectSet.HELD_OUT : ObjectSet.TRAINING;
        GraspAttempt attempt = attempts.next();
        Pose above = Pose.topDown(GRASP.xMeters(), GRASP.yMeters(), 0.15, GRASP.yawRadians());
        List<FrameCaptured> frames = new ArrayList<>();
        frames.add(frame(attempt, 1, FrameKind.STEP, Optional.of(step(0, START, above))));
        frames.add(frame(attempt, 2, FrameKind.STEP, Optional.of(step(1, above, GRASP))));
        if (success) {
            frames.add(frame(attempt, 3, FrameKind.LIFTED, Optional.empty()));
            frames.add(frame(attempt, 4, FrameKind.DROPPED, Optional.empty()));
        }
        return new GraspAttempt(attempt.started(), frames, attempt.ended());
    }

    public List<GraspAttempt> next(int count) {
        List<GraspAttempt> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(next());
        }
        return list;
    }

    /** An attempt of a recording, of which only an image is known. */
    public GraspAttempt nextWithoutSteps() {
        GraspAttempt attempt = next();
        return new GraspAttempt(
                attempt.started(), List.of(frame(attempt, 1, FrameKind.VIEW, Optional.empty())), attempt.ended());
    }

    private GraspStep step(int index, Pose from, Pose to) {
        PolicyDecision decision = new PolicyDecision(
                Optional.empty(),
                made % 3 == 0,
                index == 0 ? OptionalLong.of(7) : OptionalLong.empty(),
                MotorCommand.between(from, GRASP),
                OptionalDouble.empty(),
                Optional.empty());
        return new GraspStep(index, from, to, Optional.of(to), decision);
    }

    private FrameCaptured frame(GraspAttempt attempt, int sequence, FrameKind kind, Optional<GraspStep> step) {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        Arrays.fill(pixels, (byte) (40 * sequence + made));
        EncodedImage image = JpegCodec.encode(new RgbImage(WIDTH, HEIGHT, pixels), 0.9f);
        return new FrameCaptured(
                attempt.id(),
                attempt.started().arm(),
                sequence,
                kind,
                attempt.started().startedAt().plusMillis(1_500L * sequence),
                attempt.started().startedAt().plusMillis(1_500L * sequence + 20),
                image,
                step,
                depth);
    }
}
