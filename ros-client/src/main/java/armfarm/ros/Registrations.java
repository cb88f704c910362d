package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.ros.messages.MessageType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node offers and follows, and that its master knows it. One change at a time, so that nothing is registered
 * again while it is being withdrawn. Thread-safe.
 */
final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final Duration CLOSING_TIMEOUT = Duration.ofMillis(300);

    private final NodeCore node;
    private final ParameterClient parameters;
    private final Map<GraphName, Publisher<?>> publishers = new ConcurrentHashMap<>();
    private final Map<GraphName, TopicLinks> topics = new ConcurrentHashMap<>();
    private final List<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();
    private final Map<GraphName, ServiceServer<?, ?>> services = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();

    Registrations(NodeCore node, ParameterClient parameters) {
        this.node = node;
        this.parameters = parameters;
    }

    Collection<Publisher<?>> publishers() {
        return Collections.unmodifiableCollection(publishers.values());
    }

    /** All of them, also several of one topic. */
    List<Subscriber<?>> subscribers() {
        return Collections.unmodifiableList(subscribers);
    }

    Collection<TopicLinks> topics() {
        return Collections.unmodifiableCollection(topics.values());
    }

    /** @return null if the node does not publish it */
    Publisher<?> publisher(String topic) {
        return find(publishers, topic);
    }

    /** @return null if the node does not follow it */
    TopicLinks topic(String topic) {
        return find(topics, topic);
    }

    /** @return null if the node does not offer it */
    ServiceServer<?, ?> service(String service) {
        return find(services, service);
    }

    private static <V> V find(Map<GraphName, V> byName, String path) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().path().equals(path))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** @param anyway also while the master does not answer: then it is registered later */
    void add(Publisher<?> publisher, boolean anyway) {
        change(() -> {
            if (publishers.putIfAbsent(publisher.topic(), publisher) != null) {
                throw new DriverException("Node " + node.name() + " already publishes " + publisher.topic());
            }
            orElseForget(() -> register(publisher), anyway, () -> publishers.remove(publisher.topic()));
        });
    }

    void add(ServiceServer<?, ?> server) {
        change(() -> {
            if (services.putIfAbsent(server.service(), server) != null) {
                throw new DriverException("Node " + node.name() + " already offers the service " + server.service());
            }
            orElseForget(
                    () -> register(server), node.config().waitsForMaster(), () -> services.remove(server.service()));
        });
    }

    /**
     * Follows a topic, over the links that the node has already if it follows the topic.
     *
     * @throws DriverException if it follows the topic with another type, or the master does not answer
     */
    <T> Subscriber<T> follow(GraphName topic, MessageType<T> type, SubscriberOptions options, Consumer<T> callback) {
        changing.lock();
        try {
            TopicLinks known = topics.get(topic);
            TopicLinks links =
                    known != null ? known : new TopicLinks(new FollowedTopic(node, topic, type, options.noDelay()));
            links.followed().requireSameType(type);
            Subscriber<T> subscriber = new Subscriber<>(links, type, options, callback, this::remove);
            links.add(subscriber.receiver());
            if (known == null) {
                addOrEnd(links, subscriber);
            }
            subscribers.add(subscriber);
            return subscriber;
        } finally {
            changing.unlock();
        }
    }

    private void addOrEnd(TopicLinks links, Subscriber<?> first) {
        try {
            add(links);
        } catch (DriverException e) {
            first.closeQueue();
            throw e;
        }
    }

    private void add(TopicLinks topic) {
        topics.put(topic.topic(), topic);
        orElseForget(() -> register(topic), node.config().waitsForMaster(), () -> topics.remove(topic.topic()));
    }

    /** Runs with nothing else changing; may be nested. */
    private void change(Runnable task) {
        changing.lock();
        try {
            task.run();
        } finally {
            changing.unlock();
        }
    }

    private void orElseForget(Runnable registration, boolean anyway, Runnable forget) {
        try {
            registration.run();
            node.masterAnswered();
        } catch (DriverException e) {
            if (!anyway) {
                forget.run();
                throw e;
            }
            LOG.warn("{}; it will be registered when the master answers", e.getMessage());
            node.masterFailed(e);
        }
    }

    private void register(Publisher<?> publisher) {
        node.master().registerPublisher(publisher.topic(), publisher.type().name(), node.uri());
    }

    private void register(ServiceServer<?, ?> server) {
        node.master().registerService(server.service(), node.serviceUri(), node.uri());
    }

    private void register(TopicLinks topic) {
        topic.registering();
        topic.registered(node.master()
                .registerSubscriber(topic.topic(), topic.followed().type().name(), node.uri()));
    }

    private void registerAgain(TopicLinks topic) {
        topic.registering();
        topic.registeredAgain(node.master()
                .registerSubscriber(topic.topic(), topic.followed().type().name(), node.uri()));
    }

    void remove(Publisher<?> publisher) {
        change(() -> {
            if (publishers.remove(publisher.topic(), publisher)) {
                publisher.closeConnections();
                node.master().unregisterPublisher(publisher.topic(), node.uri());
            }
        });
    }

    void remove(ServiceServer<?, ?> server) {
        change(() -> {
            if (services.remove(server.service(), server)) {
                server.closeConnections();
                node.master().unregisterService(server.service(), node.serviceUri());
            }
        });
    }

    void remove(Subscriber<?> subscriber) {
        change(() -> {
            subscriber.closeQueue();
            subscribers.remove(subscriber);
            TopicLinks topic = subscriber.links();
            if (!topic.remove(subscriber.receiver()) && topics.remove(topic.topic(), topic)) {
                topic.close();
                node.master().unregisterSubscriber(topic.topic(), node.uri());
            }
        });
    }

    /** Whether the node has anything the master should know. */
    boolean isEmpty() {
        return publishers.isEmpty()
                && topics.isEmpty()
                && services.isEmpty()
                && parameters.followed().isEmpty();
    }

    /** Whether the master knows everything that it can tell. Parameters it cannot. */
    boolean knownIn(MasterApi.SystemState state) {
        return known(publishers.keySet(), state.publishers())
                && known(topics.keySet(), state.subscribers())
                && known(services.keySet(), state.services());
    }

    private boolean known(Set<GraphName> names, Map<String, List<String>> nodesByName) {
        return names.stream()
                .allMatch(name -> nodesByName
                        .getOrDefault(name.path(), List.of())
                        .contains(node.name().path()));
    }

    /** Registers everything with a master that has forgotten it. */
    void registerAllAgain() {
        change(() -> {
            publishers.values().forEach(this::register);
            services.values().forEach(this::register);
            topics.values().forEach(this::registerAgain);
        });
        // Outside: its callbacks may change what is registered.
        parameters.registerAgain();
    }

    /** Withdraws everything in one call, even if the master is gone or another thread is stuck with it. */
    void unregisterAll(URI masterUri) {
        MasterApi quick = new MasterApi(masterUri, node.name(), CLOSING_TIMEOUT);
        boolean locked = false;
        try {
            locked = changing.tryLock(CLOSING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (!isEmpty()) {
                quick.callAll(withdrawals(quick));
            }
        } catch (DriverException e) {
            LOG.debug("Node {} closes without its master: {}", node.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                changing.unlock();
            }
        }
    }

    private List<Map<String, Object>> withdrawals(MasterApi api) {
        List<Map<String, Object>> calls = new ArrayList<>();
        String self = node.uri().toString();
        publishers.keySet().forEach(topic -> calls.add(api.prepared("unregisterPublisher", topic.path(), self)));
        topics.keySet().forEach(topic -> calls.add(api.prepared("unregisterSubscriber", topic.path(), self)));
        services.keySet()
                .forEach(service -> calls.add(api.prepared(
                        "unregisterService", service.path(), node.serviceUri().toString())));
        parameters.followed().forEach(key -> calls.add(api.prepared("unsubscribeParam", self, key)));
        return calls;
    }

    void closeConnections() {
        publishers.values().forEach(Publisher::closeConnections);
        services.values().forEach(ServiceServer::closeConnections);
        subscribers.forEach(Subscriber::closeQueue);
        topics.values().forEach(TopicLinks::close);
    }
}
