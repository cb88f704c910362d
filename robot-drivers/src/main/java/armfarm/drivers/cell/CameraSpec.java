package armfarm.drivers.cell;

import armfarm.messages.Pose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cell's camera. Immutable.
 *
 * @param compressed whether its topic is of sensor_msgs/CompressedImage, else sensor_msgs/Image
 * @param rectified whether the topic's images are straightened already, by image_proc for example
 * @param encodings image encodings that are expected, as in {@link armfarm.messages.RawImage}, for example rgb8 or jpeg
 * @param minHertz a slower free-running camera is a fault; 0 for one that is triggered
 * @param maxAge an image older than this when it arrives is a fault
 * @param stamps how it is known that an image was taken after a motion had ended
 * @param latency with {@link Stamps#ARRIVAL}: from the exposure to the arrival, at most
 * @param cameraInBase the hand-eye calibration; empty if the cell publishes it
 */
public record CameraSpec(
        boolean compressed,
        boolean rectified,
        List<String> encodings,
        double minHertz,
        Duration maxAge,
        Stamps stamps,
        Duration latency,
        Optional<Pose> cameraInBase) {
    /** Whose clock to compare. */
    public enum Stamps {
        /** Camera and arm stamp by one clock, so the stamps say what was first. */
        ROBOT_CLOCK,
        /** Their clocks differ: an image counts that arrives later than the latency after the question. */
        ARRIVAL
    }

    public CameraSpec {
        encodings = List.copyOf(encodings);
    }

    /** A triggered camera on the arm's clock, as the simulated arms have. */
    public static CameraSpec triggered() {
        return new CameraSpec(
                false,
                false,
                List.of("rgb8", "bgr8"),
                0,
                Duration.ofSeconds(1),
                Stamps.ROBOT_CLOCK,
                Duration.ZERO,
                Optional.empty());
    }
}
