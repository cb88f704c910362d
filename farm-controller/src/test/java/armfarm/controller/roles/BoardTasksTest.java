package armfarm.controller.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.messages.Purpose;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.policy.practice.AttemptTask;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoardTasksTest {
    private final RemoteBoard remote = new RemoteBoard(InstantSource.fixed(Instant.EPOCH));
    private final FarmBoard board = remote.content;
    private final AtomicInteger modelChecks = new AtomicInteger();

    private BoardTasks tasks() {
        FarmBoard reached = remote.reached();
        return new BoardTasks(reached, new ArmId("arm_1"), "p1", reached.plan(), modelChecks::incrementAndGet);
    }

    private void practise(OptionalLong target, long collected) {
        board.begin(target, collected);
    }

    @Test
    void handsOutNoMoreThanTheTargetAndCountsEarlierRuns() {
        practise(OptionalLong.of(10), 8);
        BoardTasks one = tasks();
        BoardTasks other = tasks();

        AttemptTask first = one.next(true).orElseThrow();
        AttemptTask second = other.next(true).orElseThrow();

        assertThat(one.next(true)).isEmpty();
        one.finished(first, true);
        other.finished(second, true);
        assertThat(one.next(true)).isEmpty();
        assertThat(one.completed() + other.completed()).isEqualTo(2);
    }

    @Test
    void makesAnAbortedAttemptAgainAtOnce() {
        practise(OptionalLong.of(1), 0);
        BoardTasks tasks = tasks();

        AttemptTask first = tasks.next(true).orElseThrow();
        tasks.finished(first, false);

        assertThat(first).isEqualTo(AttemptTask.PRACTICE);
        assertThat(board.plan().handedOut()).isZero();
        assertThat(tasks.completed()).isZero();
        assertThat(tasks.next(true)).contains(AttemptTask.PRACTICE);
    }

    @Test
    void theArmsCountingDoesNotEndTheWaitOfOneThatRecovers() throws InterruptedException {
        practise(OptionalLong.of(10), 0);
        BoardTasks tasks = tasks();
        Thread recovers = new Thread(() -> {
            try {
                tasks.awaitChange(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        recovers.start();
        awaitWaiting(recovers);

        board.countHandedOut(3);
        tasks.refresh();
        tasks.allow(true);

        assertThat(recovers.getState()).isEqualTo(Thread.State.TIMED_WAITING);
        board.enter(FarmPhase.STORING);
        tasks.refresh();
        recovers.join(20_000);
        assertThat(recovers.isAlive()).as("a new phase ends it").isFalse();
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void waitsForTheTrainerWhenFarAhead() {
        practise(OptionalLong.of(10), 0);
        board.limitPractice(1);
        BoardTasks tasks = tasks();
        tasks.finished(tasks.next(true).orElseThrow(), true);

        assertThat(tasks.next(true)).isEmpty();
        board.limitPractice(2);
        assertThat(tasks.next(true)).contains(AttemptTask.PRACTICE);
    }

    @Test
    void anAttemptIsUnderWayFromWhenItIsHandedOutUntilItIsOver() {
        practise(OptionalLong.of(1), 0);
        BoardTasks tasks = tasks();
        assertThat(tasks.underWay()).isFalse();

        AttemptTask task = tasks.next(true).orElseThrow();
        assertThat(tasks.underWay()).isTrue();
        tasks.finished(task, true);

        assertThat(tasks.underWay()).isFalse();
        assertThat(tasks.next(true)).isEmpty();
        assertThat(tasks.underWay()).as("nothing was handed out").isFalse();
    }

    @Test
    void beginsNothingWhenPracticeIsOverEvenIfItHasNotHeardOfIt() {
        practise(OptionalLong.empty(), 0);
        BoardTasks tasks = tasks();

        board.enter(FarmPhase.STORING);

        assertThat(tasks.plan().phase()).isEqualTo(FarmPhase.PRACTISING);
        assertThat(tasks.next(true)).isEmpty();
    }

    @Test
    void goesOnWhileTheBoardIsAwayAndCountsItAfterwards() {
        practise(OptionalLong.of(12), 10);
        BoardTasks tasks = tasks();
        remote.away = true;

        assertThat(tasks.next(true)).as("notices").isEmpty();
        assertThat(tasks.isAway()).isTrue();
        AttemptTask alone = tasks.next(true).orElseThrow();
        tasks.finished(alone, true);
        AttemptTask aborted = tasks.next(true).orElseThrow();
        assertThat(tasks.next(true)).as("the target as far as it is known").isEmpty();
        tasks.finished(aborted, false);
        assertThatThrownBy(tasks::refresh).isInstanceOf(FarmException.class);
        remote.away = false;
        tasks.refresh();

        assertThat(board.plan().handedOut()).isEqualTo(11);
        assertThat(tasks.isAway()).isFalse();
    }

    @Test
    void givesAnAttemptBackThatWasAbortedWhileTheBoardWasAway() {
        practise(OptionalLong.of(5), 0);
        BoardTasks tasks = tasks();
        AttemptTask task = tasks.next(true).orElseThrow();
        remote.away = true;
        tasks.finished(task, false);
        assertThat(board.plan().handedOut()).isEqualTo(1);

        remote.away = false;
        tasks.refresh();

        assertThat(board.plan().handedOut()).isZero();
    }

    @Test
    void beginsNothingAloneAfterThePracticeWasStopped() {
        practise(OptionalLong.empty(), 0);
        BoardTasks tasks = tasks();
        board.enter(FarmPhase.OVER);
        tasks.refresh();
        remote.away = true;

        assertThatThrownBy(tasks::refresh).isInstanceOf(FarmException.class);
        assertThat(tasks.next(true)).isEmpty();
        assertThat(tasks.next(true)).isEmpty();
    }

    @Test
    void beginsNothingWhileTheArmIsAnotherProcesss() {
        practise(OptionalLong.empty(), 0);
        BoardTasks tasks = tasks();

        tasks.allow(false);
        assertThat(tasks.next(true)).isEmpty();
        tasks.allow(true);
        assertThat(tasks.next(true)).isPresent();
    }

    @Test
    void evaluatesEachSceneOncePerPolicyAndAnAbortedOneAgain() {
        board.evaluate(7, 1);
        board.enter(FarmPhase.EVALUATING);
        BoardTasks tasks = tasks();

        AttemptTask random = tasks.next(true).orElseThrow();
        tasks.finished(random, true);
        AttemptTask model = tasks.next(true).orElseThrow();
        tasks.finished(model, false);

        assertThat(random.random()).isTrue();
        assertThat(model.random()).isFalse();
        assertThat(random.freshSceneSeed()).isEqualTo(model.freshSceneSeed());
        assertThat(random.purpose()).isEqualTo(Purpose.EVALUATION);
        assertThat(board.plan().evaluationsLeft()).isEqualTo(1);
        assertThat(tasks.completed()).as("practice").isZero();
        assertThat(tasks.next(true)).contains(model);
    }

    @Test
    void evaluatesWithTheNewestModelAndTellsTheAnswerWhenItCan() {
        board.evaluate(77, 1);
        board.enter(FarmPhase.EVALUATING);
        BoardTasks tasks = tasks();

        assertThat(tasks.next(false)).as("an arm whose bin nobody arranges").isEmpty();
        AttemptTask task = tasks.next(true).orElseThrow();
        remote.away = true;
        tasks.finished(task, true);
        assertThat(board.plan().evaluationsLeft()).isEqualTo(2);
        remote.away = false;
        tasks.refresh();

        assertThat(task).isEqualTo(AttemptTask.evaluate(77, true));
        assertThat(modelChecks).hasValue(1);
        assertThat(board.plan().evaluationsLeft()).isEqualTo(1);
    }
}
