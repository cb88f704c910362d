package armfarm.controller.base;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The version of this software, stored with every attempt and model: {@code 0.1.0+3f2a9c1d4e5b}, the release and the commit it
 * was built from. {@code -dirty} follows when the compiled files differed from that commit, and the commit is {@code unknown}
 * where the build could not tell it, as in an archive of the sources.
 */
public final class SoftwareVersion {
    /** Written by the build: see {@code scripts/code-version.sh}. */
    private static final String RESOURCE = "software-version.txt";

    public static final String CURRENT = read();

    private SoftwareVersion() {}

    private static String read() {
        try (InputStream in = SoftwareVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FarmException(
                        ErrorCode.BUG,
                        RESOURCE + " is missing beside " + SoftwareVersion.class.getName() + ": build with Maven");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new FarmException(ErrorCode.BUG, RESOURCE + " cannot be read: " + e.getMessage(), e);
        }
    }
}
