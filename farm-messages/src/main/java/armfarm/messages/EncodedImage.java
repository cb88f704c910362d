package armfarm.messages;

import java.util.Arrays;
import java.util.Objects;

/** Image bytes in a named encoding. Immutable: the bytes are copied in and out. */
public final class EncodedImage {
    public static final String JPEG = "image/jpeg";

    private final String mediaType;
    private final byte[] bytes;

    public EncodedImage(String mediaType, byte[] bytes) {
        this.mediaType = Objects.requireNonNull(mediaType);
        this.bytes = bytes.clone();
    }

    public String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int byteCount() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedImage that
                && mediaType.equals(that.mediaType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return mediaType + ", " + bytes.length + " bytes";
    }
}
