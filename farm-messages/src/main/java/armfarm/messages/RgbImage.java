package armfarm.messages;

import java.util.Arrays;

/**
 * Decoded pixels: uint8 [height, width, 3], row-major, RGB, 0..255.
 *
 * <p>{@link #pixels()} hands out the array itself because inner loops read it; callers do not write to it.
 */
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] pixels;

    /** Takes ownership of the array. */
    public RgbImage(int width, int height, byte[] pixels) {
        if (width <= 0 || height <= 0 || pixels.length != width * height * 3) {
            throw new IllegalArgumentException("RGB image of " + width + "x" + height + " needs " + width * height * 3
                    + " bytes, found " + pixels.length);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The backing array, not a copy: read only. */
    public byte[] pixels() {
        return pixels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage that
                && width == that.width
                && height == that.height
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }
}
