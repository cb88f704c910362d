package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.base.DataFolder;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void aStoppedFarmShowsItsStopsWithWhoWhyAndSinceWhen() {
        StopLatch latch = new StopLatch(folder);
        latch.stop(new ArmId("arm_2"), "ada", "object wedged", NOW.minusSeconds(90));

        Standing standing = Standing.stopped(latch.stops(), List.of("arm_1", "arm_2"), NOW);

        assertThat(standing.phase()).isEqualTo("not running");
        assertThat(standing.problem()).isNull();
        assertThat(standing.arms()).extracting(Standing.Arm::state).containsExactly("ended", "stopped");
        assertThat(standing.arms().get(1).reason()).isEqualTo("stopped by ada at 2026-11-22T11:58:30Z: object wedged");
        assertThat(standing.arms().get(1).action()).contains("armfarm arms reset arm_2");
        assertThat(standing.arms().get(1).age()).isEqualTo(90);
        assertThat(standing.arms().get(0).reason()).isEqualTo("the farm does not run");
    }

    @Test
    void aProcessThatRunsIsNotCalledStoppedThoughNobodySpeaksForIt() {
        StopLatch latch = new StopLatch(folder);
        latch.stop(new ArmId("arm_2"), "ada", "", NOW);
        Optional<DataFolder.Owner> owner = Optional.of(new DataFolder.Owner(
                4711, "", "jdbc:postgresql://db/farm", "", "", "", List.of("arm_1", "arm_2"), "", "", "arm"));

        Standing begun = Standing.ofFolder(owner, "", latch.stops(), List.of("arm_1"), NOW);
        Standing away = Standing.ofFolder(owner, "connection refused", latch.stops(), List.of("arm_1"), NOW);

        assertThat(begun.phase()).isEqualTo("unknown");
        assertThat(begun.problem())
                .isEqualTo("armfarm arm runs as process 4711 and has no page; its database knows of no run yet");
        assertThat(begun.arms()).extracting(Standing.Arm::name).containsExactly("arm_2");
        assertThat(away.problem()).endsWith("its database cannot be asked: connection refused");
        assertThat(Standing.ofFolder(Optional.empty(), "x", List.of(), List.of(), NOW)
                        .phase())
                .isEqualTo("not running");
    }

    @Test
    void theStopOfAllArmsIsAProblemOfAStoppedFarmToo() {
        StopLatch latch = new StopLatch(folder);
        latch.stopAll("ada", "", NOW.minusSeconds(60));

        Standing standing = Standing.stopped(latch.stops(), List.of("arm_1"), NOW);

        assertThat(standing.problem()).contains("All arms are stopped by ada", "arms reset --all");
        assertThat(standing.arms().get(0).state()).isEqualTo("stopped");
        assertThat(standing.arms().get(0).action()).contains("arms reset --all");
    }

    @Test
    void passesOnWhatTheFarmSaidAlsoWordsThatAreNewToIt() throws JsonProcessingException {
        JsonNode status = new ObjectMapper().readTree("""
                {"phase": "paused", "problem": "disk nearly full",
                 "notices": [{"kind": "paused", "urgency": "person", "text": "disk nearly full", "action": "free some space"}],
                 "arms": [{"id": "arm_1", "state": "dancing", "reason": "music", "action": "", "ageSeconds": 12.3456}],
                 "components": [{"name": "PostgreSQL", "address": "here", "state": "no answer", "reason": "timeout",
                     "ageSeconds": 31.0}],
                 "trainer": {"state": "next round at 300", "round": 2}}""");

        Standing standing = Standing.of(status);
        JsonNode printed = Json.tree(standing);

        assertThat(printed.path("phase").asText()).isEqualTo("paused");
        assertThat(printed.path("problem").asText()).isEqualTo("disk nearly full");
        assertThat(printed.at("/arms/0/name").asText()).isEqualTo("arm_1");
        assertThat(printed.at("/arms/0/state").asText()).isEqualTo("dancing");
        assertThat(printed.at("/arms/0/age_s").asDouble()).isEqualTo(12.3);
        assertThat(printed.at("/components/0/age_s").asDouble()).isEqualTo(31.0);
        assertThat(standing.databaseAway()).contains("PostgreSQL at here does not answer: timeout");
    }

    @Test
    void printsWhatNeedsAPersonFirst() throws JsonProcessingException {
        Standing standing = Standing.of(new ObjectMapper().readTree("""
                {"phase": "paused", "problem": "disk nearly full",
                 "notices": [{"kind": "paused", "urgency": "person", "text": "disk nearly full", "action": "free some space"}],
                 "arms": [{"id": "arm_1", "state": "waiting", "reason": "the farm is paused", "action": "", "ageSeconds": 200}],
                 "components": [{"name": "Kafka", "address": "here", "state": "running", "reason": "", "ageSeconds": 0.4}],
                 "trainer": {"state": "next round at 300", "round": 2}}"""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        StandingText.print(standing, new PrintStream(out, true, StandardCharsets.UTF_8));

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(0)).isEqualTo("Phase: paused");
        assertThat(lines.get(1)).isEqualTo("  needs a person: disk nearly full; free some space");
        assertThat(lines.get(3)).contains("arm_1", "waiting", "3 min", "the farm is paused");
        assertThat(lines.get(5)).contains("Kafka", "running", "0 s", "here");
        assertThat(lines.get(6)).isEqualTo("Trainer: next round at 300, round 2");
    }
}
