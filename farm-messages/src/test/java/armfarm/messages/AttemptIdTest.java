package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptIdTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

    @Test
    void isAVersion7UuidThatTellsItsTime() {
        AttemptId id = AttemptId.next(NOW, new Random(1));

        assertThat(id.uuid().version()).isEqualTo(7);
        assertThat(id.uuid().variant()).isEqualTo(2);
        assertThat(id.uuid().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void sortsByTime() {
        Random random = new Random(2);

        assertThat(AttemptId.next(NOW, random)).isLessThan(AttemptId.next(NOW.plusMillis(1), random));
    }

    @Test
    void differsWithinAMillisecond() {
        Random random = new Random(3);
        Set<AttemptId> ids = new HashSet<>();

        for (int i = 0; i < 10_000; i++) {
            ids.add(AttemptId.next(NOW, random));
        }

        assertThat(ids).hasSize(10_000);
    }

    @Test
    void comesFromContentAndTimeAloneWhereItIsAskedTo() {
        AttemptId id = AttemptId.ofContent("f".repeat(63) + "0", NOW);

        assertThat(id).hasToString("01a202c0-f64b-7fff-bfff-ffffffffffff");
        assertThat(id.time()).contains(NOW);
        assertThat(AttemptId.ofContent("f".repeat(63) + "1", NOW))
                .as("the first 32 digits count")
                .isEqualTo(id);
        assertThat(AttemptId.ofContent("e".repeat(64), NOW)).isNotEqualTo(id);
        assertThat(AttemptId.parse("3d3a0e5e-5c0b-4e0b-8f43-000000000000").time())
                .isEmpty();
    }

    @Test
    void readsItsOwnText() {
        AttemptId id = AttemptId.next(NOW, new Random(4));

        assertThat(AttemptId.parse(id.toString())).isEqualTo(id);
        assertThatThrownBy(() -> AttemptId.parse("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
