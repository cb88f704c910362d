package armfarm.controller.collection;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.ArmCell;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import armfarm.messages.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmLoopTest {
    private static final ArmId ARM = new ArmId("arm_1");

    @TempDir
    private Path folder;

    @Test
    void goesOnAfterWhatNobodyForesawAndSaysWhatItWas() throws InterruptedException {
        Iterator<Runnable> failures = List.<Runnable>of(
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        () -> {
                            throw new NoClassDefFoundError("a library");
                        })
                .iterator();
        CountDownLatch thirdTry = new CountDownLatch(1);
        List<String> said = new ArrayList<>();
        ArmActivity activity = new ArmActivity(ARM, Instant.EPOCH);
        ArmLoop loop = new ArmLoop(
                setup(() -> {
                    activity.trouble().map(ArmActivity.Trouble::text).ifPresent(said::add);
                    if (failures.hasNext()) {
                        failures.next().run();
                    }
                    thirdTry.countDown();
                    throw new IllegalStateException("the end");
                }),
                activity);
        Thread thread = new Thread(loop, "arm");

        thread.start();

        assertThat(thirdTry.await(20, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("a bug");
        assertThat(said.get(1)).contains("a library");
    }

    @Test
    void aPersonsStopIsNoFaultAndLeavesNoneBehind() throws InterruptedException {
        StopLatch latch = new StopLatch(folder);
        ArmActivity activity = new ArmActivity(ARM, Instant.EPOCH);
        activity.failed("the fault before the stop", false, Instant.EPOCH);
        latch.stop(ARM, "ada", "lunch", Instant.EPOCH);
        CountDownLatch tried = new CountDownLatch(1);
        List<ArmSnapshot> whileTrying = new ArrayList<>();
        ArmLoop loop = new ArmLoop(
                setup(() -> {
                    whileTrying.add(activity.snapshot());
                    tried.countDown();
                    throw new IllegalStateException("the end");
                }),
                activity);
        Thread thread = new Thread(loop, "arm");
        thread.start();
        while (activity.state() != ArmActivity.State.HELD) {
            Thread.onSpinWait();
        }

        ArmSnapshot held = activity.snapshot();
        latch.reset(ARM);

        assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(held.stop().orElse("")).contains("stopped by ada", "lunch");
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

    /** Of what a loop has, only what it needs before its cell is connected. */
    private ArmLoop.Setup setup(Supplier<ArmCell> connect) {
        return new ArmLoop.Setup(
                connect,
                true,
                new StopLatch(folder).of(ARM),
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
