package armfarm.messages;

import java.time.Instant;
import java.util.Optional;

/**
 * One image and, for a {@link FrameKind#STEP}, what was done on it.
 *
 * @param stamp capture time by the robot's clock
 * @param receivedAt arrival by the farm's clock
 */
public record FrameCaptured(
        AttemptId attempt,
        ArmId arm,
        int sequence,
        FrameKind kind,
        Instant stamp,
        Instant receivedAt,
        EncodedImage image,
        Optional<GraspStep> step)
        implements AttemptEvent {
    public FrameCaptured {
        if (step.isPresent() != (kind == FrameKind.STEP)) {
            throw new IllegalArgumentException("frame kind " + kind + " with step " + step);
        }
    }
}
