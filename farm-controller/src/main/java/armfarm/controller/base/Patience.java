package armfarm.controller.base;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again while a service of the farm is not there yet, or not there any more. Stateless. */
public final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long PAUSE_MILLISECONDS = 500;

    private Patience() {}

    /**
     * Blocks until the call succeeds.
     *
     * @param longest after this the call's failure is thrown
     * @param stopRequested asked before each further try
     * @throws FarmException of the call: at once if it cannot pass by itself (neither RESOURCE nor DEVICE), else after that time or on a stop
     */
    public static <T> T call(Duration longest, BooleanSupplier stopRequested, Supplier<T> call) {
        Deadline deadline = Deadline.after(longest);
        boolean told = false;
        while (true) {
            try {
                return call.get();
            } catch (FarmException e) {
                boolean mayPass = e.code() == ErrorCode.RESOURCE || e.code() == ErrorCode.DEVICE;
                if (!mayPass || stopRequested.getAsBoolean() || deadline.isOver()) {
                    throw e;
                }
                if (!told) {
                    LOG.warn("Trying again for up to {} s: {}", longest.toSeconds(), e.getMessage());
                    told = true;
                }
                pause(e);
            }
        }
    }

    private static void pause(FarmException why) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }
}
