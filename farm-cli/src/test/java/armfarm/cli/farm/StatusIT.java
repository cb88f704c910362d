package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code armfarm status} says of a farm that runs, whose database hangs, whose arms a person stopped, and that has ended. */
@Tag("sim")
class StatusIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path temp;

    @Test
    void saysWhatTheFarmIsInWhileItRunsWhileItsDatabaseHangsAndWhenItHasEnded() throws IOException {
        Path data = temp.resolve("data");
        Path config = temp.resolve("farm.yaml");
        // At robot speed, so that the many times the command is asked have the machine.
        Files.writeString(
                config,
                "learning: {random_attempts: 100000}\nevaluation: {attempts: 0}\nsimulation: {real_time: true}\n");
        FarmProcess farm = FarmProcess.start(
                temp, "up", "--arms", "2", "--port", "0", "--data", data.toString(), "--config", config.toString());
        try {
            farm.awaitErr("Started in", 300);

            JsonNode well = await(data, status -> states(status).contains("practising"));
            assertThat(well.path("phase").asText()).isEqualTo("practising");
            assertThat(well.path("problem").isNull()).isTrue();
            assertThat(well.path("page").asText()).startsWith("http://127.0.0.1:");
            assertThat(well.path("pid").asLong()).isPositive();
            assertThat(well.path("durability").asText()).contains("PostgreSQL");
            assertThat(well.at("/trainer/state").asText()).isEqualTo("next round at 100000");
            assertThat(well.has("rejected_records")).isTrue();
            for (String part : List.of("PostgreSQL", "Kafka", "ROS master", "trainer")) {
                assertThat(component(well, part).path("state").asText())
                        .as(part)
                        .isEqualTo("running");
                assertThat(component(well, part).path("age_s").asDouble())
                        .as(part)
                        .isLessThan(10);
            }

            JsonNode hangs;
            List<Long> postgres = postgres(data);
            signal("-STOP", postgres);
            try {
                hangs = await(
                        data,
                        status -> component(status, "PostgreSQL").path("age_s").asDouble() > 10);
            } finally {
                signal("-CONT", postgres);
            }
            assertThat(component(hangs, "PostgreSQL").path("state").asText()).isEqualTo("no answer");
            assertThat(component(hangs, "Kafka").path("state").asText()).isEqualTo("running");
            assertThat(component(hangs, "ROS master").path("state").asText()).isEqualTo("running");
            assertThat(hangs.path("problem").asText())
                    .startsWith("PostgreSQL at")
                    .contains("does not answer");
            await(
                    data,
                    status -> component(status, "PostgreSQL")
                            .path("state")
                            .asText()
                            .equals("running"));

            FarmProcess.run(temp, "stop", "--all", "--reason", "lunch", "--data", data.toString());
            JsonNode stopped = await(data, status -> states(status).equals(List.of("stopped", "stopped")));
            assertThat(stopped.path("phase").asText()).isEqualTo("stopped");
            assertThat(stopped.path("problem").asText())
                    .startsWith("All arms are stopped")
                    .contains("lunch");
            assertThat(stopped.at("/arms/0/reason").asText()).contains("lunch");
        } finally {
            farm.kill();
        }

        JsonNode ended = await(data, status -> true);
        assertThat(ended.path("phase").asText()).isEqualTo("not running");
        assertThat(states(ended)).containsExactly("stopped", "stopped");
        assertThat(ended.at("/arms/1/reason").asText()).contains("lunch");
        assertThat(ended.path("pid").isNull()).isTrue();
    }

    /** Asks again until it is so, and says the last answer if it does not become so. */
    private JsonNode await(Path data, Predicate<JsonNode> wanted) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            JsonNode status = FarmProcess.run(temp, "status", "--data", data.toString(), "--json")
                    .json();
            if (wanted.test(status)) {
                return status;
            }
            assertThat(System.nanoTime()).as("%s", status).isLessThan(deadline);
        }
    }

    private static List<String> states(JsonNode status) {
        List<String> states = new ArrayList<>();
        status.path("arms").forEach(arm -> states.add(arm.path("state").asText()));
        return states;
    }

    private static JsonNode component(JsonNode status, String name) {
        for (JsonNode part : status.path("components")) {
            if (part.path("name").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no " + name + " in " + status);
    }

    private static List<Long> postgres(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            ProcessHandle server = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).get(0).strip()))
                    .orElseThrow();
            return Stream.concat(Stream.of(server), server.descendants())
                    .map(ProcessHandle::pid)
                    .toList();
        }
    }

    private static void signal(String signal, List<Long> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(pid -> command.add(Long.toString(pid)));
        try {
            assertThat(new ProcessBuilder(command).start().waitFor(10, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
