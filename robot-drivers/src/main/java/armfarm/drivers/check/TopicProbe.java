package armfarm.drivers.check;

import armfarm.messages.time.Ticker;
import armfarm.ros.GraphName;
import armfarm.ros.RosNode;
import armfarm.ros.Subscriber;
import armfarm.ros.TopicHealth;
import armfarm.ros.messages.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Listens to one topic and keeps the latest messages with their time of arrival. Thread-safe. */
final class TopicProbe<M> {
    private static final int KEPT = 64;
    private static final Duration ONCE_IS_ENOUGH = Duration.ofDays(1);

    private final Subscriber<?> subscriber;
    private final InstantSource clock;
    private final Deque<Arrival<M>> arrivals = new ArrayDeque<>();
    private long count;

    /** A message, when it came by the wall clock, and by one that is not set. */
    record Arrival<M>(M message, Instant at, long nanos) {}

    /** @param mapping from the topic's message to what is kept */
    <T> TopicProbe(RosNode node, GraphName topic, MessageType<T> type, Function<T, M> mapping, InstantSource clock) {
        this.clock = clock;
        this.subscriber = node.subscribe(topic, type, message -> put(mapping.apply(message)));
    }

    /** Keeps the messages as they are. */
    static <M> TopicProbe<M> of(RosNode node, GraphName topic, MessageType<M> type, InstantSource clock) {
        return new TopicProbe<>(node, topic, type, Function.identity(), clock);
    }

    private synchronized void put(M message) {
        count++;
        arrivals.addLast(new Arrival<>(message, clock.instant(), Ticker.system().nanos()));
        if (arrivals.size() > KEPT) {
            arrivals.removeFirst();
        }
    }

    GraphName topic() {
        return subscriber.topic();
    }

    MessageType<?> type() {
        return subscriber.type();
    }

    synchronized long count() {
        return count;
    }

    synchronized List<Arrival<M>> arrivals() {
        return List.copyOf(arrivals);
    }

    boolean connected() {
        return subscriber.connectionCount() > 0;
    }

    /** Why no message came, or that all is well; a topic that spoke once is well. */
    TopicHealth health() {
        return subscriber.health(ONCE_IS_ENOUGH);
    }

    /** Messages a second over those kept; 0 for fewer than three. */
    synchronized double hertz() {
        if (arrivals.size() < 3) {
            return 0;
        }
        double seconds = (arrivals.getLast().nanos() - arrivals.getFirst().nanos()) / 1e9;
        return seconds <= 0 ? 0 : (arrivals.size() - 1) / seconds;
    }
}
