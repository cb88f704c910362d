package armfarm.episodes.imports;

import armfarm.messages.hash.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** SHA-256 over what makes an attempt the one it is. Confined to one thread. */
public final class ContentHash {
    private final MessageDigest digest = Hash.SHA_256.digest();

    /** Adds bytes and how many they are. */
    public ContentHash add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(8).putLong(bytes.length).array());
        digest.update(bytes);
        return this;
    }

    /** Adds numbers and how many they are. */
    public ContentHash add(double... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length);
        for (double number : numbers) {
            buffer.putDouble(number);
        }
        return add(buffer.array());
    }

    /** Of all that was added, lower-case hexadecimal; once. */
    public String sha256() {
        return Hash.hexOf(digest);
    }
}
