package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DaemonThreadsTest {
    @Test
    void aThreadThatTheSystemDoesNotGiveIsNotCounted() {
        DaemonThreads threads = new DaemonThreads(task -> new Thread(task) {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        });

        assertThatThrownBy(() -> threads.start("link", () -> {})).isInstanceOf(OutOfMemoryError.class);
        assertThat(threads.running()).isZero();
        assertThat(threads.awaitEnd(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void theEndOfAllThreadsIsAwaited() {
        DaemonThreads threads = new DaemonThreads();
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            threads.start("link", ended::incrementAndGet);
        }

        assertThat(threads.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(ended).hasValue(3);
    }
}
