package armfarm.controller.roles;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BoardStateTest {
    private static final Instant READ_AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration AGE = Duration.ofSeconds(2);

    @Test
    void whatWasReadLongAgoIsNotYoung() {
        PlanState plan = new PlanState(
                FarmPhase.PRACTISING, OptionalLong.empty(), 7, OptionalLong.empty(), Optional.empty(), 0, 0, 0);
        BoardState read = new BoardState(plan, List.of(), Optional.empty(), 1, READ_AT);

        assertThat(read.isYoungerThan(AGE, READ_AT)).isTrue();
        assertThat(read.isYoungerThan(AGE, READ_AT.plusMillis(1999))).isTrue();
        assertThat(read.isYoungerThan(AGE, READ_AT.plusSeconds(2))).isFalse();
        assertThat(read.isYoungerThan(AGE, READ_AT.plusSeconds(600))).isFalse();
    }
}
