package armfarm.messages.hash;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The checksums that every Java has, always as lower-case hexadecimal. */
public enum Hash {
    SHA_256("SHA-256"),

    /** Where a protocol asks for it; it proves nothing about who wrote the bytes. */
    MD5("MD5");

    private static final int BLOCK_BYTES = 1 << 16;

    private final String algorithm;

    Hash(String algorithm) {
        this.algorithm = algorithm;
    }

    public String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Of its UTF-8 bytes. */
    public String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of a whole file. */
    public String hex(Path file) throws IOException {
        try (InputStream bytes = new FileInputStream(file.toFile())) { // which an interrupt does not close
            MessageDigest digest = digest();
            byte[] block = new byte[BLOCK_BYTES];
            for (int length = bytes.read(block); length >= 0; length = bytes.read(block)) {
                digest.update(block, 0, length);
            }
            return hexOf(digest);
        }
    }

    /** To be fed piece by piece; {@link #hexOf} ends it. */
    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Of all that the digest was fed, which begins anew. */
    public static String hexOf(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
