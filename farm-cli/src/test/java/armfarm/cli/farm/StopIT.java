package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.base.DataFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops and releases from a folder that is not the farm's: they reach the farm that runs, or fail and leave nothing. */
@Tag("sim")
class StopIT {
    @TempDir
    Path temp;

    private Path elsewhere;
    private final List<FarmProcess> farms = new ArrayList<>();

    @BeforeEach
    void makesFolders() throws IOException {
        elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
    }

    @AfterEach
    void endsFarms() {
        farms.forEach(FarmProcess::kill);
    }

    @Test
    void stopsTheFarmThatRunsFromAnyFolderAndNamesIt() throws IOException {
        Path data = temp.resolve("data");
        FarmProcess farm = startBusyFarm(data);

        FarmProcess stop = run("stop", "--all", "--by", "ann", "--reason", "object wedged");
        List<String> begun = begun(data);
        FarmProcess again = run("stop", "arm-1", "arm_2", "--by", "ben", "--json");
        FarmProcess status = run("status", "--json");

        assertThat(stop.awaitExit(1)).as(stop.err() + stop.out()).isZero();
        assertThat(stop.out())
                .contains("Stopped, each seen standing still: arm_1, arm_2 of the farm in " + data)
                .contains("armfarm up, process " + farm.pid());
        assertThat(again.json().path("stopped").asBoolean()).as(again.out()).isTrue();
        assertThat(again.json().path("arms")).hasSize(2);
        assertThat(begun(data)).as("arms that stand still begin nothing").isEqualTo(begun);
        assertThat(status.awaitExit(1)).as(status.err()).isZero();
        assertThat(status.err()).contains("The running farm in " + data);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void releasesWhatOthersStoppedOnlyWhenToldTwiceAndKeepsWhoDidWhat() throws IOException {
        Path data = temp.resolve("data");
        startFarm(data);
        run("stop", "arm_2", "--by", "ann", "--reason", "object wedged");

        FarmProcess careless = run("arms", "reset", "--all", "--by", "ben");
        FarmProcess listed = run("arms", "list");
        FarmProcess released = run("arms", "reset", "arm_2", "--by", "ben", "--reason", "freed", "--yes");
        FarmProcess nothing = run("arms", "reset", "--all");

        assertThat(careless.awaitExit(1)).isEqualTo(2);
        assertThat(careless.err())
                .contains("arm_2 by ann at ")
                .contains("object wedged")
                .contains("--yes");
        assertThat(listed.out()).contains("stopped by ann").contains("object wedged");
        assertThat(released.awaitExit(1)).as(released.err()).isZero();
        assertThat(released.out()).contains("stopped by ann").contains("arm_2 may move again");
        assertThat(nothing.out()).contains("No arm is stopped");
        List<JsonNode> record = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("stops.jsonl"))) {
            record.add(new ObjectMapper().readTree(line));
        }
        assertThat(record).extracting(line -> line.path("action").asText()).containsExactly("stop", "release");
        assertThat(record.get(1).path("by").asText()).isEqualTo("ben");
        assertThat(record.get(1).path("reason").asText()).isEqualTo("freed");
        assertThat(record.get(1).path("stopped_by").asText()).isEqualTo("ann");
        assertThat(record.get(1).path("stop_reason").asText()).isEqualTo("object wedged");
    }

    @Test
    void anArmThatIsNotThereIsNotStoppedAndThoseThereAreAreNamed() throws IOException {
        Path data = temp.resolve("data");
        startFarm(data);

        FarmProcess stop = run("stop", "arm_1", "arm_99");
        FarmProcess reset = run("arms", "reset", "arm_99");

        assertThat(stop.awaitExit(1)).isEqualTo(2);
        assertThat(stop.err()).contains("There is no arm 'arm_99'").contains("[arm_1, arm_2]");
        assertThat(stop.out()).isEmpty();
        assertThat(reset.awaitExit(1)).isEqualTo(2);
        assertThat(data.resolve("stops")).doesNotExist();
        assertThat(data.resolve("stops.jsonl")).doesNotExist();
    }

    @Test
    void severalFarmsAreListedAndNoneOfThemIsStopped() throws IOException {
        startFarm(temp.resolve("one"));
        startFarm(temp.resolve("two"));

        FarmProcess stop = run("stop", "--all");
        FarmProcess named = run("stop", "--all", "--data", temp.resolve("two").toString());

        assertThat(stop.awaitExit(1)).isEqualTo(2);
        assertThat(stop.err())
                .contains("Several farms run here")
                .contains(temp.resolve("one") + ": armfarm up")
                .contains(temp.resolve("two") + ": armfarm up");
        assertThat(named.awaitExit(1)).as(named.err()).isZero();
        assertThat(temp.resolve("one").resolve("stops")).doesNotExist();
    }

    @Test
    void withoutAFarmNothingIsSaidToBeStoppedAndNothingIsWritten() throws IOException {
        Path gone = temp.resolve("gone");
        FarmProcess killed = startFarm(gone);
        killed.kill();
        String missing = temp.resolve("nodata").toString();

        for (String[] command : new String[][] {
            {"stop", "--all"},
            {"stop", "arm_1"},
            {"stop", "arm_1", "--data", missing},
            {"stop", "--all", "--data", missing},
            {"arms", "reset", "arm_3", "--data", missing},
            {"arms", "reset", "--all"},
            {"status"},
            {"label"},
            {"rejected", "list"},
            {"query", "--data", missing},
            {"snapshot", "list"}
        }) {
            FarmProcess refused = run(command);

            assertThat(refused.awaitExit(1)).as(String.join(" ", command)).isEqualTo(2);
            assertThat(refused.out()).as(String.join(" ", command)).isEmpty();
        }
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(temp.resolve("nodata")).doesNotExist();
        assertThat(gone.resolve("stops")).doesNotExist();
    }

    @Test
    void aStopOfAStoppedFarmIsSetButNotConfirmedAndIsShown() throws IOException {
        Path data = temp.resolve("data");
        FarmProcess farm = startBusyFarm(data);
        farm.terminate();
        farm.awaitExit(60);

        FarmProcess stop = run("stop", "arm_2", "--data", data.toString(), "--reason", "cable");
        FarmProcess unknown = run("stop", "arm_7", "--data", data.toString());
        FarmProcess list = run("arms", "list", "--data", data.toString());

        assertThat(stop.awaitExit(1)).isEqualTo(1);
        assertThat(stop.err()).contains("arm_2 was NOT seen to stand still").contains("no farm runs there");
        assertThat(stop.out()).doesNotContain("Stopped");
        assertThat(unknown.awaitExit(1)).isEqualTo(2);
        assertThat(list.out()).contains("arm_1").contains("stopped by").contains("cable");
        try (Stream<Path> notes = Files.list(temp.resolve("state").resolve("farms"))) {
            assertThat(notes).as("a farm that ended is not noted").isEmpty();
        }
    }

    /** Its arms move at robot speed: the commands of a test then have the machine, and their answers do not hang on attempts. */
    private FarmProcess startFarm(Path data) throws IOException {
        return start(data, "simulation: {real_time: true}\n");
    }

    /** Its arms are as fast as the machine lets them. */
    private FarmProcess startBusyFarm(Path data) throws IOException {
        return start(data, "");
    }

    private FarmProcess start(Path data, String more) throws IOException {
        String config = Files.writeString(temp.resolve("quick.yaml"), "learning: {random_attempts: 100000}\n" + more)
                .toString();
        FarmProcess farm = FarmProcess.startIn(
                elsewhere, temp, "up", "--arms", "2", "--port", "0", "--data", data.toString(), "--config", config);
        farms.add(farm);
        farm.awaitErr("Ctrl-C stops.", 180);
        return farm;
    }

    private FarmProcess run(String... arguments) throws IOException {
        FarmProcess command = FarmProcess.startIn(elsewhere, temp, arguments);
        command.awaitExit(300);
        return command;
    }

    /** Begun since the farm's process started, by arm: of the arms themselves, as what is stored comes later. */
    private static List<String> begun(Path data) throws IOException {
        DataFolder.Owner owner = DataFolder.runningOwner(data).orElseThrow();
        try (InputStream metrics = URI.create(owner.page() + "metrics").toURL().openStream()) {
            List<String> begun = new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("armfarm_attempts_begun_total{"))
                    .toList();
            assertThat(begun).as("a number for each arm").hasSize(2);
            return begun;
        }
    }
}
