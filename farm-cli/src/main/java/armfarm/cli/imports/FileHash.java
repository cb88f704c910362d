package armfarm.cli.imports;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** SHA-256 of a file that is to be imported. Stateless. */
public final class FileHash {
    private static final int BUFFER_BYTES = 1 << 20;

    private FileHash() {}

    /**
     * Reads the whole file.
     *
     * @return lower-case hexadecimal
     * @throws FarmException (CONFIG) if the file cannot be read
     */
    public static String sha256(Path file, ImportProgress progress) {
        try (InputStream in = Files.newInputStream(file)) {
            long length = Files.size(file);
            long done = 0;
            MessageDigest digest = Hash.SHA_256.digest();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                done += read;
                progress.show("hashing", done, length);
            }
            return Hash.hexOf(digest);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Cannot read " + file + " to import it: " + e + "; check the path", e);
        }
    }
}
