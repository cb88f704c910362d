package armfarm.messages;

import java.util.Arrays;

/**
 * What a depth camera saw: uint16 [height, width], row-major, millimetres along the camera's optical axis (not along the
 * ray), 0 where nothing came back. It is registered to the colour image it belongs to: pixel for pixel the same camera.
 *
 * <p>The unit is that of ROS (REP 118, encoding 16UC1) and of most depth cameras; it reaches 65.5 m.
 *
 * <p>{@link #millimeters()} hands out the array itself because inner loops read it; callers do not write to it.
 */
public final class DepthImage {
    /** No return. */
    public static final short NONE = 0;

    private static final double MILLIMETERS_PER_METER = 1000;
    private static final int MAX = 0xFFFF;

    private final int width;
    private final int height;
    private final short[] millimeters;

    /** Takes ownership of the array. @param millimeters unsigned */
    public DepthImage(int width, int height, short[] millimeters) {
        if (width <= 0 || height <= 0 || millimeters.length != width * height) {
            throw new IllegalArgumentException("depth image of " + width + "x" + height + " needs "
                    + (long) width * height + " pixels, found " + millimeters.length);
        }
        this.width = width;
        this.height = height;
        this.millimeters = millimeters;
    }

    /** The pixel's value of a distance along the optical axis; {@link #NONE} for what is not in 0.5 mm to 65.535 m. */
    public static short ofMeters(double meters) {
        double rounded = Math.rint(meters * MILLIMETERS_PER_METER);
        return rounded >= 1 && rounded <= MAX ? (short) (int) rounded : NONE;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Distance at a pixel, metres; 0 where nothing came back. */
    public double meters(int column, int row) {
        return (millimeters[row * width + column] & MAX) / MILLIMETERS_PER_METER;
    }

    /** The backing array, unsigned, not a copy: read only. */
    public short[] millimeters() {
        return millimeters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DepthImage that
                && width == that.width
                && height == that.height
                && Arrays.equals(millimeters, that.millimeters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(millimeters);
    }

    @Override
    public String toString() {
        return "depth " + width + "x" + height;
    }
}
