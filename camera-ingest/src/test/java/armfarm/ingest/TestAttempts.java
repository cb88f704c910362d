package armfarm.ingest;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.LabelSource;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Makes events of attempts for tests, from a seed. */
public final class TestAttempts {
    static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private final RandomGenerator random;
    private final int imageBytes;

    public TestAttempts(long seed, int imageBytes) {
        this.random = new Random(seed);
        this.imageBytes = imageBytes;
    }

    static ArmId arm(int index) {
        return new ArmId("arm_" + index);
    }

    AttemptId id() {
        return AttemptId.next(TIME, random);
    }

    /** A start, the frames and the end. */
    public List<AttemptEvent> events(int armIndex, int frames) {
        AttemptId attempt = id();
        List<AttemptEvent> events = new ArrayList<>();
        events.add(started(attempt, armIndex));
        for (int i = 1; i <= frames; i++) {
            events.add(frame(attempt, armIndex, i));
        }
        events.add(ended(attempt, armIndex, frames + 1));
        return events;
    }

    AttemptStarted started(AttemptId attempt, int armIndex) {
        CameraInfo camera = new CameraInfo(64, 64, 70, 70, 32, 32, Pose.IDENTITY);
        return new AttemptStarted(
                attempt, arm(armIndex), 1, TIME, Purpose.COLLECTION, ObjectSet.TRAINING, "train-1-1", camera, "test");
    }

    FrameCaptured frame(AttemptId attempt, int armIndex, int sequence) {
        byte[] image = new byte[imageBytes];
        random.nextBytes(image);
        return new FrameCaptured(
                attempt,
                arm(armIndex),
                sequence,
                FrameKind.LIFTED,
                TIME,
                TIME,
                new EncodedImage(EncodedImage.JPEG, image),
                Optional.empty());
    }

    AttemptEnded ended(AttemptId attempt, int armIndex, int sequence) {
        return new AttemptEnded(
                attempt,
                arm(armIndex),
                sequence,
                TIME.plusSeconds(1),
                List.of(new OutcomeLabel(LabelSource.GRIPPER, Outcome.FAILURE, 1)),
                Optional.empty(),
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ofSeconds(1));
    }
}
