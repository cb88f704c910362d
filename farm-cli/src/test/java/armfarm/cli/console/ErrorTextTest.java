package armfarm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorTextTest {
    @TempDir
    Path temp;

    @Test
    void saysWhatIsWrongWithAFileWithoutNamesOfClasses() {
        assertThat(ErrorText.of(new NoSuchFileException("/x/farm.yaml")))
                .isEqualTo("/x/farm.yaml: there is no such file or folder");
        assertThat(ErrorText.of(new AccessDeniedException("/root/x"))).isEqualTo("/root/x: no permission for it");
        assertThat(ErrorText.of(new FileSystemException("/d/out", null, "No space left on device")))
                .isEqualTo("/d/out: the disk is full");
        assertThat(ErrorText.of(new FileSystemException("/d", null, "Is a directory")))
                .isEqualTo("/d: it is a folder, expected a file");
        assertThat(ErrorText.of(new IOException("No space left on device"))).isEqualTo("the disk is full");
        assertThat(ErrorText.of(new UncheckedIOException("Cannot write to /d", new NoSuchFileException("/d/a.png"))))
                .isEqualTo("Cannot write to /d: /d/a.png: there is no such file or folder");
    }

    @Test
    void takesClassNamesOutOfMessagesThatQuoteAnError() {
        assertThat(ErrorText.of(
                        "Configuration x.yaml cannot be read: java.nio.file.NoSuchFileException: x.yaml; make it"))
                .isEqualTo("Configuration x.yaml cannot be read: x.yaml: there is no such file or folder; make it");
        assertThat(ErrorText.of("A service did not start: java.lang.IllegalStateException: port 1 is taken"))
                .isEqualTo("A service did not start: port 1 is taken");
        assertThat(ErrorText.of("It ended: java.util.concurrent.TimeoutException; try again"))
                .isEqualTo("It ended: it failed without a reason; try again");
        assertThat(ErrorText.of("cannot convert 'a' to Path (java.nio.file.InvalidPathException: Nul character: a)"))
                .isEqualTo("cannot convert 'a' to Path (Nul character: a)");
    }

    @Test
    void leavesOtherTextAsItIs() {
        String text = "farm.wings: unknown key at line 3 of /etc/farm.d/x.yaml: found 2 (kafka.topic is near it)";

        assertThat(ErrorText.of(text)).isEqualTo(text);
    }

    @Test
    void wordsWhatTheSystemSaysOfARealFile() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");

        assertThat(catching(() -> Files.readString(temp))).isEqualTo("it is a folder, expected a file");
        assertThat(catching(() -> listed(file))).isEqualTo(file + ": it is no folder");
        assertThat(catching(() -> Files.createDirectory(file))).isEqualTo(file + ": it is there already");
    }

    private static void listed(Path file) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file)) {
            assertThat(entries).isEmpty();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static String catching(Work work) {
        try {
            work.run();
            return "nothing";
        } catch (IOException e) {
            return ErrorText.of(e);
        }
    }
}
