package armfarm.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptId;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingSplitTest {
    @Test
    void keepsAboutFivePercentForValidation() {
        Random random = new Random(1);
        Instant start = Instant.parse("2026-11-22T12:00:00Z");

        long validation = Stream.iterate(0, i -> i + 1)
                .limit(20_000)
                .map(i -> AttemptId.next(start.plusMillis(i), random))
                .filter(id -> TrainingSplit.of(id) == Split.VALIDATION)
                .count();

        assertThat(validation).isBetween(850L, 1150L);
    }

    @Test
    void neverChangesForAnId() {
        assertThat(TrainingSplit.of(AttemptId.parse("019aac04-2f80-7c3b-9a51-0123456789ab")))
                .isEqualTo(Split.TRAIN);
        assertThat(TrainingSplit.of(AttemptId.parse("019aac04-2f80-7000-8000-000000000016")))
                .isEqualTo(Split.TRAIN);
    }
}
