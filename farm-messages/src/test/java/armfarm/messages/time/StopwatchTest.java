package armfarm.messages.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

    @Test
    void tellsHowLongAgoItWasStarted() {
        Stopwatch watch = Stopwatch.start(nanos::get);

        nanos.addAndGet(2_500_000_000L);

        assertThat(watch.elapsed()).isEqualTo(Duration.ofMillis(2500));
        assertThat(watch.elapsedSeconds()).isEqualTo(2.5);
        assertThat(watch.isPast(Duration.ofMillis(2500))).isFalse();
        assertThat(watch.isPast(Duration.ofMillis(2499))).isTrue();
        assertThat(watch.left(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(-500));
    }

    @Test
    void theSteadyClockGoesOnFromTheTimeOfDayItBeganWith() {
        Instant start = Instant.parse("2026-03-01T12:00:00Z");
        SteadyClock clock = new SteadyClock(() -> start, nanos::get);

        nanos.addAndGet(1_000_000);

        assertThat(clock.instant()).isEqualTo(start.plusMillis(1));
    }
}
