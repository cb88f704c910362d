package armfarm.ingest;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats calls to a store that lacks a resource (code RESOURCE), with growing pauses, up to a limit. */
final class StoreRetry {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRetry.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Duration limit;
    private final InstantSource clock;
    private final CountDownLatch stop;

    /** @param stop ends the waiting; the call then fails with the store's last error */
    StoreRetry(Duration limit, InstantSource clock, CountDownLatch stop) {
        this.limit = limit;
        this.clock = clock;
        this.stop = stop;
    }

    /** @throws FarmException the store's own error if it is not RESOURCE, or did not pass within the limit */
    <T> T call(Supplier<T> storeCall) {
        Instant deadline = clock.instant().plus(limit);
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return storeCall.get();
            } catch (FarmException e) {
                if (e.code() != ErrorCode.RESOURCE || clock.instant().isAfter(deadline) || stopped(pauseMillis)) {
                    throw e;
                }
                LOG.warn("The store refused, trying the same again: {}", e.getMessage());
            }
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    /** The same questions, each asked by {@link #call}. */
    StoredAttempts patient(StoredAttempts stored) {
        return new StoredAttempts() {
            @Override
            public boolean isStored(AttemptId attempt) {
                return call(() -> stored.isStored(attempt));
            }

            @Override
            public Optional<AttemptId> newestOf(ArmId arm) {
                return call(() -> stored.newestOf(arm));
            }
        };
    }

    private boolean stopped(long pauseMillis) {
        try {
            return stop.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
