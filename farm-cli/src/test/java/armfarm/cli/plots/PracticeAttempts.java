package armfarm.cli.plots;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Makes attempts that can be stored, one after the other. */
public final class PracticeAttempts {
    private final Random random = new Random(5);
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private long number;

    /** Chosen by nobody; the object is held if it succeeds. */
    public GraspAttempt random(String arm, boolean success, String object) {
        return attempt(arm, Optional.empty(), OptionalDouble.empty(), success, object);
    }

    /** Chosen by a model. */
    public GraspAttempt chosen(String arm, String model, double predicted, boolean success, String object) {
        return attempt(arm, Optional.of(new ModelVersion(model)), OptionalDouble.of(predicted), success, object);
    }

    private GraspAttempt attempt(
            String arm, Optional<ModelVersion> model, OptionalDouble predicted, boolean success, String object) {
        now = now.plusSeconds(1);
        number++;
        AttemptId id = AttemptId.next(now, random);
        ArmId armId = new ArmId(arm);
        Pose gripper = Pose.topDown(0.1, 0.2, 0.4, 0.5);
        Pose grasp = Pose.topDown(0.3, 0.22, 0.05, -1.25);
        GraspStep step = new GraspStep(
                0,
                gripper,
                grasp,
                Optional.of(grasp),
                new PolicyDecision(
                        model,
                        false,
                        OptionalLong.of(random.nextLong()),
                        MotorCommand.between(gripper, grasp),
                        predicted,
                        Optional.empty(),
                        predicted.isPresent()
                                ? Optional.of(
                                        new PredictedCauses(0.25, 0.5, 0.25).scaledTo(1 - predicted.getAsDouble()))
                                : Optional.empty()));
        return new GraspAttempt(
                new AttemptStarted(
                        id,
                        armId,
                        number,
                        now,
                        Purpose.COLLECTION,
                        ObjectSet.TRAINING,
                        "train-1",
                        new CameraInfo(64, 48, 80, 81, 32.5, 24.5, Pose.topDown(0.5, 0, 1, 0.25)),
                        "0.1.0-test"),
                List.of(new FrameCaptured(
                        id,
                        armId,
                        1,
                        FrameKind.STEP,
                        now.plusMillis(1),
                        now.plusMillis(2),
                        new EncodedImage(EncodedImage.JPEG, new byte[] {1, 2, 3}),
                        Optional.of(step))),
                new AttemptEnded(
                        id,
                        armId,
                        2,
                        now.plusMillis(200),
                        List.of(new OutcomeLabel(
                                LabelSource.GRIPPER, success ? Outcome.SUCCESS : Outcome.FAILURE, 0.9)),
                        Optional.empty(),
                        OptionalDouble.of(0.03),
                        OptionalDouble.empty(),
                        success ? Optional.of(object) : Optional.empty(),
                        Duration.ofMillis(3),
                        Duration.ofSeconds(6)));
    }
}
