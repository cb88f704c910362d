package armfarm.controller.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.roles.EvaluationTask;
import armfarm.episodes.roles.FarmPhase;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.policy.practice.AttemptTask;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTasksTest {
    private final FakeBoard board = new FakeBoard();
    private final AtomicInteger modelChecks = new AtomicInteger();

    private SharedTasks tasks() {
        return new SharedTasks(board, new ArmId("arm_1"), "p1", board.plan(), modelChecks::incrementAndGet);
    }

    @Test
    void asksForEveryAttemptAndGivesAnAbortedOneBack() {
        board.target = OptionalLong.of(1);
        SharedTasks tasks = tasks();

        AttemptTask first = tasks.next(true).orElseThrow();
        assertThat(tasks.next(true)).isEmpty();
        tasks.finished(first, false);
        tasks.refresh();

        assertThat(first).isEqualTo(AttemptTask.COLLECT);
        assertThat(board.handedOut).isZero();
        assertThat(tasks.next(true)).contains(AttemptTask.COLLECT);
    }

    @Test
    void goesOnWhileTheBoardIsAwayAndCountsItAfterwards() {
        board.target = OptionalLong.of(12);
        board.handedOut = 10;
        SharedTasks tasks = tasks();
        board.away = true;

        assertThat(tasks.next(true)).as("notices").isEmpty();
        assertThat(tasks.isAway()).isTrue();
        AttemptTask alone = tasks.next(true).orElseThrow();
        tasks.finished(alone, true);
        AttemptTask aborted = tasks.next(true).orElseThrow();
        assertThat(tasks.next(true)).as("the target as far as it is known").isEmpty();
        tasks.finished(aborted, false);
        assertThatThrownBy(tasks::refresh).isInstanceOf(FarmException.class);
        board.away = false;
        tasks.refresh();

        assertThat(board.handedOut).isEqualTo(11);
        assertThat(tasks.isAway()).isFalse();
    }

    @Test
    void beginsNothingAloneAfterThePracticeWasStopped() {
        SharedTasks tasks = tasks();
        board.phase = FarmPhase.OVER;
        tasks.refresh();
        board.away = true;

        assertThatThrownBy(tasks::refresh).isInstanceOf(FarmException.class);
        assertThat(tasks.next(true)).isEmpty();
        assertThat(tasks.next(true)).isEmpty();
    }

    @Test
    void beginsNothingWhileTheArmIsAnotherProcesss() {
        SharedTasks tasks = tasks();

        tasks.allow(false);
        assertThat(tasks.next(true)).isEmpty();
        tasks.allow(true);
        assertThat(tasks.next(true)).isPresent();
    }

    @Test
    void evaluatesWithTheNewestModelAndTellsTheAnswerWhenItCan() {
        board.phase = FarmPhase.EVALUATING;
        board.queue.add(new EvaluationTask(1, 77, false));
        SharedTasks tasks = tasks();

        assertThat(tasks.next(false)).as("an arm whose bin nobody arranges").isEmpty();
        AttemptTask task = tasks.next(true).orElseThrow();
        tasks.finished(task, false);
        AttemptTask again = tasks.next(true).orElseThrow();
        board.away = true;
        tasks.finished(again, true);
        board.away = false;
        tasks.refresh();

        assertThat(task).isEqualTo(AttemptTask.evaluate(77, false));
        assertThat(modelChecks).hasValue(2);
        assertThat(board.answers).containsExactly(false, true);
        assertThat(board.queue).isEmpty();
    }
}
