package armfarm.ingest.image;

import armfarm.messages.BadImageException;
import armfarm.messages.CameraInfo;
import armfarm.messages.ImageCheck;
import armfarm.messages.RawImage;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Raw frames of one camera to BGR pixels. Every check comes before native code sees a byte. The buffers grow to the
 * largest frame seen, which is bounded, and are reused. Confined to one thread.
 */
final class RawDecoder implements AutoCloseable {
    /** Color conversion of each raw encoding; ROS names a mosaic by its first row, OpenCV by its second. */
    private static final Map<String, Integer> CONVERSIONS = Map.of(
            "rgb8", Imgproc.COLOR_RGB2BGR,
            "bgr8", -1,
            "mono8", Imgproc.COLOR_GRAY2BGR,
            "bayer_rggb8", Imgproc.COLOR_BayerBG2BGR,
            "bayer_bggr8", Imgproc.COLOR_BayerRG2BGR,
            "bayer_gbrg8", Imgproc.COLOR_BayerGR2BGR,
            "bayer_grbg8", Imgproc.COLOR_BayerGB2BGR);

    private static final int MAX_COMPRESSED_BYTES = 32 << 20;
    /** Padding of a row beyond its pixels. */
    private static final int MAX_PADDING_BYTES = 4096;

    private final String camera;
    private final CameraInfo info;
    private final Mat converted = new Mat();
    private final Mat compressed = new Mat();
    private ByteBuffer raw = ByteBuffer.allocateDirect(0);
    private Mat rawView = new Mat();
    private Mat decodedFile = new Mat();
    private Mat part = new Mat();
    private RawImage viewOf = RawImage.compressed("none", new byte[0]);

    RawDecoder(String camera, CameraInfo info) {
        this.camera = camera;
        this.info = info;
    }

    /**
     * Decodes a part of the frame, or all of it where the encoding leaves no choice.
     *
     * @param wanted inside the calibrated size
     * @return uint8 [height, width, 3] BGR of exactly the wanted part; valid until the next call, not to be released
     */
    Mat decode(RawImage frame, Rect wanted) {
        boolean png = frame.encoding().equals("png");
        if (png || frame.encoding().equals("jpeg")) {
            decodeFile(frame, png);
            return cut(decodedFile, wanted);
        }
        Integer conversion = CONVERSIONS.get(frame.encoding());
        if (conversion == null) {
            throw rejected(
                    FrameFault.UNKNOWN_ENCODING,
                    "'" + frame.encoding() + "'",
                    CONVERSIONS.keySet().stream().sorted().toList() + ", jpeg or png");
        }
        view(frame, bytesPerPixel(conversion));
        if (conversion == -1) {
            return cut(rawView, wanted);
        }
        if (frame.encoding().startsWith("bayer")) {
            // A color comes from the neighbors: cutting first would change the border and the mosaic's phase.
            Imgproc.cvtColor(rawView, converted, conversion);
            return cut(converted, wanted);
        }
        Imgproc.cvtColor(cut(rawView, wanted), converted, conversion);
        return converted;
    }

    /** A view without a copy; it lives until the next one. */
    private Mat cut(Mat whole, Rect wanted) {
        part.release();
        part = whole.submat(wanted);
        return part;
    }

    private static int bytesPerPixel(int conversion) {
        return conversion == -1 || conversion == Imgproc.COLOR_RGB2BGR ? 3 : 1;
    }

    /** Makes {@link #rawView} the frame's pixels; a new header only when the camera's format changes. */
    private void view(RawImage frame, int bytesPerPixel) {
        checkSize(frame.widthPixels(), frame.heightPixels());
        long row = frame.widthPixels() * bytesPerPixel;
        if (frame.stepBytes() < row) {
            throw rejected(FrameFault.STEP_TOO_SHORT, "step " + frame.stepBytes(), row + " or more");
        }
        if (frame.stepBytes() > row + MAX_PADDING_BYTES) {
            throw rejected(
                    FrameFault.SIZE_OUT_OF_BOUNDS, "step " + frame.stepBytes(), "at most " + (row + MAX_PADDING_BYTES));
        }
        long needed = frame.stepBytes() * (frame.heightPixels() - 1) + row;
        if (frame.bytes().length < needed) {
            throw rejected(FrameFault.TRUNCATED, frame.bytes().length + " bytes", needed + " bytes");
        }
        boolean grown = raw.capacity() < needed;
        if (grown) {
            rawView.release();
            raw = ByteBuffer.allocateDirect((int) needed);
        }
        raw.clear();
        raw.put(frame.bytes(), 0, (int) needed);
        if (grown || !sameFormat(frame)) {
            rawView.release();
            rawView = new Mat(
                    (int) frame.heightPixels(),
                    (int) frame.widthPixels(),
                    bytesPerPixel == 3 ? CvType.CV_8UC3 : CvType.CV_8UC1,
                    raw,
                    frame.stepBytes());
            viewOf = new RawImage(
                    frame.encoding(), frame.widthPixels(), frame.heightPixels(), frame.stepBytes(), new byte[0]);
        }
    }

    private boolean sameFormat(RawImage frame) {
        return viewOf.encoding().equals(frame.encoding()) && viewOf.stepBytes() == frame.stepBytes();
    }

    private void decodeFile(RawImage frame, boolean png) {
        byte[] file = frame.bytes();
        if (file.length > MAX_COMPRESSED_BYTES) {
            throw rejected(FrameFault.SIZE_OUT_OF_BOUNDS, file.length + " bytes", "at most " + MAX_COMPRESSED_BYTES);
        }
        Optional<CompressedHeader> header = CompressedHeader.read(file, png);
        if (header.isEmpty()) {
            throw rejected(FrameFault.NOT_DECODABLE, file.length + " bytes of something else", "a " + frame.encoding());
        }
        checkSize(header.get().widthPixels(), header.get().heightPixels());
        if (!header.get().complete()) {
            throw rejected(FrameFault.TRUNCATED, file.length + " bytes without the file's end", "a whole file");
        }
        requireWhole(frame);
        compressed.create(1, file.length, CvType.CV_8UC1);
        compressed.put(0, 0, file);
        decodedFile.release();
        decodedFile = Imgcodecs.imdecode(compressed, Imgcodecs.IMREAD_COLOR);
        if (decodedFile.cols() != info.widthPixels() || decodedFile.rows() != info.heightPixels()) {
            throw rejected(FrameFault.NOT_DECODABLE, "damaged bytes", "a readable " + frame.encoding());
        }
    }

    /** OpenCV makes pixels up where a file is damaged, and 8 bits of 16. */
    private void requireWhole(RawImage frame) {
        try {
            ImageCheck.whole(frame.bytes());
        } catch (BadImageException e) {
            throw rejected(FrameFault.NOT_DECODABLE, e.reason(), "a whole " + frame.encoding() + " of 8 bits");
        }
    }

    private void checkSize(long widthPixels, long heightPixels) {
        int side = ImagePipelineConfig.MAX_SIDE_PIXELS;
        if (widthPixels < 1 || heightPixels < 1 || widthPixels > side || heightPixels > side) {
            throw rejected(
                    FrameFault.SIZE_OUT_OF_BOUNDS,
                    widthPixels + "x" + heightPixels + " pixels",
                    "1 to " + side + " a side");
        }
        if (widthPixels != info.widthPixels() || heightPixels != info.heightPixels()) {
            throw rejected(
                    FrameFault.SIZE_NOT_CALIBRATED,
                    widthPixels + "x" + heightPixels + " pixels",
                    info.widthPixels() + "x" + info.heightPixels() + " as the camera's calibration says");
        }
    }

    private FrameRejectedException rejected(FrameFault fault, String found, String expected) {
        return new FrameRejectedException(fault, camera, found, expected);
    }

    @Override
    public void close() {
        part.release();
        rawView.release();
        decodedFile.release();
        converted.release();
        compressed.release();
    }
}
