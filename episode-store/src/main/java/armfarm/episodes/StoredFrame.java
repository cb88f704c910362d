package armfarm.episodes;

import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.FrameKind;
import java.time.Instant;

/**
 * Where an image of an attempt is.
 *
 * @param stamp capture time by the robot's clock
 */
public record StoredFrame(
        AttemptId attempt, int sequence, FrameKind kind, Instant stamp, String mediaType, ImageRef image) {}
