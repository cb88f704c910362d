package armfarm.controller.config;

import armfarm.drivers.cell.CameraSpec;
import armfarm.ingest.image.FrameHealthConfig;
import armfarm.ingest.image.ImagePipelineConfig;
import armfarm.ingest.image.ImagePipelineConfig.Crop;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the block {@code camera} of a cell; problems go to the reader. Confined to one thread. */
final class CameraReader {
    private static final List<String> RAW =
            List.of("rgb8", "bgr8", "mono8", "bayer_rggb8", "bayer_bggr8", "bayer_gbrg8", "bayer_grbg8");
    private static final List<String> COMPRESSED = List.of("jpeg", "png");
    /** As image_transport names them. */
    private static final String COMPRESSED_TOPIC = "/compressed";
    /** As image_proc names them. */
    private static final String RECTIFIED_TOPIC = "/image_rect";

    /** For a camera on a robot's own clock, which may be a simulator's. */
    private static final Duration ANY_AGE = Duration.ofDays(100_000);

    private static final double BLACK_BELOW = 4;
    private static final double OVEREXPOSED_ABOVE = 251;
    private static final int RATE_FRAMES = 10;
    /** Of either side; no camera has more. */
    private static final int MAX_PIXELS = 65_535;

    private final ConfigReader in;

    CameraReader(ConfigReader in) {
        this.in = in;
    }

    CameraSpec spec() {
        Optional<Pose> pose = in.has("camera.camera_in_base_m_rad")
                ? Optional.of(in.pose("camera.camera_in_base_m_rad"))
                : Optional.empty();
        boolean published = !in.text("topics.camera_in_base", "").isBlank();
        if (pose.isPresent() && published) {
            in.problem("camera.camera_in_base_m_rad: topics.camera_in_base is there too; give one of them, the other"
                    + " would be ignored");
        } else if (pose.isEmpty() && !published) {
            in.problem(
                    "camera.camera_in_base_m_rad: missing; expected the hand-eye calibration [x, y, z, roll, pitch, yaw]"
                            + " of the camera's optical frame in the base frame, or a topic topics.camera_in_base that says it");
        }
        String image = in.text("topics.image", "");
        boolean compressed = in.flag("camera.compressed", image.endsWith(COMPRESSED_TOPIC));
        return new CameraSpec(
                compressed,
                in.flag("camera.rectified", image.contains(RECTIFIED_TOPIC)),
                encodings(compressed ? COMPRESSED : RAW),
                in.number("camera.min_rate_hz", 5, 0, 1000),
                in.seconds("camera.max_age_s", 1),
                in.word("camera.stamps", CameraSpec.Stamps.ARRIVAL, CameraSpec.Stamps.class),
                in.seconds("camera.latency_s", 0.1),
                pose);
    }

    private List<String> encodings(List<String> known) {
        List<String> encodings = in.texts("camera.encodings", known);
        if (!known.containsAll(encodings)) {
            in.problem("camera.encodings: found " + encodings + ", expected some of " + known
                    + "; let the driver convert others (image_proc)");
        }
        return encodings;
    }

    CameraImages images(CameraSpec camera) {
        List<Double> crop = pixels("camera.crop_px", List.of(0.0, 0.0, 0.0, 0.0));
        List<Double> size = pixels("camera.size_px", List.of(0.0, 0.0));
        boolean undistort = in.flag("camera.undistort", true);
        int quality = in.integer("camera.jpeg_quality", ImagePipelineConfig.DEFAULT_QUALITY, 1, 100);
        int equalImages = in.integer("camera.max_equal_images", 10, 2, 1_000_000);
        Duration maxAge = camera.stamps() == CameraSpec.Stamps.ARRIVAL ? camera.maxAge() : ANY_AGE;
        boolean triggered = !in.text("topics.camera_trigger", "").isBlank();
        try {
            Crop part = new Crop(pixels(crop, 0), pixels(crop, 1), pixels(crop, 2), pixels(crop, 3));
            return new CameraImages(
                    new ImagePipelineConfig(undistort, part, pixels(size, 0), pixels(size, 1), quality),
                    new FrameHealthConfig(
                            maxAge,
                            equalImages,
                            BLACK_BELOW,
                            OVEREXPOSED_ABOVE,
                            triggered ? 0 : camera.minHertz(),
                            RATE_FRAMES));
        } catch (FarmException e) {
            in.problem("camera: " + e.getMessage());
            return new CameraImages(ImagePipelineConfig.defaults(), FrameHealthConfig.defaults());
        }
    }

    private List<Double> pixels(String key, List<Double> fallback) {
        List<Double> pixels = in.numbers(key, fallback, fallback.size());
        if (!pixels.stream().allMatch(value -> value == Math.rint(value) && value >= 0 && value <= MAX_PIXELS)) {
            in.problem(key + ": found " + pixels + ", expected whole numbers from 0 to " + MAX_PIXELS);
            return fallback;
        }
        return pixels;
    }

    private static int pixels(List<Double> values, int index) {
        return (int) Math.round(values.get(index));
    }
}
