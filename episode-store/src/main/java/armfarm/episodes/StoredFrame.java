package armfarm.episodes;

import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.FrameKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the images of a frame are.
 *
 * @param stamp capture time by the robot's clock
 * @param depth a PNG as {@code DepthCodec} makes it; empty without a depth camera
 */
public record StoredFrame(
        AttemptId attempt,
        int sequence,
        FrameKind kind,
        Instant stamp,
        String mediaType,
        ImageRef image,
        Optional<ImageRef> depth) {}
