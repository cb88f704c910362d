package armfarm.controller.collection;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.ArmCell;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
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
                    activity.fault().ifPresent(said::add);
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
