package armfarm.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProbesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final InstantSource clock = now::get;

    @Test
    void aQuestionThatHangsOrFailsHidesNoOther() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(2);
        CountDownLatch answered = new CountDownLatch(2);
        try (Probes probes = new Probes(clock, Duration.ofMillis(1))) {
            probes.add("hangs", () -> "a", "start it", () -> {
                hung.countDown();
                never.await();
            });
            probes.add("fails", () -> "b", "start it", () -> {
                failed.countDown();
                throw new FarmException(ErrorCode.RESOURCE, "connection refused");
            });
            probes.add("answers", () -> "c", "start it", answered::countDown);
            probes.start();
            assertThat(hung.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();

            now.set(now.get().plusSeconds(30));
            CountDownLatch later = new CountDownLatch(1);
            while (later.getCount() > 0) {
                if (state(probes, 2).ageSeconds() == 0) {
                    later.countDown();
                }
                boolean unused = never.await(1, TimeUnit.MILLISECONDS); // an endless wait can be interrupted here
            }

            assertThat(state(probes, 0).state()).isEqualTo(ComponentState.Condition.NO_ANSWER);
            assertThat(state(probes, 0).ageSeconds()).isEqualTo(30);
            assertThat(state(probes, 1).state()).isEqualTo(ComponentState.Condition.NO_ANSWER);
            assertThat(state(probes, 1).reason()).isEqualTo("connection refused");
            assertThat(state(probes, 2).state()).isEqualTo(ComponentState.Condition.RUNNING);
        }
    }

    @Test
    void aPartThatAnswersAgainIsWellAgain() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch repaired = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(2);
        try (Probes probes = new Probes(clock, Duration.ofMillis(1))) {
            probes.add("part", () -> "", "start it", () -> {
                if (repaired.getCount() > 0) {
                    asked.countDown();
                    throw new IllegalStateException("gone");
                }
                answered.countDown();
            });
            probes.start();
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            repaired.countDown();

            assertThat(answered.await(20, TimeUnit.SECONDS))
                    .isTrue(); // the second answer is behind the first one's note
            assertThat(state(probes, 0).state()).isEqualTo(ComponentState.Condition.RUNNING);
            assertThat(state(probes, 0).reason()).isEmpty();
        }
    }

    @Test
    void closingWaitsForNoQuestionThatHangs() throws InterruptedException {
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Probes probes = new Probes(clock, Duration.ofMillis(1));
        probes.add("hangs", () -> "", "start it", () -> {
            hung.countDown();
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    // A driver that does not care.
                }
            }
        });
        probes.start();
        assertThat(hung.await(20, TimeUnit.SECONDS)).isTrue();

        long since = System.nanoTime();
        probes.close();

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
        release.countDown();
    }

    private ComponentState state(Probes probes, int index) {
        return ComponentState.of(probes.facts().get(index), clock.instant());
    }
}
