package armfarm.drivers.ros.messages;

import java.util.Arrays;

/** A uint8[] field. Hands out the array itself because images are large: read only. */
public final class ByteArray {
    private final byte[] bytes;

    /** Takes ownership of the array. */
    public ByteArray(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The backing array, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteArray that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
