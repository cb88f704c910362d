package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.messages.EncodedImage;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.EvaluationTask;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.ProcessLock;
import armfarm.messages.board.TrainerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every board promises, wherever it keeps what it is told. */
abstract class FarmBoardContract {
    static final ArmId ARM = new ArmId("arm_1");

    /** The board under test; as new for each test. */
    abstract FarmBoard board();

    @Test
    void waitsForTheFirstControllerAndThenTellsItsPlan() {
        assertThat(board().plan().phase()).isEqualTo(FarmPhase.WAITING);
        assertThat(board().handOut()).isFalse();

        board().begin(OptionalLong.of(10), 8);

        assertThat(board().plan().practising()).isTrue();
        assertThat(board().plan().target()).hasValue(10);
        assertThat(board().plan().handedOut()).isEqualTo(8);
    }

    @Test
    void tellsEveryPhaseThatIsEnteredAndHandsOutPracticeInOneOnly() {
        board().begin(OptionalLong.empty(), 0);

        for (FarmPhase phase : FarmPhase.values()) {
            board().enter(phase);
            assertThat(board().plan().phase()).isEqualTo(phase);
            assertThat(board().handOut()).as(phase.word()).isEqualTo(phase == FarmPhase.PRACTISING);
        }
    }

    @Test
    void neverHandsOutMoreThanTheTargetHoweverManyAskAtOnce() throws Exception {
        board().begin(OptionalLong.of(100), 20);
        ExecutorService arms = Executors.newFixedThreadPool(4);
        List<Future<Integer>> handedOut = new ArrayList<>();

        for (int arm = 0; arm < 4; arm++) {
            handedOut.add(arms.submit(() -> {
                int taken = 0;
                while (board().handOut()) {
                    taken++;
                }
                return taken;
            }));
        }

        int sum = 0;
        for (Future<Integer> taken : handedOut) {
            sum += taken.get();
        }
        arms.shutdown();
        assertThat(sum).isEqualTo(80);
        board().countHandedOut(-1);
        assertThat(board().handOut()).isTrue();
    }

    @Test
    void countsWhatWasMadeWithoutAskingAndNeverBelowNothing() {
        board().begin(OptionalLong.of(10), 4);

        board().countHandedOut(3);
        assertThat(board().plan().handedOut()).isEqualTo(7);
        board().countHandedOut(-9);
        assertThat(board().plan().handedOut()).isZero();
        board().correctHandedOut(5);
        assertThat(board().plan().handedOut()).isEqualTo(5);
    }

    @Test
    void stopsHandingOutAtTheTrainersLimitWhilePausedAndWhenPracticeIsOver() {
        board().begin(OptionalLong.empty(), 0);
        board().limitPractice(1);

        assertThat(board().handOut()).isTrue();
        assertThat(board().handOut()).isFalse();
        board().limitPractice(5);
        board().pause(Optional.of("disk nearly full"));
        assertThat(board().handOut()).isFalse();
        assertThat(board().plan().pausedReason()).contains("disk nearly full");
        board().pause(Optional.empty());
        assertThat(board().handOut()).isTrue();
        board().enter(FarmPhase.TRAINING);
        assertThat(board().handOut()).isFalse();
    }

    @Test
    void aRestartedControllerKeepsTheCountWhileAnArmPractises() {
        board().begin(OptionalLong.of(100), 0);
        board().handOut();
        board().report(status("p1", "PRACTISING"));

        board().begin(OptionalLong.of(100), 0);
        long whilePractising = board().plan().handedOut();
        board().report(status("p1", "IDLE"));
        board().begin(OptionalLong.of(100), 0);

        assertThat(whilePractising).isEqualTo(1);
        assertThat(board().plan().handedOut()).isZero();
    }

    @Test
    void aNewRunDropsTheEvaluationsOfTheOneBefore() {
        board().begin(OptionalLong.of(1), 1);
        board().evaluate(7, 2);
        assertThat(board().plan().evaluationsLeft()).isEqualTo(4);

        board().begin(OptionalLong.of(1), 1);

        assertThat(board().plan().evaluationsLeft()).isZero();
    }

    @Test
    void queuesAnEvaluationOnceHoweverOftenItIsAskedFor() {
        board().evaluate(7, 1);
        board().evaluate(7, 2);

        assertThat(board().plan().evaluationsLeft()).isEqualTo(4);
    }

    @Test
    void handsAnEvaluationToAnotherArmOnlyWhenItsProcessIsSilent() {
        ArmId other = new ArmId("arm_2");
        board().begin(OptionalLong.of(1), 1);
        board().evaluate(7, 1);
        assertThat(board().claimEvaluation(ARM, "p1")).isEmpty(); // not the time for it yet
        board().enter(FarmPhase.EVALUATING);
        board().report(status("p1", "EVALUATING"));

        EvaluationTask first = board().claimEvaluation(ARM, "p1").orElseThrow();
        EvaluationTask second = board().claimEvaluation(other, "p2").orElseThrow();
        assertThat(List.of(first.random(), second.random())).containsExactly(true, false);
        assertThat(first.sceneSeed()).isEqualTo(7);
        board().finishEvaluation(second, true);
        assertThat(board().claimEvaluation(other, "p2")).isEmpty();
        assertThat(board().plan().evaluationsLeft()).isEqualTo(1);

        // The arm's next process took its place: the first one has died.
        board().report(status("p3", "STARTING"));
        assertThat(board().claimEvaluation(other, "p2")).contains(first);
        board().finishEvaluation(first, false);
        assertThat(board().claimEvaluation(ARM, "p3")).contains(first);
        board().finishEvaluation(first, true);
        assertThat(board().plan().evaluationsLeft()).isZero();
        board().finishEvaluation(first, false);
        assertThat(board().plan().evaluationsLeft())
                .as("one that seemed dead gives it back, but it is done")
                .isZero();
    }

    @Test
    void handsOutNoEvaluationWhilePaused() {
        board().evaluate(7, 1);
        board().enter(FarmPhase.EVALUATING);
        board().pause(Optional.of("disk nearly full"));

        assertThat(board().claimEvaluation(ARM, "p1")).isEmpty();
    }

    @Test
    void tellsWhatArmsAndTrainerSay() {
        ArmStatus status = status("p1", "PRACTISING");
        TrainerReport report = new TrainerReport(
                "t1", "training", 3, 10, 100, OptionalDouble.of(0.5), Duration.ofMillis(1500), true, Duration.ZERO);

        assertThat(board().trainer()).isEmpty();
        board().report(status("p0", "STARTING"));
        board().report(status);
        board().report(report);

        ArmStatus told = board().arms().get(0);
        assertThat(board().arms()).hasSize(1);
        assertThat(told)
                .usingRecursiveComparison()
                .ignoringFields("reportedAgo")
                .isEqualTo(status);
        assertThat(told.reportedAgo()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        TrainerReport trainer = board().trainer().orElseThrow();
        assertThat(trainer)
                .usingRecursiveComparison()
                .ignoringFields("reportedAgo")
                .isEqualTo(report);
        assertThat(trainer.reportedAgo()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void countsLastRounds() {
        assertThat(board().requestLastRound()).isEqualTo(1);
        assertThat(board().requestLastRound()).isEqualTo(2);
        board().lastRoundDone(1);
        assertThat(board().plan().lastRoundWanted()).isEqualTo(2);
        assertThat(board().plan().lastRoundDone()).isEqualTo(1);
    }

    @Test
    void aLockIsHeldByOneAndFreeWhenThatOneIsGone() {
        ProcessLock first = board().lock("arm arm_1");
        try (ProcessLock second = board().lock("arm arm_1");
                ProcessLock unrelated = board().lock("arm arm_2")) {
            assertThat(first.check()).isEqualTo(ProcessLock.State.HELD);
            assertThat(first.check()).isEqualTo(ProcessLock.State.HELD);
            assertThat(second.check()).isEqualTo(ProcessLock.State.TAKEN);
            assertThat(unrelated.check()).isEqualTo(ProcessLock.State.HELD);
            first.close();
            assertThat(second.check()).isEqualTo(ProcessLock.State.HELD);
        }
    }

    static ArmStatus status(String process, String state) {
        return new ArmStatus(
                ARM,
                process,
                state,
                5,
                12,
                Optional.of("r1-abc"),
                Optional.of("SUCCESS"),
                Optional.empty(),
                Optional.of(new EncodedImage(EncodedImage.JPEG, new byte[] {4, 5})),
                Optional.of(Instant.parse("2026-11-23T10:00:00Z")),
                true,
                Duration.ZERO);
    }
}
