package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreRetryTest {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private Instant now = TestAttempts.TIME;
    private final StoreRetry retry = new StoreRetry(Duration.ofSeconds(5), () -> now, stop);

    @Test
    void triesTheSameAgainUntilTheStoreAccepts() {
        int result = retry.call(() -> {
            if (calls.incrementAndGet() < 2) {
                throw new FarmException(ErrorCode.RESOURCE, "disk full");
            }
            return 42;
        });

        assertThat(result).isEqualTo(42);
        assertThat(calls).hasValue(2);
    }

    @Test
    void givesUpAfterTheLimitWithTheStoresError() {
        assertThatThrownBy(() -> retry.call(() -> {
                    calls.incrementAndGet();
                    now = now.plusSeconds(6);
                    throw new FarmException(ErrorCode.RESOURCE, "disk full");
                }))
                .hasMessage("disk full");
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotRepeatWhatCannotPass() {
        assertThatThrownBy(() -> retry.call(() -> {
                    calls.incrementAndGet();
                    throw new FarmException(ErrorCode.DATA, "another writer");
                }))
                .hasMessage("another writer");
        assertThat(calls).hasValue(1);
    }

    @Test
    void stopsWaitingOnRequest() {
        stop.countDown();

        assertThatThrownBy(() -> retry.call(() -> {
                    calls.incrementAndGet();
                    throw new FarmException(ErrorCode.RESOURCE, "disk full");
                }))
                .hasMessage("disk full");
        assertThat(calls).hasValue(1);
    }
}
