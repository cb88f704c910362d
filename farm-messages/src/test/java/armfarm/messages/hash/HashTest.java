package armfarm.messages.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashTest {
    /** FIPS 180-2, appendix B.1. */
    private static final String ABC_SHA_256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** RFC 1321, appendix A.5. */
    private static final String ABC_MD5 = "900150983cd24fb0d6963f7d28e17f72";

    @Test
    void hashesWhatTheStandardsHash() {
        assertThat(Hash.SHA_256.hex("abc")).isEqualTo(ABC_SHA_256);
        assertThat(Hash.MD5.hex("abc")).isEqualTo(ABC_MD5);
        assertThat(Hash.SHA_256.hex("ä".getBytes(StandardCharsets.UTF_8))).isEqualTo(Hash.SHA_256.hex("ä"));
    }

    @Test
    void hashesAFileOfMoreThanOneBlockAsItsBytes(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[200_000];
        bytes[150_000] = 1;
        Path file = Files.write(folder.resolve("file"), bytes);

        assertThat(Hash.SHA_256.hex(file)).isEqualTo(Hash.SHA_256.hex(bytes));
    }

    @Test
    void hashesPieceByPieceAndBeginsAnew() {
        MessageDigest digest = Hash.SHA_256.digest();
        digest.update(new byte[] {'a'});
        digest.update(new byte[] {'b', 'c'});

        assertThat(Hash.hexOf(digest)).isEqualTo(ABC_SHA_256);
        digest.update("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(Hash.hexOf(digest)).isEqualTo(ABC_SHA_256);
    }
}
