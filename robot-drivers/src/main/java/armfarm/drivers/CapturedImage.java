package armfarm.drivers;

import armfarm.messages.RgbImage;
import java.time.Instant;

/**
 * A raw camera image.
 *
 * @param stamp capture time by the robot's clock
 * @param receivedAt arrival by this process's clock
 */
public record CapturedImage(RgbImage image, Instant stamp, Instant receivedAt) {}
