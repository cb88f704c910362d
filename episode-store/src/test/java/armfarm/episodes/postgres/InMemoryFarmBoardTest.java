package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.messages.board.EvaluationTask;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.InMemoryFarmBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InMemoryFarmBoardTest extends FarmBoardContract {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final FarmBoard board = new InMemoryFarmBoard(() -> now);

    @Override
    FarmBoard board() {
        return board;
    }

    @Test
    void whoHasNotReportedForTenSecondsCountsAsDead() {
        board.report(status("p1", "PRACTISING"));
        now = now.plusMillis(9_999);
        assertThat(board.arms().get(0).alive()).isTrue();
        now = now.plusMillis(1);

        assertThat(board.arms().get(0).alive()).isFalse();
        assertThat(board.arms().get(0).reportedAgo()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void theClaimOfASilentProcessFallsFree() {
        ArmId other = new ArmId("arm_2");
        board.evaluate(7, 1);
        board.enter(FarmPhase.EVALUATING);
        board.report(status("p1", "EVALUATING"));
        EvaluationTask claimed = board.claimEvaluation(ARM, "p1").orElseThrow();
        assertThat(board.claimEvaluation(other, "p2")).isPresent().get().isNotEqualTo(claimed);

        now = now.plusSeconds(10);

        assertThat(board.claimEvaluation(other, "p2")).contains(claimed);
    }

    @Test
    void anAttemptOfASilentArmIsNotUnderWayForANewRun() {
        board.begin(OptionalLong.of(5), 0);
        board.handOut();
        board.report(status("p1", "PRACTISING"));
        now = now.plusSeconds(10);

        board.begin(OptionalLong.of(5), 0);

        assertThat(board.plan().handedOut()).isZero();
    }
}
