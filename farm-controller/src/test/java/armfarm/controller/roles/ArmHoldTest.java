package armfarm.controller.roles;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.InMemoryFarmBoard;
import armfarm.messages.board.ProcessLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ArmHoldTest {
    private static final ArmId ARM = new ArmId("arm_1");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final FarmBoard board = new InMemoryFarmBoard(() -> now);
    private final ProcessLock other = board.lock("arm arm_1");
    private BoardTasks tasks;
    private ArmHold hold;

    private void practises() {
        board.begin(OptionalLong.empty(), 0);
        tasks = new BoardTasks(board, ARM, "p1", board.plan(), () -> {});
        hold = new ArmHold(board, ARM, board.lock("arm arm_1"), "p1", tasks, () -> now);
    }

    @Test
    void anArmThatIsOursMayBegin() {
        practises();

        hold.look();

        assertThat(tasks.next(true)).isPresent();
        assertThat(hold.fault()).isEmpty();
    }

    @Test
    void anArmThatAnotherProcessHasBeginsNothingAndIsGivenUpAfterHalfAMinute() {
        practises();
        assertThat(other.check()).isEqualTo(ProcessLock.State.HELD);

        hold.look();
        assertThat(tasks.next(true)).isEmpty();
        now = now.plusSeconds(30);
        hold.look();
        assertThat(hold.fault())
                .as("the server may only not have noticed that a connection broke")
                .isEmpty();
        now = now.plusMillis(1);
        hold.look();

        assertThat(hold.fault())
                .hasValueSatisfying(
                        fault -> assertThat(fault).hasMessageContaining("Arm arm_1 is run by another process"));
    }

    @Test
    void anArmThatIsFreeAgainGoesOn() {
        practises();
        other.check();
        hold.look();
        now = now.plusSeconds(29);
        other.close();

        hold.look();
        now = now.plusSeconds(29);
        hold.look();

        assertThat(tasks.next(true)).isPresent();
        assertThat(hold.fault()).isEmpty();
    }

    @Test
    void anArmOfWhichAnotherProcessReportsIsGivenUpAtOnce() {
        practises();
        other.check();
        board.report(new ArmStatus(
                ARM,
                "p2",
                "PRACTISING",
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Duration.ZERO));

        hold.look();

        assertThat(hold.fault()).isPresent();
    }
}
