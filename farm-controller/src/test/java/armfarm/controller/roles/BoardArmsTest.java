package armfarm.controller.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.Notice;
import armfarm.messages.ArmId;
import armfarm.messages.board.ArmStatus;
import armfarm.policy.practice.ArmActivity.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardArmsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private final BoardArms arms = new BoardArms();

    @Test
    void remembersSinceWhenAnArmDoesWhatItDoes() {
        ArmFacts first = update(0, report(State.PRACTISING, "", true));
        ArmFacts later = update(30, report(State.PRACTISING, "", true));
        ArmFacts other = update(31, report(State.IDLE, "", true));

        assertThat(first.since()).isEqualTo(NOW.minusSeconds(1));
        assertThat(later.since()).isEqualTo(first.since());
        assertThat(other.since()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void aFaultGoesOnWhileTheArmTriesAgainAndEndsWithTheFirstReportWithoutIt() {
        update(0, report(State.RECOVERING, "no image", true));
        ArmFacts trying = update(3, report(State.PRACTISING, "no image", true));
        ArmFacts well = update(9, report(State.PRACTISING, "", true));

        assertThat(trying.trouble().orElseThrow().since()).isEqualTo(NOW);
        assertThat(trying.trouble().orElseThrow().text()).isEqualTo("no image");
        assertThat(well.trouble()).isEmpty();
    }

    @Test
    void whatAWorkingArmMentionsIsNoFaultOfIt() {
        List<BoardArms.Seen> seen =
                arms.update(List.of(report(State.PRACTISING, "Kafka does not answer: 15 events wait", true)), NOW);

        assertThat(seen.get(0).facts().trouble()).isEmpty();
        assertThat(BoardArms.mentioned(seen))
                .extracting(Notice::kind, Notice::text)
                .containsExactly(tuple(Notice.Kind.EVENTS_WAIT, "arm_1: Kafka does not answer: 15 events wait"));
    }

    @Test
    void aPersonsStopIsToldAsOneAndEndsTheFaultBeforeIt() {
        update(0, report(State.RECOVERING, "no image", true));
        ArmFacts held = update(1, report(State.HELD, "stopped by ada", true));
        ArmFacts after = update(2, report(State.PRACTISING, "", true));

        assertThat(held.stop()).contains("stopped by ada");
        assertThat(held.trouble()).isEmpty();
        assertThat(after.trouble()).isEmpty();
        assertThat(after.stop()).isEmpty();
    }

    @Test
    void aSilentProcessIsToldWithItsLastSign() {
        assertThat(update(0, report(State.PRACTISING, "", false)).lastSign()).contains(NOW.minusSeconds(1));
        assertThat(update(1, report(State.PRACTISING, "", true)).lastSign()).isEmpty();
    }

    private ArmFacts update(long seconds, ArmStatus report) {
        return arms.update(List.of(report), NOW.plusSeconds(seconds)).get(0).facts();
    }

    private static ArmStatus report(State state, String fault, boolean alive) {
        return new ArmStatus(
                new ArmId("arm_1"),
                "p1",
                state.name(),
                5,
                5,
                Optional.empty(),
                Optional.empty(),
                fault.isEmpty() ? Optional.empty() : Optional.of(fault),
                Optional.empty(),
                Optional.empty(),
                alive,
                Duration.ofSeconds(1));
    }
}
