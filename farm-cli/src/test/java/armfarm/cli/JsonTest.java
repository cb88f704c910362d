package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Sample(
            long badHash,
            @JsonProperty("command_m_rad") List<Double> command,
            Optional<Instant> firstSeen,
            Optional<String> none,
            double p99EventToCommittedMs,
            String trainingSetSha256) {}

    @Test
    void printsOneLineWithSnakeCaseKeysInOrderAndInstantsAsText() throws JsonProcessingException {
        Sample sample = new Sample(
                3,
                List.of(0.5, -1.0),
                Optional.of(Instant.parse("2026-11-22T12:00:00.000100Z")),
                Optional.empty(),
                1.5,
                "ab");

        assertThat(printed(sample))
                .isEqualTo("{\"bad_hash\":3,\"command_m_rad\":[0.5,-1.0],"
                        + "\"first_seen\":\"2026-11-22T12:00:00.000100Z\",\"none\":null,"
                        + "\"p99_event_to_committed_ms\":1.5,\"training_set_sha256\":\"ab\"}"
                        + System.lineSeparator());
    }

    @Test
    void addsKeysAtTheEnd() throws JsonProcessingException {
        assertThat(printed(Json.tree(new Rate(2)).put("spooled_bytes", 7L)).strip())
                .isEqualTo("{\"attempts_per_second\":2,\"spooled_bytes\":7}");
    }

    private record Rate(int attemptsPerSecond) {}

    private static String printed(Object value) throws JsonProcessingException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Json.print(value);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
