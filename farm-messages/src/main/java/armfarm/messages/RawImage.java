package armfarm.messages;

import java.util.Arrays;

/**
 * An image as a camera's driver hands it out: raw pixels in a named encoding, or a whole JPEG or PNG file.
 *
 * <p>{@link #bytes()} hands out the array itself because images are large; nobody writes to it. What the fields say is
 * not checked here: whoever decodes it checks them against each other and against its bounds.
 */
public final class RawImage {
    private final String encoding;
    private final long widthPixels;
    private final long heightPixels;
    private final long stepBytes;
    private final byte[] bytes;

    /**
     * Takes ownership of the array.
     *
     * @param encoding rgb8, bgr8, mono8, bayer_rggb8, bayer_bggr8, bayer_gbrg8, bayer_grbg8, jpeg or png; sensor_msgs'
     *     names
     * @param widthPixels of the image; 0 if only the compressed bytes tell
     * @param stepBytes length of a row with its padding; 0 for jpeg and png
     */
    public RawImage(String encoding, long widthPixels, long heightPixels, long stepBytes, byte[] bytes) {
        this.encoding = encoding;
        this.widthPixels = widthPixels;
        this.heightPixels = heightPixels;
        this.stepBytes = stepBytes;
        this.bytes = bytes;
    }

    /** Pixels without padding. */
    public static RawImage of(RgbImage image) {
        return new RawImage("rgb8", image.width(), image.height(), 3L * image.width(), image.pixels());
    }

    /** A file whose size is in its own header. @param encoding jpeg or png */
    public static RawImage compressed(String encoding, byte[] bytes) {
        return new RawImage(encoding, 0, 0, 0, bytes);
    }

    public String encoding() {
        return encoding;
    }

    public long widthPixels() {
        return widthPixels;
    }

    public long heightPixels() {
        return heightPixels;
    }

    public long stepBytes() {
        return stepBytes;
    }

    /** The backing array, not a copy: read only. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawImage that
                && encoding.equals(that.encoding)
                && widthPixels == that.widthPixels
                && heightPixels == that.heightPixels
                && stepBytes == that.stepBytes
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return encoding + " " + widthPixels + "x" + heightPixels + ", step " + stepBytes + ", " + bytes.length
                + " bytes";
    }
}
