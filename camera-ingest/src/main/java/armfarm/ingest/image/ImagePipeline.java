package armfarm.ingest.image;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.LensDistortion;
import armfarm.messages.RawImage;
import armfarm.messages.RgbImage;
import armfarm.messages.opencv.OpenCvLibrary;
import java.util.EnumMap;
import java.util.Map;
import org.opencv.calib3d.Calib3d;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * The frames of one camera from raw to stored: decode, straighten, crop, scale, JPEG.
 *
 * <p>The map that straightens is computed once and only for the crop; all buffers are reused, so that native memory does
 * not grow with the number of frames. A frame that cannot be used is refused with a reason and counted; the next one is
 * taken as if nothing had happened.
 *
 * <p>Confined to one thread, except {@link #camera()} and {@link #metrics()}.
 */
public final class ImagePipeline implements AutoCloseable {
    static {
        OpenCvLibrary.load();
    }

    private final String name;
    private final Geometry geometry;
    private final RawDecoder decoder;
    private final boolean straightens;
    private final Mat mapX = new Mat();
    private final Mat mapY = new Mat();
    private final Mat straight = new Mat();
    private final Mat scaled = new Mat();
    private final Mat rgb = new Mat();
    private final MatOfByte jpeg = new MatOfByte();
    private final MatOfInt jpegSettings;
    private final Map<FrameFault, Long> rejected = new EnumMap<>(FrameFault.class);
    private long frames;

    /**
     * What the pipeline has done since it was made; a snapshot.
     *
     * @param frames turned into images
     * @param rejected refused frames by reason
     */
    public record Metrics(long frames, Map<FrameFault, Long> rejected) {
        public Metrics {
            rejected = Map.copyOf(rejected);
        }
    }

    /** An image as pixels and as the file that is stored. */
    public record Processed(RgbImage image, EncodedImage encoded) {}

    /**
     * Computes what depends on the camera only. Blocks for seconds when OpenCV is loaded for the first time.
     *
     * @param name of the camera, for messages
     * @param camera size and intrinsics of the raw frames
     * @throws FarmException (CONFIG) if the crop does not fit the camera or its distortion model is not known
     */
    public ImagePipeline(String name, CameraInfo camera, LensDistortion distortion, ImagePipelineConfig config) {
        this.name = name;
        this.geometry = Geometry.of(camera, config);
        this.decoder = new RawDecoder(name, camera);
        this.straightens = config.undistort() && !distortion.isNone();
        // Colour at full resolution, as JpegCodec keeps it.
        this.jpegSettings = new MatOfInt(
                Imgcodecs.IMWRITE_JPEG_QUALITY,
                config.jpegQuality(),
                Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444);
        if (straightens) {
            computeMap(camera, distortion);
        }
    }

    /** The camera of the images that come out: size and intrinsics after cropping and scaling. */
    public CameraInfo camera() {
        return geometry.result();
    }

    /** The frame as it is stored. @throws FrameRejectedException if it cannot be used */
    public EncodedImage encode(RawImage frame) {
        return encoded(pixels(frame));
    }

    /** The frame as pixels and as it is stored; both show the same. @throws FrameRejectedException likewise */
    public Processed process(RawImage frame) {
        Mat bgr = pixels(frame);
        Imgproc.cvtColor(bgr, rgb, Imgproc.COLOR_BGR2RGB);
        byte[] bytes = new byte[3 * rgb.cols() * rgb.rows()];
        rgb.get(0, 0, bytes);
        return new Processed(new RgbImage(rgb.cols(), rgb.rows(), bytes), encoded(bgr));
    }

    /**
     * A depth image that is registered to the raw frames, as the images that come out: straightened, cropped and scaled as
     * they are, by the nearest pixel.
     *
     * @throws FarmException (DATA) if it has not the raw frames' size
     */
    public DepthImage depth(DepthImage raw) {
        CameraInfo source = geometry.source();
        if (raw.width() != source.widthPixels() || raw.height() != source.heightPixels()) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Camera " + name + ": found a depth image of " + raw.width() + "x" + raw.height()
                            + " pixels, expected " + source.widthPixels() + "x" + source.heightPixels()
                            + " as its colour images");
        }
        Mat whole = new Mat(raw.height(), raw.width(), CvType.CV_16UC1);
        Mat shaped = new Mat();
        try {
            whole.put(0, 0, raw.millimeters());
            if (straightens) {
                Imgproc.remap(whole, shaped, mapX, mapY, Imgproc.INTER_NEAREST);
            } else {
                whole.submat(geometry.crop()).copyTo(shaped);
            }
            CameraInfo result = geometry.result();
            Imgproc.resize(
                    shaped, whole, new Size(result.widthPixels(), result.heightPixels()), 0, 0, Imgproc.INTER_NEAREST);
            short[] millimeters = new short[result.widthPixels() * result.heightPixels()];
            whole.get(0, 0, millimeters);
            return new DepthImage(result.widthPixels(), result.heightPixels(), millimeters);
        } finally {
            whole.release();
            shaped.release();
        }
    }

    /** Thread-safe. */
    public Metrics metrics() {
        synchronized (rejected) {
            return new Metrics(frames, rejected);
        }
    }

    @Override
    public void close() {
        decoder.close();
        mapX.release();
        mapY.release();
        straight.release();
        scaled.release();
        rgb.release();
        jpeg.release();
        jpegSettings.release();
    }

    /** BGR of the result's size, valid until the next frame. */
    private Mat pixels(RawImage frame) {
        Mat result = cropped(frame);
        if (geometry.scales()) {
            CameraInfo camera = geometry.result();
            boolean shrinks = camera.widthPixels() < result.cols();
            Imgproc.resize(
                    result,
                    scaled,
                    new Size(camera.widthPixels(), camera.heightPixels()),
                    0,
                    0,
                    shrinks ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
            result = scaled;
        }
        synchronized (rejected) {
            frames++;
        }
        return result;
    }

    private Mat cropped(RawImage frame) {
        try {
            if (!straightens) {
                return decoder.decode(frame, geometry.crop());
            }
            CameraInfo source = geometry.source();
            Mat whole = decoder.decode(frame, new Rect(0, 0, source.widthPixels(), source.heightPixels()));
            Imgproc.remap(whole, straight, mapX, mapY, Imgproc.INTER_LINEAR);
            return straight;
        } catch (FrameRejectedException e) {
            synchronized (rejected) {
                rejected.merge(e.fault(), 1L, Long::sum);
            }
            throw e;
        }
    }

    private EncodedImage encoded(Mat bgr) {
        if (!Imgcodecs.imencode(".jpg", bgr, jpeg, jpegSettings)) {
            throw new FarmException(
                    ErrorCode.BUG,
                    "OpenCV does not encode an image of " + bgr.cols() + "x" + bgr.rows() + " of " + name);
        }
        return new EncodedImage(EncodedImage.JPEG, jpeg.toArray());
    }

    /** From each pixel of the crop to where it is in the raw frame. */
    private void computeMap(CameraInfo camera, LensDistortion distortion) {
        int count = distortion.coefficients().size();
        boolean known = (distortion.model().equals("plumb_bob") && (count == 4 || count == 5))
                || (distortion.model().equals("rational_polynomial") && count == 8);
        if (!known) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Camera " + name + ": found distortion model '" + distortion.model() + "' with "
                            + count + " coefficients, expected plumb_bob with 4 or 5 or"
                            + " rational_polynomial with 8; calibrate with one of them or switch undistort off");
        }
        Rect crop = geometry.crop();
        Mat matrix = matrix(camera, 0, 0);
        Mat croppedMatrix = matrix(camera, crop.x, crop.y);
        Mat coefficients = new Mat(1, count, CvType.CV_64F);
        coefficients.put(
                0, 0, distortion.coefficients().stream().mapToDouble(c -> c).toArray());
        Mat noRotation = new Mat();
        Calib3d.initUndistortRectifyMap(
                matrix,
                coefficients,
                noRotation,
                croppedMatrix,
                new Size(crop.width, crop.height),
                CvType.CV_16SC2,
                mapX,
                mapY);
        for (Mat done : new Mat[] {matrix, croppedMatrix, coefficients, noRotation}) {
            done.release();
        }
    }

    private static Mat matrix(CameraInfo camera, int cropX, int cropY) {
        Mat matrix = Mat.eye(3, 3, CvType.CV_64F);
        matrix.put(0, 0, camera.fxPixels());
        matrix.put(1, 1, camera.fyPixels());
        matrix.put(0, 2, camera.cxPixels() - Geometry.PIXEL_CENTER - cropX);
        matrix.put(1, 2, camera.cyPixels() - Geometry.PIXEL_CENTER - cropY);
        return matrix;
    }
}
