package armfarm.controller.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void refusesAFolderInUseAndNamesTheOwner() {
        try (DataFolder first = DataFolder.open(folder)) {
            first.describeOwner(new DataFolder.Owner(
                    4711,
                    "http://127.0.0.1:8080/",
                    "jdbc:x",
                    "2026-11-22T10:00:00Z",
                    "http://127.0.0.1:11311/",
                    "",
                    List.of("arm_1"),
                    "127.0.0.1:9092",
                    "arm.events",
                    "up"));

            assertThatThrownBy(() -> DataFolder.open(folder))
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining("in use by process 4711 since 2026-11-22T10:00:00Z")
                    .hasMessageContaining("http://127.0.0.1:8080/");
        }
    }

    @Test
    void opensAgainAfterClose() {
        DataFolder.open(folder).close();

        try (DataFolder again = DataFolder.open(folder)) {
            assertThat(again.root()).isEqualTo(folder.toAbsolutePath().normalize());
        }
        assertThat(DataFolder.runningOwner(folder)).isEmpty();
    }

    @Test
    void refusesANewerVersionAndChangesNothing() throws IOException {
        Files.writeString(folder.resolve("VERSION"), "99\n");

        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("up to 1");
        assertThat(Files.readString(folder.resolve("VERSION"))).isEqualTo("99\n");
    }
}
