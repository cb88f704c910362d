package armfarm.ros.messages;

import java.util.Arrays;

/**
 * A uint8[] field. Images are large, so what was received is not copied: it stays a part of the message that came, and the
 * arrays that are handed out are for reading only.
 */
public final class ByteArray {
    private final byte[] array;
    private final int offset;
    private final int length;

    /** Takes ownership of the array. */
    public ByteArray(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** A part of an array that nobody changes any more. */
    ByteArray(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** The array that the bytes are in, from {@link #offset} on. */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** The bytes alone: not a copy if they fill their array. */
    public byte[] bytes() {
        return length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteArray that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
