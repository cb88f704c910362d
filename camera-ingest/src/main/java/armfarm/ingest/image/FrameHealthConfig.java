package armfarm.ingest.image;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;

/**
 * What a camera's frames have to be like.
 *
 * @param maxAge of a frame when it arrives; includes the error between the robot's and this clock
 * @param frozenFrames so many frames in a row with the very same content mean that the camera hangs; 2 or more
 * @param minLevel mean brightness below which a frame is black, 0..255
 * @param maxLevel mean brightness above which a frame is over-exposed, 0..255
 * @param minFramesPerSecond over the last {@code rateFrames} frames; 0 for a camera that is triggered
 * @param rateFrames frames over which the rate is taken; 2 or more
 */
public record FrameHealthConfig(
        Duration maxAge,
        int frozenFrames,
        double minLevel,
        double maxLevel,
        double minFramesPerSecond,
        int rateFrames) {
    public FrameHealthConfig {
        check(!maxAge.isNegative() && !maxAge.isZero(), "max age", maxAge, "more than 0");
        check(frozenFrames >= 2, "frozen frames", frozenFrames, "2 or more");
        check(minLevel >= 0 && minLevel < maxLevel && maxLevel <= 255, "levels", minLevel + ".." + maxLevel, "0..255");
        check(minFramesPerSecond >= 0, "min frames per second", minFramesPerSecond, "0 or more");
        check(rateFrames >= 2, "rate frames", rateFrames, "2 or more");
    }

    /** A triggered camera: 1 s old, 3 equal frames, brightness of 4 to 251, no rate. */
    public static FrameHealthConfig defaults() {
        return new FrameHealthConfig(Duration.ofSeconds(1), 3, 4, 251, 0, 10);
    }

    /** The same for a camera that runs by itself. */
    public FrameHealthConfig withMinFramesPerSecond(double newMinimum) {
        return new FrameHealthConfig(maxAge, frozenFrames, minLevel, maxLevel, newMinimum, rateFrames);
    }

    /** The same with another age. */
    public FrameHealthConfig withMaxAge(Duration newMaxAge) {
        return new FrameHealthConfig(newMaxAge, frozenFrames, minLevel, maxLevel, minFramesPerSecond, rateFrames);
    }

    private static void check(boolean right, String what, Object found, String expected) {
        if (!right) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Camera health " + what + ": found " + found + ", expected " + expected);
        }
    }
}
