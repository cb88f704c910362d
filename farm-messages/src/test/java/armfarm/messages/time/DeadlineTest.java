package armfarm.messages.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void isOverWhenItsTimeHasPassedAlsoWhereTheTickerOverflows() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(2), nanos::get);

        nanos.addAndGet(1_500_000_000L);

        assertThat(deadline.isOver()).isFalse();
        assertThat(deadline.left()).isEqualTo(Duration.ofMillis(500));
        nanos.addAndGet(500_000_000L);
        assertThat(deadline.isOver()).isTrue();
        nanos.addAndGet(1);
        assertThat(deadline.left()).isZero();
    }

    @Test
    void isNeverOverAfterALongerTimeThanATickerCounts() {
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), nanos::get)
                        .isOver())
                .isFalse();
        assertThat(Deadline.never().isOver()).isFalse();
    }

    @Test
    void givesASocketAtLeastOneMillisecondAndThenRefuses() throws SocketTimeoutException {
        Deadline deadline = Deadline.after(Duration.ofMillis(20), nanos::get);

        nanos.addAndGet(19_999_999);

        assertThat(deadline.leftMillis()).isOne();
        nanos.addAndGet(1);
        assertThatThrownBy(deadline::leftMillis)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("not done within 20 ms");
    }

    @Test
    void keepsAnEvenPaceForWhoeverIsLate() {
        Deadline first = Deadline.after(Duration.ofMillis(10), nanos::get);
        nanos.addAndGet(13_000_000);

        Deadline second = first.plus(Duration.ofMillis(10));

        assertThat(first.isOver()).isTrue();
        assertThat(second.left()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void looksAtAConditionOnceMoreWhenTheTimeIsOver() throws InterruptedException {
        Deadline deadline = Deadline.after(Duration.ZERO, nanos::get);

        assertThat(deadline.poll(Duration.ofHours(1), () -> true)).isTrue();
        assertThat(deadline.poll(Duration.ofHours(1), () -> false)).isFalse();
    }

    @Test
    void pollsUntilTheConditionHolds() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();

        boolean held = Deadline.never().poll(Duration.ofNanos(1), () -> looks.incrementAndGet() == 3);

        assertThat(held).isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void waitsOnAMonitorNoLongerThanItsTime() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        Deadline deadline = Deadline.after(Duration.ofMillis(1), () -> nanos.getAndAdd(600_000));

        synchronized (looks) {
            assertThat(deadline.await(looks, () -> looks.incrementAndGet() > 100))
                    .isFalse();
            assertThat(deadline.await(looks, () -> true)).isTrue();
        }

        assertThat(looks.get()).isLessThan(5);
    }

    @Test
    void parksUntilTheMomentUnlessInterrupted() {
        Deadline deadline = Deadline.after(Duration.ofNanos(3), nanos::getAndIncrement);

        assertThat(deadline.park()).isTrue();
        Thread.currentThread().interrupt();
        assertThat(Deadline.never().park()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
