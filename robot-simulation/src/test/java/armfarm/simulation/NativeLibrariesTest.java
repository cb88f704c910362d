package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
    private static final String RESOURCE = "native/linux/x86_64/libbulletjme.so";

    @TempDir
    Path cache;

    @Test
    void unpacksOnceAndLeavesNothingElseBehind() throws IOException {
        Path first = NativeLibraries.unpack(RESOURCE, cache);
        Object identity = Files.readAttributes(first, "unix:ino").get("ino");

        Path second = NativeLibraries.unpack(RESOURCE, cache);

        assertThat(second).isEqualTo(first).hasFileName("libbulletjme.so");
        assertThat(Files.readAttributes(second, "unix:ino")).containsEntry("ino", identity);
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(first);
        }
    }

    @Test
    void replacesATruncatedFile() throws IOException {
        Path file = NativeLibraries.unpack(RESOURCE, cache);
        long size = Files.size(file);
        Files.write(file, new byte[100]);

        assertThat(NativeLibraries.unpack(RESOURCE, cache)).isEqualTo(file).hasSize(size);
    }

    @Test
    void namesPlatformAndFileOfAMissingLibrary() {
        assertThatThrownBy(() -> NativeLibraries.unpack("native/plan9/libbulletjme.so", cache))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("native/plan9/libbulletjme.so")
                .hasMessageContaining(System.getProperty("os.name"));
    }
}
