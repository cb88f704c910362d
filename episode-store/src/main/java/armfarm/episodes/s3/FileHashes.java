package armfarm.episodes.s3;

import armfarm.messages.hash.Hash;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Hashes of a file or stream, made in one pass.
 *
 * @param sha256 lower-case hex
 * @param md5 lower-case hex; only as a checksum of a transfer
 */
record FileHashes(long byteCount, String sha256, String md5) {
    private static final int CHUNK = 1 << 16;

    static FileHashes of(Path file) throws IOException {
        try (InputStream bytes = new FileInputStream(file.toFile())) { // which an interrupt does not close
            return copy(bytes, OutputStream.nullOutputStream());
        }
    }

    /** Copies the stream to its end and hashes what went by. */
    static FileHashes copy(InputStream from, OutputStream to) throws IOException {
        MessageDigest sha256 = Hash.SHA_256.digest();
        MessageDigest md5 = Hash.MD5.digest();
        byte[] chunk = new byte[CHUNK];
        long byteCount = 0;
        for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
            sha256.update(chunk, 0, length);
            md5.update(chunk, 0, length);
            to.write(chunk, 0, length);
            byteCount += length;
        }
        return new FileHashes(byteCount, Hash.hexOf(sha256), Hash.hexOf(md5));
    }
}
