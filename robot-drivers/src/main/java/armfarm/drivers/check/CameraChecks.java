package armfarm.drivers.check;

import static armfarm.drivers.check.CheckLine.failed;
import static armfarm.drivers.check.CheckLine.ok;
import static armfarm.drivers.check.CheckLine.text;

import armfarm.drivers.cell.CameraCalibration;
import armfarm.drivers.cell.CameraFrame;
import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.WorkspaceView;
import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.ImageProcessor;
import armfarm.ros.messages.CameraInfoMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** What a cell's camera says and shows. Stateless. */
final class CameraChecks {
    /** Mean grey level of an image that shows nothing. */
    private static final double BLACK = 3;

    private CameraChecks() {}

    /** Whether the calibration can be used, and is about the images: those of a region or binned are told by it too. */
    static CheckLine info(CellSpec spec, CameraInfoMessage info, List<TopicProbe.Arrival<CameraFrame>> images) {
        CameraInfo camera;
        try {
            camera = CameraCalibration.of(info, spec.camera().rectified(), Pose.IDENTITY)
                    .camera();
        } catch (DriverException e) {
            return failed(
                    "camera info",
                    e.getMessage(),
                    "its driver has no calibration, or a damaged one",
                    "calibrate it (camera_calibration) and give the driver the file, camera_info_url; for straightened"
                            + " images set camera.rectified");
        }
        if (!images.isEmpty()) {
            Picture image = picture(images);
            if (image.widthPixels() != camera.widthPixels() || image.heightPixels() != camera.heightPixels()) {
                return failed(
                        "camera info",
                        text(
                                "it is about images of %d x %d pixels (%d x %d of the sensor, binning %d x %d), they have %d"
                                        + " x %d",
                                camera.widthPixels(),
                                camera.heightPixels(),
                                info.width(),
                                info.height(),
                                Math.max(1, info.binningX()),
                                Math.max(1, info.binningY()),
                                image.widthPixels(),
                                image.heightPixels()),
                        "the calibration was made at another resolution, or the topic is another camera's",
                        "set topics.camera_info to the info of topics.image, or calibrate again");
            }
        }
        return ok(
                "camera info",
                "%d x %d pixels, focal length %.0f",
                camera.widthPixels(),
                camera.heightPixels(),
                camera.fxPixels());
    }

    /** Whether the camera sees what the arm works on, by the hand-eye calibration. */
    static CheckLine view(CellSpec spec, CameraInfo camera) {
        return WorkspaceView.outside(camera, spec.workspace())
                .map(outside -> failed(
                        "camera view",
                        outside,
                        "the hand-eye calibration is wrong, or the workspace, crop or camera is: "
                                + WorkspaceView.ADVICE,
                        "correct camera.camera_in_base_m_rad (or topics.camera_in_base), workspace or camera.crop_px"))
                .orElseGet(() -> ok("camera view", "all corners of the workspace are in the image"));
    }

    static CheckLine images(CameraSpec spec, TopicProbe<CameraFrame> probe, boolean triggered) {
        List<TopicProbe.Arrival<CameraFrame>> images = probe.arrivals();
        RawImage last = last(images).image();
        if (!spec.encodings().contains(last.encoding())) {
            return failed(
                    "camera images",
                    "encoding '" + last.encoding() + "'",
                    "camera.encodings allows " + spec.encodings(),
                    "change the driver's encoding, camera.encodings or camera.compressed");
        }
        Picture picture = picture(images);
        double mean = picture.meanLevel();
        if (picture.widthPixels() == 0) {
            return failed(
                    "camera images",
                    last + " that cannot be read",
                    "the driver sends damaged images",
                    "look at them with rqt_image_view; restart the camera's driver");
        }
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
                picture.widthPixels(),
                picture.heightPixels(),
                triggered ? images.size() + " on request" : text("%.1f per second", probe.hertz()),
                mean);
    }

    /** Age at arrival, for a camera whose clock is the wall clock. */
    static CheckLine age(CameraSpec spec, TopicProbe<CameraFrame> probe) {
        List<TopicProbe.Arrival<CameraFrame>> images = probe.arrivals();
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

    /** What the farm makes of the last image, if it makes anything, and what of the workspace is in it. */
    static List<CheckLine> processing(
            CellSpec spec,
            CellConnection connection,
            CameraInfoMessage info,
            Pose cameraInBase,
            List<TopicProbe.Arrival<CameraFrame>> images) {
        CameraCalibration calibration = CameraCalibration.of(info, spec.camera().rectified(), cameraInBase);
        CameraInfo camera = calibration.camera();
        if (connection.images().isEmpty()) {
            return List.of(view(spec, camera));
        }
        TopicProbe.Arrival<CameraFrame> arrival = images.get(images.size() - 1);
        CameraFrame frame = arrival.message();
        try (ImageProcessor processor = connection.images().get().make(spec.arm(), camera, calibration.lens())) {
            CapturedImage image =
                    processor.process(frame.image(), frame.header().stamp(), arrival.at());
            CheckLine made = ok(
                    "image pipeline",
                    "%s of %d x %d becomes %d x %d%s",
                    frame.image().encoding(),
                    camera.widthPixels(),
                    camera.heightPixels(),
                    image.image().width(),
                    image.image().height(),
                    image.encoded()
                            .map(encoded -> text(", %.0f KiB", encoded.byteCount() / 1024.0))
                            .orElse(""));
            return List.of(made, view(spec, processor.camera()));
        } catch (FarmException e) {
            return List.of(failed(
                    "image pipeline",
                    "the farm cannot use the image",
                    e.getMessage(),
                    "correct camera.crop_px, camera.size_px or camera.undistort, or calibrate again"));
        }
    }

    private static CameraFrame last(List<TopicProbe.Arrival<CameraFrame>> images) {
        return images.get(images.size() - 1).message();
    }

    /** Size and brightness, 0..255, of an image; all 0 if it cannot be read. */
    private record Picture(long widthPixels, long heightPixels, double meanLevel) {}

    private static Picture picture(List<TopicProbe.Arrival<CameraFrame>> images) {
        RawImage image = last(images).image();
        if (image.stepBytes() > 0) {
            return new Picture(image.widthPixels(), image.heightPixels(), mean(image.bytes()));
        }
        try {
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(image.bytes()));
            return decoded == null
                    ? new Picture(0, 0, 0)
                    : new Picture(decoded.getWidth(), decoded.getHeight(), mean(decoded));
        } catch (IOException e) {
            return new Picture(0, 0, 0);
        }
    }

    private static double mean(byte[] bytes) {
        long sum = 0;
        for (byte value : bytes) {
            sum += value & 0xff;
        }
        return bytes.length == 0 ? 0 : (double) sum / bytes.length;
    }

    private static double mean(BufferedImage image) {
        int[] levels = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        return Arrays.stream(levels).average().orElse(0);
    }

    /** A free-running sensor never sees the same pixels twice; one that is asked may, where nothing moves. */
    private static boolean frozen(List<TopicProbe.Arrival<CameraFrame>> images, boolean triggered) {
        CameraFrame first = images.get(0).message();
        return images.stream()
                .map(TopicProbe.Arrival::message)
                .allMatch(image -> triggered
                        ? image.header().stamp().equals(first.header().stamp())
                        : first.image().equals(image.image()));
    }
}
