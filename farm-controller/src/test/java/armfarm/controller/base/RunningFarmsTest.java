package armfarm.controller.base;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.base.RunningFarms.Running;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningFarmsTest {
    @TempDir
    Path temp;

    @Test
    void findsAFarmOfALivingProcessAndSaysWhereItIs() throws IOException {
        RunningFarms farms = new RunningFarms(List.of(temp.resolve("farms")));

        Path note = farms.add(owner("up"), temp.resolve("data")).orElseThrow();

        assertThat(farms.running()).singleElement().satisfies(running -> {
            assertThat(running.folder()).isEqualTo(temp.resolve("data"));
            assertThat(running.drivesArms()).isTrue();
            assertThat(running.describe())
                    .contains("armfarm up, process " + ProcessHandle.current().pid());
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aProcessIdThatAnotherProcessHasNowIsNoFarmAndItsNoteIsRemoved() throws IOException {
        RunningFarms farms = new RunningFarms(List.of(temp.resolve("farms")));
        Path note = farms.add(owner("up"), temp.resolve("data")).orElseThrow();
        change(note, "processStart", "1");

        assertThat(farms.running()).isEmpty();
        assertThat(note).doesNotExist();
    }

    @Test
    void aNoteOfAnotherContainerCountsOnlyWhileTheFolderIsLockedAndIsNotRemoved() throws IOException {
        RunningFarms farms = new RunningFarms(List.of(temp.resolve("farms")));
        Path note = farms.add(owner("up"), temp.resolve("data")).orElseThrow();
        change(note, "machine", "elsewhere");

        assertThat(farms.running()).isEmpty();
        try (DataFolder held = DataFolder.open(temp.resolve("data"))) {
            assertThat(farms.running()).extracting(Running::folder).containsExactly(held.root());
        }
        assertThat(note).exists();
    }

    @Test
    void whatIsNoNoteIsPassedOver() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("farms"));
        Files.writeString(folder.resolve("torn.json"), "{\"pid\":");
        Files.writeString(folder.resolve("other.json"), "[]");

        assertThat(new RunningFarms(List.of(folder)).running()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsReplacedByTheNext() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        RunningFarms farms = new RunningFarms(List.of(file.resolve("farms"), temp.resolve("second")));

        assertThat(farms.add(owner("up"), temp.resolve("data")))
                .get()
                .satisfies(note -> assertThat(note.getParent()).isEqualTo(temp.resolve("second")));
        assertThat(farms.running()).hasSize(1);
    }

    @Test
    void theFolderIsTheUsersOwnAndATemporaryOneWithoutAHome() {
        assertThat(RunningFarms.folders(Map.of("ARMFARM_STATE", "/s"), "/home/ann"))
                .containsExactly(Path.of("/s/farms"));
        assertThat(RunningFarms.folders(Map.of("XDG_STATE_HOME", "/x"), "/home/ann"))
                .startsWith(Path.of("/x/armfarm/farms"));
        assertThat(RunningFarms.folders(Map.of(), "/home/ann"))
                .startsWith(Path.of("/home/ann/.local/state/armfarm/farms"));
        assertThat(RunningFarms.folders(Map.of(), "?"))
                .singleElement()
                .satisfies(folder ->
                        assertThat(folder.getParent().getFileName().toString()).startsWith("armfarm-"));
    }

    private static void change(Path note, String field, String value) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode tree = (ObjectNode) json.readTree(note.toFile());
        Files.writeString(note, tree.put(field, value).toString());
    }

    private static DataFolder.Owner owner(String command) {
        return new DataFolder.Owner(
                ProcessHandle.current().pid(),
                "http://127.0.0.1:8080/",
                "jdbc:x",
                "2026-11-22T10:00:00Z",
                "http://127.0.0.1:11311/",
                "",
                List.of("arm_1", "arm_2"),
                "127.0.0.1:9092",
                "arm.events",
                command);
    }
}
