package armfarm.ros;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time it is for a node: the wall clock, or what a simulator says on /clock while the parameter /use_sim_time is
 * true. The parameter is followed, so a node need not be restarted. Simulated time is {@link Instant#EPOCH} until the
 * simulator first speaks, stands still while it pauses and goes back when it is reset. Thread-safe.
 */
public final class RosClock implements InstantSource {
    static final GraphName CLOCK = GraphName.of("/clock");
    static final String USE_SIM_TIME = "/use_sim_time";

    private static final Logger LOG = LoggerFactory.getLogger(RosClock.class);

    private final GraphName node;
    private final InstantSource wallClock;
    private final Changes changes;
    private final AtomicLong jumpsBack = new AtomicLong();
    private volatile boolean simulated;
    private volatile Instant simulatedNow = Instant.EPOCH;

    /**
     * A clock that shows wall time until it is told otherwise.
     *
     * @param changes are told of each new time
     */
    RosClock(GraphName node, InstantSource wallClock, Changes changes) {
        this.node = node;
        this.wallClock = wallClock;
        this.changes = changes;
    }

    /** What the parameter says. */
    void useSimTime(Optional<Object> value) {
        simulated = value.equals(Optional.of(true));
        LOG.info("Node {} uses {} time", node, simulated ? "simulated" : "wall clock");
    }

    /** What the simulator says. */
    void set(Instant now) {
        if (now.isBefore(simulatedNow)) {
            jumpsBack.incrementAndGet();
            LOG.warn("Node {}: simulated time went back from {} to {}", node, simulatedNow, now);
        }
        simulatedNow = now;
        changes.happened();
    }

    @Override
    public Instant instant() {
        return simulated ? simulatedNow : wallClock.instant();
    }

    /** Whether the time is a simulator's. */
    public boolean simulated() {
        return simulated;
    }

    /** How often the simulated time went back: the simulator was reset, and older stamps are of another run. */
    public long jumpsBack() {
        return jumpsBack.get();
    }

    /** Blocks until there is a time other than zero or the timeout passed. @return whether there is one */
    public boolean awaitTime(Duration timeout) {
        return changes.await(() -> !instant().equals(Instant.EPOCH), timeout);
    }
}
