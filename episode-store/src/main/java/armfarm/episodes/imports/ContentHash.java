package armfarm.episodes.imports;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over what makes an attempt the one it is. Confined to one thread. */
public final class ContentHash {
    private final MessageDigest digest = newDigest();

    /** Of these bytes alone, lower-case hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

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
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
