package armfarm.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long to wait before something that broke is started again: a second, then twice as long each time up to a minute, so
 * that what breaks at once does not keep the machine busy. Five minutes without a fault forget the earlier ones. Confined to
 * one thread.
 */
final class RestartBackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration GOOD = Duration.ofMinutes(5);

    private final InstantSource clock;
    /** Empty while it is broken: starts that fail are no good time, however long they take. */
    private Optional<Instant> runningSince;

    private Duration next = FIRST;

    RestartBackOff(InstantSource clock) {
        this.clock = clock;
        started();
    }

    /** It runs again. */
    void started() {
        runningSince = Optional.of(clock.instant());
    }

    /** It broke. @return how long to wait now */
    Duration broke() {
        if (runningSince
                .filter(since -> !since.plus(GOOD).isAfter(clock.instant()))
                .isPresent()) {
            next = FIRST;
        }
        runningSince = Optional.empty();
        Duration wait = next;
        next = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
        return wait;
    }
}
