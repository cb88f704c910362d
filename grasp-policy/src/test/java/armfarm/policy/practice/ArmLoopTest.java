package armfarm.policy.practice;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.GraspPolicy;
import armfarm.policy.RandomPolicy;
import armfarm.policy.outcome.OutcomeRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArmLoopTest {
    private static final ArmId ARM = new ArmId("arm_1");

    private volatile Optional<String> stopped = Optional.empty();

    @Test
    void goesOnAfterWhatNobodyForesawAndSaysWhatItWas() throws InterruptedException {
        Iterator<Runnable> failures = List.<Runnable>of(
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        () -> {
                            throw new NoClassDefFoundError("a library");
                        },
                        () -> {
                            throw new OutOfMemoryError("Java heap space");
                        })
                .iterator();
        CountDownLatch fourthTry = new CountDownLatch(1);
        List<String> said = new ArrayList<>();
        ArmActivity activity = new ArmActivity(ARM, Instant.EPOCH);
        ArmLoop loop = new ArmLoop(
                setup(() -> {
                    activity.trouble().map(ArmActivity.Trouble::text).ifPresent(said::add);
                    if (failures.hasNext()) {
                        failures.next().run();
                    }
                    fourthTry.countDown();
                    throw new IllegalStateException("the end");
                }),
                activity);
        try (Supervision supervision = new Supervision(InstantSource.system(), told -> {})) {
            supervision
                    .loop("arm", self -> loop.run(self::progress), LoopOptions.defaults())
                    .start();

            assertThat(fourthTry.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(supervision.problems()).isEmpty();
            loop.stop();
        }
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).contains("a bug");
        assertThat(said.get(1)).contains("a library of the system could not be loaded");
        assertThat(said.get(2)).contains("the memory is full");
        assertThat(String.join(" ", said)).doesNotContain("Exception", "Error");
    }

    @Test
    void aPersonsStopIsNoFaultAndLeavesNoneBehind() throws InterruptedException {
        ArmActivity activity = new ArmActivity(ARM, Instant.EPOCH);
        activity.failed("the fault before the stop", false, Instant.EPOCH);
        stopped = Optional.of("stopped by ada: lunch");
        CountDownLatch tried = new CountDownLatch(1);
        List<ArmSnapshot> whileTrying = new ArrayList<>();
        ArmLoop loop = new ArmLoop(
                setup(() -> {
                    whileTrying.add(activity.snapshot());
                    tried.countDown();
                    throw new IllegalStateException("the end");
                }),
                activity);
        Supervision supervision = new Supervision(InstantSource.system(), told -> {});
        supervision
                .loop("arm", self -> loop.run(self::progress), LoopOptions.defaults())
                .start();
        while (activity.state() != ArmActivity.State.HELD) {
            Thread.onSpinWait();
        }

        ArmSnapshot held = activity.snapshot();
        stopped = Optional.empty();

        assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        supervision.close();
        assertThat(held.stop().orElse("")).isEqualTo("stopped by ada: lunch");
        assertThat(held.trouble()).isEmpty();
        assertThat(whileTrying.get(0).stop()).isEmpty();
        assertThat(whileTrying.get(0).trouble()).as("no old fault comes back").isEmpty();
    }

    @Test
    void aFaultLastsSinceTheFirstOneInARow() {
        ArmActivity activity = new ArmActivity(ARM, Instant.EPOCH);

        activity.failed("first", false, Instant.EPOCH.plusSeconds(1));
        activity.ended(Outcome.ABORTED);
        activity.failed("second", true, Instant.EPOCH.plusSeconds(9));

        assertThat(activity.trouble()).contains(new ArmActivity.Trouble("second", true, Instant.EPOCH.plusSeconds(1)));
        activity.ended(Outcome.FAILURE);
        assertThat(activity.trouble()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-0.20, -0.16", "0.18, 0.21"})
    void practisesOnALowAndOnAHighTable(double fromZ, double toZ) throws InterruptedException {
        WorkspaceLimits workspace = new WorkspaceLimits(0.4, 0.6, -0.1, 0.1, fromZ, toZ, 1.5);
        List<AttemptEnded> ended = new ArrayList<>();
        AttemptPlan plan = new AttemptPlan(3, 0, () -> Long.MAX_VALUE);
        ArmLoop loop = new ArmLoop(
                new ArmLoop.Setup(
                        () -> new FakeArmCell(workspace, AttemptHeights.over(workspace), toZ + 0.35),
                        false,
                        () -> stopped,
                        plan,
                        new RandomPolicies(),
                        new OutcomeRules(0.001, 0.004, 0.001, (lifted, dropped) -> 0.5),
                        new PracticeConfig(15, 2, 0.1),
                        event -> {
                            if (event instanceof AttemptEnded end) {
                                ended.add(end);
                            }
                        },
                        InstantSource.fixed(Instant.EPOCH),
                        1,
                        1,
                        "test"),
                new ArmActivity(ARM, Instant.EPOCH));
        Supervision supervision = new Supervision(InstantSource.system(), told -> {});

        supervision
                .loop("arm", self -> loop.run(self::progress), LoopOptions.defaults())
                .start();

        for (int i = 0; i < 100 && !plan.idle(); i++) {
            plan.awaitChange(200);
        }
        loop.stop();
        supervision.close();
        assertThat(ended)
                .extracting(AttemptEnded::outcome)
                .containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.SUCCESS);
    }

    private static final class RandomPolicies implements PolicySource {
        @Override
        public GraspPolicy random() {
            return new RandomPolicy();
        }

        @Override
        public GraspPolicy collecting() {
            return random();
        }

        @Override
        public Optional<GraspPolicy> greedy() {
            return Optional.empty();
        }

        @Override
        public Optional<ModelVersion> model() {
            return Optional.empty();
        }
    }

    /** Of what a loop has, only what it needs before its cell is connected. */
    private ArmLoop.Setup setup(Supplier<ArmCell> connect) {
        return new ArmLoop.Setup(
                connect,
                true,
                () -> stopped,
                new AttemptPlan(10, 0, () -> Long.MAX_VALUE),
                null,
                null,
                null,
                event -> {},
                InstantSource.fixed(Instant.EPOCH),
                1,
                1,
                "test");
    }
}
