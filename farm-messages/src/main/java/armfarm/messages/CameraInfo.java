package armfarm.messages;

/**
 * A pinhole camera: intrinsics in pixels and its pose. The camera frame is optical: x right, y down, z into the scene.
 *
 * <p>Immutable.
 */
public record CameraInfo(
        int widthPixels,
        int heightPixels,
        double fxPixels,
        double fyPixels,
        double cxPixels,
        double cyPixels,
        Pose cameraInBase) {
    /** The same camera after its image was scaled to another size. */
    public CameraInfo scaledTo(int newWidthPixels, int newHeightPixels) {
        double sx = (double) newWidthPixels / widthPixels;
        double sy = (double) newHeightPixels / heightPixels;
        return new CameraInfo(
                newWidthPixels,
                newHeightPixels,
                fxPixels * sx,
                fyPixels * sy,
                cxPixels * sx,
                cyPixels * sy,
                cameraInBase);
    }
}
