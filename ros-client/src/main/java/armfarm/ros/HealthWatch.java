package armfarm.ros;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a topic's data stops coming, with the cause, and when it comes again. Looked at by the node's watching thread
 * every few seconds ({@link RosNodeConfig#masterCheck}), which also calls the callback.
 */
public final class HealthWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final Supplier<TopicHealth> topic;
    private final Duration maxSilence;
    private final Consumer<TopicHealth> callback;
    private final Consumer<HealthWatch> closed;
    private TopicHealth.Cause last = TopicHealth.Cause.OK;

    /** @param closed is told when it looks no more */
    HealthWatch(
            Supplier<TopicHealth> topic,
            Duration maxSilence,
            Consumer<TopicHealth> callback,
            Consumer<HealthWatch> closed) {
        this.topic = topic;
        this.closed = closed;
        this.maxSilence = maxSilence;
        this.callback = callback;
    }

    /** Called by one thread. */
    void look() {
        TopicHealth health = topic.get();
        boolean tooEarly = !health.ok()
                && health.cause() != TopicHealth.Cause.UNREADABLE
                && health.silentFor().compareTo(maxSilence) <= 0;
        if (tooEarly || health.cause() == last) {
            return;
        }
        last = health.cause();
        if (health.ok()) {
            LOG.info("{}: data comes again", health.topic());
        } else {
            LOG.warn("No data: {}", health);
        }
        try {
            callback.accept(health);
        } catch (RuntimeException e) {
            LOG.warn("A callback failed on the health of {}", health.topic(), e);
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed.accept(this);
    }
}
