package armfarm.ingest.image;

import armfarm.ingest.image.ImagePipelineConfig.Crop;
import armfarm.messages.CameraInfo;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import org.opencv.core.Rect;

/**
 * Sizes and intrinsics along a camera's pipeline. Immutable.
 *
 * <p>{@link CameraInfo} puts the centre of the first pixel at (0.5, 0.5), so that scaling is a plain factor; OpenCV puts
 * it at (0, 0).
 *
 * @param source the camera as calibrated
 * @param crop in the source's pixels, never empty
 * @param result the camera after cropping and scaling
 */
record Geometry(CameraInfo source, Rect crop, CameraInfo result) {
    /** OpenCV's coordinates of a point are smaller by this. */
    static final double PIXEL_CENTER = 0.5;

    static Geometry of(CameraInfo camera, ImagePipelineConfig config) {
        int side = ImagePipelineConfig.MAX_SIDE_PIXELS;
        if (camera.widthPixels() > side || camera.heightPixels() > side) {
            throw wrong(camera, "at most " + side + " pixels a side");
        }
        Crop asked = config.crop();
        int width = asked.widthPixels() == 0 ? camera.widthPixels() - asked.xPixels() : asked.widthPixels();
        int height = asked.heightPixels() == 0 ? camera.heightPixels() - asked.yPixels() : asked.heightPixels();
        if (width < 1
                || height < 1
                || asked.xPixels() + width > camera.widthPixels()
                || asked.yPixels() + height > camera.heightPixels()) {
            throw wrong(camera, "one that holds the crop " + asked);
        }
        CameraInfo cropped = new CameraInfo(
                width,
                height,
                camera.fxPixels(),
                camera.fyPixels(),
                camera.cxPixels() - asked.xPixels(),
                camera.cyPixels() - asked.yPixels(),
                camera.cameraInBase());
        CameraInfo result =
                config.widthPixels() == 0 ? cropped : cropped.scaledTo(config.widthPixels(), config.heightPixels());
        return new Geometry(camera, new Rect(asked.xPixels(), asked.yPixels(), width, height), result);
    }

    boolean scales() {
        return result.widthPixels() != crop.width || result.heightPixels() != crop.height;
    }

    private static FarmException wrong(CameraInfo camera, String expected) {
        return new FarmException(
                ErrorCode.CONFIG,
                "Camera image of " + camera.widthPixels() + "x" + camera.heightPixels() + " pixels: expected "
                        + expected + "; correct the camera's settings");
    }
}
