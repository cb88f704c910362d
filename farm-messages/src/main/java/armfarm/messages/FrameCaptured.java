package armfarm.messages;

import java.time.Instant;
import java.util.Optional;

/**
 * One image and, for a {@link FrameKind#STEP}, what was done on it.
 *
 * @param stamp capture time by the robot's clock
 * @param receivedAt arrival by the farm's clock
 * @param depth what a depth camera saw at that moment, pixel for pixel as the image ({@link DepthCodec}); empty where
 *     there is no such camera
 */
public record FrameCaptured(
        AttemptId attempt,
        ArmId arm,
        int sequence,
        FrameKind kind,
        Instant stamp,
        Instant receivedAt,
        EncodedImage image,
        Optional<GraspStep> step,
        Optional<EncodedImage> depth)
        implements AttemptEvent {
    public FrameCaptured {
        if (step.isPresent() != (kind == FrameKind.STEP)) {
            throw new IllegalArgumentException("frame kind " + kind + " with step " + step);
        }
        if (depth.filter(d -> !d.mediaType().equals(ImageHeader.PNG)).isPresent()) {
            throw new IllegalArgumentException("depth as " + depth.get().mediaType() + ", expected " + ImageHeader.PNG);
        }
    }

    /** Of a camera without depth. */
    public FrameCaptured(
            AttemptId attempt,
            ArmId arm,
            int sequence,
            FrameKind kind,
            Instant stamp,
            Instant receivedAt,
            EncodedImage image,
            Optional<GraspStep> step) {
        this(attempt, arm, sequence, kind, stamp, receivedAt, image, step, Optional.empty());
    }

    /** Bytes of its images. */
    public int byteCount() {
        return image.byteCount() + depth.map(EncodedImage::byteCount).orElse(0);
    }
}
