package armfarm.simulation;

import armfarm.messages.time.Ticker;
import java.util.concurrent.locks.LockSupport;

/** Told after every piece of simulated time; may wait so that the simulation does not run ahead. */
@FunctionalInterface
public interface SimulationPace {
    void reached(double simSeconds);

    /** Whether somebody may watch the arm on its way, so that it must not jump. */
    default boolean waits() {
        return false;
    }

    static SimulationPace asFastAsPossible() {
        return simSeconds -> {};
    }

    /** Waits until the wall clock has caught up. @param ticker elapsed time */
    static SimulationPace realTime(Ticker ticker) {
        return new SimulationPace() {
            private double lastSimSeconds = Double.NaN;
            private long lastNanos;

            @Override
            public boolean waits() {
                return true;
            }

            @Override
            public void reached(double simSeconds) {
                if (Double.isNaN(lastSimSeconds)) {
                    lastSimSeconds = simSeconds;
                    lastNanos = ticker.nanos();
                    return;
                }
                lastNanos += (long) ((simSeconds - lastSimSeconds) * 1e9);
                lastSimSeconds = simSeconds;
                long ahead = lastNanos - ticker.nanos();
                if (ahead < 0) {
                    // Time that passed while nothing was simulated is not caught up.
                    lastNanos -= ahead;
                }
                while (ahead > 1_000_000 && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(ahead);
                    ahead = lastNanos - ticker.nanos();
                }
            }
        };
    }
}
