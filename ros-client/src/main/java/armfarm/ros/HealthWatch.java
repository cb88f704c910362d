package armfarm.ros;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a topic's data stops coming, with the cause, and when it comes again. Looked at by the node's watching thread
 * every few seconds ({@link RosNodeConfig#masterCheck}), which also calls the callback.
 */
public final class HealthWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final Subscriber<?> subscriber;
    private final Duration maxSilence;
    private final Consumer<TopicHealth> callback;
    private TopicHealth.Cause last = TopicHealth.Cause.OK;

    HealthWatch(Subscriber<?> subscriber, Duration maxSilence, Consumer<TopicHealth> callback) {
        this.subscriber = subscriber;
        this.maxSilence = maxSilence;
        this.callback = callback;
    }

    /** Called by one thread. */
    void look() {
        TopicHealth health = subscriber.health(maxSilence);
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
        subscriber.links().node().forget(this);
    }
}
