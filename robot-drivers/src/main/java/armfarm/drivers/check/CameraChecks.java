package armfarm.drivers.check;

import static armfarm.drivers.check.CheckLine.failed;
import static armfarm.drivers.check.CheckLine.ok;
import static armfarm.drivers.check.CheckLine.text;

import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.drivers.ros.messages.ImageMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What a cell's camera says and shows. Stateless. */
final class CameraChecks {
    /** Mean grey level of an image that shows nothing. */
    private static final double BLACK = 3;

    private CameraChecks() {}

    static CheckLine info(CameraInfoMessage info, List<TopicProbe.Arrival<ImageMessage>> images) {
        double fx = info.k().get(0);
        double fy = info.k().get(4);
        if (!(fx > 0 && fy > 0)) {
            return failed(
                    "camera info",
                    text("focal lengths %.1f and %.1f pixels", fx, fy),
                    "the camera is not calibrated",
                    "calibrate it (camera_calibration) and give the driver the file, camera_info_url");
        }
        if (!images.isEmpty()) {
            ImageMessage image = images.get(images.size() - 1).message();
            if (image.width() != info.width() || image.height() != info.height()) {
                return failed(
                        "camera info",
                        text(
                                "%d x %d pixels, the images have %d x %d",
                                info.width(), info.height(), image.width(), image.height()),
                        "the calibration was made at another resolution, or the topic is another camera's",
                        "set topics.camera_info to the info of " + "topics.image, or calibrate again");
            }
        }
        return ok("camera info", "%d x %d pixels, focal length %.0f", info.width(), info.height(), fx);
    }

    static CheckLine images(CameraSpec spec, TopicProbe<ImageMessage> probe, boolean triggered) {
        List<TopicProbe.Arrival<ImageMessage>> images = probe.arrivals();
        ImageMessage last = images.get(images.size() - 1).message();
        if (!spec.encodings().contains(last.encoding())) {
            return failed(
                    "camera images",
                    "encoding '" + last.encoding() + "'",
                    "camera.encodings allows " + spec.encodings(),
                    "change the driver's encoding or camera.encodings");
        }
        double mean = mean(last);
        if (mean < BLACK) {
            return failed(
                    "camera images",
                    text("black: mean grey level %.1f", mean),
                    "the lens is covered, the light is off, or the exposure is 0",
                    "look at the camera; raise its exposure");
        }
        if (images.size() >= 3 && frozen(images, triggered)) {
            return failed(
                    "camera images",
                    images.size() + (triggered ? " images with the same stamp" : " images with the same pixels"),
                    "the driver repeats its last image",
                    "restart the camera's driver; check its cable");
        }
        if (!triggered && probe.hertz() < spec.minHertz()) {
            return failed(
                    "camera images",
                    text("%.1f per second", probe.hertz()),
                    text("camera.min_rate_hz is %.1f", spec.minHertz()),
                    "raise the driver's rate, check the network's load, or lower camera.min_rate_hz");
        }
        return ok(
                "camera images",
                "%s, %d x %d, %s, mean grey level %.0f",
                last.encoding(),
                last.width(),
                last.height(),
                triggered ? images.size() + " on request" : text("%.1f per second", probe.hertz()),
                mean);
    }

    /** Age at arrival, for a camera whose clock is the wall clock. */
    static CheckLine age(CameraSpec spec, TopicProbe<ImageMessage> probe) {
        List<TopicProbe.Arrival<ImageMessage>> images = probe.arrivals();
        Duration least = images.stream()
                .map(image -> Duration.between(image.message().header().stamp(), image.at()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        double seconds = least.toNanos() / 1e9;
        if (images.get(images.size() - 1).message().header().stamp().getEpochSecond() < 1_000_000_000L) {
            return ok("camera age", "stamped by a clock of its own, no age by ours");
        }
        if (seconds > spec.maxAge().toNanos() / 1e9 || seconds < -0.05) {
            return failed(
                    "camera age",
                    text("images are %.3f s old when they arrive", seconds),
                    seconds < 0
                            ? "the camera's clock is ahead of ours"
                            : "a slow link, or the camera's clock is behind",
                    "synchronise the clocks (chrony), or raise camera.max_age_s");
        }
        return ok("camera age", "%.0f ms old when they arrive", seconds * 1000);
    }

    private static double mean(ImageMessage image) {
        byte[] bytes = image.data().bytes();
        long sum = 0;
        for (byte value : bytes) {
            sum += value & 0xff;
        }
        return bytes.length == 0 ? 0 : (double) sum / bytes.length;
    }

    /** A free-running sensor never sees the same pixels twice; one that is asked may, where nothing moves. */
    private static boolean frozen(List<TopicProbe.Arrival<ImageMessage>> images, boolean triggered) {
        ImageMessage first = images.get(0).message();
        byte[] pixels = first.data().bytes();
        return images.stream()
                .map(TopicProbe.Arrival::message)
                .allMatch(image -> triggered
                        ? image.header().stamp().equals(first.header().stamp())
                        : Arrays.equals(pixels, image.data().bytes()));
    }
}
