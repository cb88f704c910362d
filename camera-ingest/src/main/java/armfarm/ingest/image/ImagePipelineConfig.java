package armfarm.ingest.image;

import armfarm.messages.CameraInfo;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/**
 * What is done to each frame of a camera before it is stored, in this order: straighten, crop, scale, JPEG.
 *
 * @param undistort straighten by the camera's distortion coefficients
 * @param crop part of the (straightened) image that is kept
 * @param widthPixels of the result; 0 keeps the crop's size
 * @param heightPixels of the result; 0 keeps the crop's size
 * @param jpegQuality 1..100
 */
public record ImagePipelineConfig(boolean undistort, Crop crop, int widthPixels, int heightPixels, int jpegQuality) {
    /** As {@link armfarm.messages.JpegCodec#DEFAULT_QUALITY}. */
    public static final int DEFAULT_QUALITY = 95;

    /** Largest side of an image anywhere in the pipeline. */
    public static final int MAX_SIDE_PIXELS = 8192;

    /** A part of an image. @param widthPixels 0 means up to the right border; likewise the height */
    public record Crop(int xPixels, int yPixels, int widthPixels, int heightPixels) {
        public static final Crop NONE = new Crop(0, 0, 0, 0);

        public Crop {
            check(xPixels >= 0 && yPixels >= 0, "crop offset", xPixels + "," + yPixels, "0 or more");
            check(inBounds(widthPixels) && inBounds(heightPixels), "crop size", widthPixels + "x" + heightPixels, SIZE);
        }

        /** The middle of an image. */
        public static Crop center(CameraInfo camera, int widthPixels, int heightPixels) {
            return new Crop(
                    (camera.widthPixels() - widthPixels) / 2,
                    (camera.heightPixels() - heightPixels) / 2,
                    widthPixels,
                    heightPixels);
        }
    }

    private static final String SIZE = "0 to " + MAX_SIDE_PIXELS;

    public ImagePipelineConfig {
        check(inBounds(widthPixels) && inBounds(heightPixels), "size", widthPixels + "x" + heightPixels, SIZE);
        check((widthPixels == 0) == (heightPixels == 0), "size", widthPixels + "x" + heightPixels, "both or neither");
        check(jpegQuality >= 1 && jpegQuality <= 100, "jpeg quality", jpegQuality, "1 to 100");
    }

    /** Straightened where the camera has coefficients, whole and in its own size. */
    public static ImagePipelineConfig defaults() {
        return new ImagePipelineConfig(true, Crop.NONE, 0, 0, DEFAULT_QUALITY);
    }

    /** The same with another crop. */
    public ImagePipelineConfig withCrop(Crop newCrop) {
        return new ImagePipelineConfig(undistort, newCrop, widthPixels, heightPixels, jpegQuality);
    }

    /** The same with another size of the result. */
    public ImagePipelineConfig withSize(int newWidthPixels, int newHeightPixels) {
        return new ImagePipelineConfig(undistort, crop, newWidthPixels, newHeightPixels, jpegQuality);
    }

    /** The same with another quality. */
    public ImagePipelineConfig withJpegQuality(int newQuality) {
        return new ImagePipelineConfig(undistort, crop, widthPixels, heightPixels, newQuality);
    }

    private static boolean inBounds(int sidePixels) {
        return sidePixels >= 0 && sidePixels <= MAX_SIDE_PIXELS;
    }

    private static void check(boolean right, String what, Object found, String expected) {
        if (!right) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Camera image " + what + ": found " + found + ", expected " + expected);
        }
    }
}
