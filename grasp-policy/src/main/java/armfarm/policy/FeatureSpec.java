package armfarm.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a network is fed: the picture around a grasp, turned with the gripper, and five numbers that say where the grasp
 * lies. It travels with the weights; a network fed by another spec answers nonsense. Immutable.
 *
 * <p>Crop: uint8 [3, cropPixels, cropPixels] RGB, rows along the gripper's x axis, columns along its closing axis (y),
 * sampled on the horizontal plane {@code cropPlaneZMeters}; fed as (value - pixelMean) / pixelScale. With heights a fourth channel
 * follows, of the same size and axes: levels of {@link HeightSpec}.
 *
 * <p>Command vector: float32 [5]: tip height (-1..1 over the grasp space), position from the bin's centre along the
 * closing axis and along x (divided by {@code positionScaleMeters}), and the horizontal unit vector to the camera along
 * the same two axes. Mirroring the scene flips the crop and the sign of the matching components, and nothing else.
 *
 * @param name changes when the meaning of a value changes
 * @param centerXMeters middle of the grasp space in the base frame
 * @param centerYMeters middle of the grasp space in the base frame
 * @param centerZMeters middle of the allowed tip heights
 * @param halfZMeters half the range of the allowed tip heights
 * @param height of the fourth channel; null for colours alone, which was all there was before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeatureSpec(
        String name,
        int cropPixels,
        double cropHalfExtentMeters,
        double cropPlaneZMeters,
        double pixelMean,
        double pixelScale,
        double positionScaleMeters,
        double centerXMeters,
        double centerYMeters,
        double centerZMeters,
        double halfZMeters,
        HeightSpec height) {
    /** Length of the command vector. */
    public static final int COMMAND_SIZE = 5;

    // Of the measured recipe, AUC 0.83 where the whole image had 0.59 (docs/decisions/network-input.md): +-7.2 cm hold
    // the open
    // gripper (8.5 cm) and its fingers, at 3 mm a pixel.
    private static final int CROP_PIXELS = 48;
    private static final double CROP_HALF_EXTENT_METERS = 0.072;
    // The measured recipe sampled at 15 mm for tip heights of 9.5 to 24.5 mm, whose middle is 2 mm higher.
    private static final double PLANE_BELOW_CENTER_METERS = 0.002;
    /** A choice: one height alone must not divide by zero. */
    private static final double SMALLEST_HALF_Z_METERS = 1e-3;

    // Choices of the measured recipe that bring inputs near -2..2: bytes to -1.8..2.4, positions in a bin of 24 cm to
    // -1.2..1.2.
    private static final double PIXEL_MEAN = 110;
    private static final double PIXEL_SCALE = 60;
    private static final double POSITION_SCALE_METERS = 0.1;

    /** Red, green and blue. */
    public static final int COLORS = 3;

    /** The spec for grasps in this space, of colours alone. */
    public static FeatureSpec of(GraspSpace space) {
        return of(space, NetworkInput.RGB);
    }

    /** The spec for grasps in this space. */
    public static FeatureSpec of(GraspSpace space, NetworkInput input) {
        double centerZ = (space.minZMeters() + space.maxZMeters()) / 2;
        double halfZ = Math.max((space.maxZMeters() - space.minZMeters()) / 2, SMALLEST_HALF_Z_METERS);
        return new FeatureSpec(
                input.needsDepth() ? "command-crop-height-1" : "command-crop-1",
                CROP_PIXELS,
                CROP_HALF_EXTENT_METERS,
                centerZ - PLANE_BELOW_CENTER_METERS,
                PIXEL_MEAN,
                PIXEL_SCALE,
                POSITION_SCALE_METERS,
                (space.minXMeters() + space.maxXMeters()) / 2,
                (space.minYMeters() + space.maxYMeters()) / 2,
                centerZ,
                halfZ,
                input.needsDepth() ? HeightSpec.of(space, CROP_HALF_EXTENT_METERS) : null);
    }

    /** What the network looks at. */
    @JsonIgnore
    public NetworkInput input() {
        return height == null ? NetworkInput.RGB : NetworkInput.RGBD;
    }

    /** Of a crop. */
    @JsonIgnore
    public int channels() {
        return height == null ? COLORS : COLORS + 1;
    }

    /** Values of one channel of a crop. */
    @JsonIgnore
    public int planeSize() {
        return cropPixels * cropPixels;
    }

    /** Bytes of one crop. */
    @JsonIgnore
    public int cropSize() {
        return channels() * planeSize();
    }
}
