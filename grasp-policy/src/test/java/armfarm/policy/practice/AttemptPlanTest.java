package armfarm.policy.practice;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.Purpose;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptPlanTest {
    private static long noLimit() {
        return Long.MAX_VALUE;
    }

    @Test
    void waitsForTheTrainerWhenFarAhead() {
        AtomicLong limit = new AtomicLong(1);
        AttemptPlan plan = new AttemptPlan(10, 0, limit::get);
        plan.finished(plan.next().orElseThrow(), true);

        assertThat(plan.next()).isEmpty();
        limit.set(2);
        assertThat(plan.next()).contains(AttemptTask.COLLECT);
    }

    @Test
    void handsOutNoMoreThanTheTargetAndCountsEarlierRuns() {
        AttemptPlan plan = new AttemptPlan(10, 8, AttemptPlanTest::noLimit);

        AttemptTask first = plan.next().orElseThrow();
        AttemptTask second = plan.next().orElseThrow();

        assertThat(plan.next()).isEmpty();
        plan.finished(first, true);
        plan.finished(second, true);
        assertThat(plan.collected()).isEqualTo(10);
        assertThat(plan.idle()).isTrue();
    }

    @Test
    void makesAnAbortedAttemptAgain() {
        AttemptPlan plan = new AttemptPlan(1, 0, AttemptPlanTest::noLimit);
        AttemptTask task = plan.next().orElseThrow();

        plan.finished(task, false);

        assertThat(plan.collected()).isZero();
        assertThat(plan.next()).contains(AttemptTask.COLLECT);
    }

    @Test
    void evaluatesEachSceneOncePerPolicyBeforeAnythingElse() {
        AttemptPlan plan = new AttemptPlan(100, 0, AttemptPlanTest::noLimit);

        plan.evaluate(7, 1);

        AttemptTask random = plan.next().orElseThrow();
        AttemptTask model = plan.next().orElseThrow();
        assertThat(random.random()).isTrue();
        assertThat(model.random()).isFalse();
        assertThat(random.freshSceneSeed()).isEqualTo(model.freshSceneSeed());
        assertThat(random.purpose()).isEqualTo(Purpose.EVALUATION);
        plan.finished(random, true);
        plan.finished(model, false);
        assertThat(plan.evaluationsLeft()).isEqualTo(1);
        assertThat(plan.collected()).isZero();
    }

    @Test
    void stopsHandingOutPracticeWhenTold() {
        AttemptPlan plan = new AttemptPlan(Long.MAX_VALUE, 0, AttemptPlanTest::noLimit);
        plan.stopCollecting();

        assertThat(plan.next()).isEmpty();
        assertThat(plan.idle()).isTrue();
    }
}
