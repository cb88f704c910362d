package armfarm.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartBackOffTest {
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final RestartBackOff backOff = new RestartBackOff(() -> now);

    @Test
    void whatBreaksAtOnceWaitsTwiceAsLongEachTimeUpToAMinute() {
        assertThat(Stream.generate(this::breaksSoonAfterItsStart).limit(8))
                .containsExactlyElementsOf(LongStream.of(1, 2, 4, 8, 16, 32, 60, 60)
                        .mapToObj(Duration::ofSeconds)
                        .toList());
    }

    @Test
    void fiveGoodMinutesForgetTheFaultsBefore() {
        Stream.generate(this::breaksSoonAfterItsStart).limit(5).forEach(wait -> {});
        backOff.started();
        now = now.plus(Duration.ofMinutes(5));

        assertThat(backOff.broke()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void startsThatFailForLongAreNotAGoodTime() {
        Duration longest = Stream.generate(() -> {
                    now = now.plusSeconds(90);
                    return backOff.broke();
                })
                .limit(12)
                .reduce((first, second) -> second)
                .orElseThrow();

        assertThat(longest).isEqualTo(Duration.ofMinutes(1));
    }

    private Duration breaksSoonAfterItsStart() {
        backOff.started();
        now = now.plusSeconds(2);
        return backOff.broke();
    }
}
