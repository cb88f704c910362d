package armfarm.drivers.ros;

import armfarm.drivers.ros.xmlrpc.XmlRpcClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers who publishes their topics. One thread at a time per subscriber, and the list is taken when it is
 * sent, so the last update a subscriber gets is the newest. Thread-safe.
 */
final class SubscriberNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriberNotifier.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    private final Function<String, List<String>> publishersOfTopic;
    private final DaemonThreads threads;

    /** Topics still to be sent, by subscriber address; present while a thread is at it. */
    private final Map<String, Set<String>> pending = new HashMap<>();

    SubscriberNotifier(Function<String, List<String>> publishersOfTopic, DaemonThreads threads) {
        this.publishersOfTopic = publishersOfTopic;
        this.threads = threads;
    }

    synchronized void publishersChanged(String topic, List<String> subscriberApis) {
        for (String api : subscriberApis) {
            Set<String> topics = pending.get(api);
            if (topics == null) {
                pending.put(api, new LinkedHashSet<>(Set.of(topic)));
                threads.start("ros-master-update-" + api, () -> sendAll(api));
            } else {
                topics.add(topic);
            }
        }
    }

    private void sendAll(String api) {
        for (String topic = nextTopic(api); topic != null; topic = nextTopic(api)) {
            send(api, topic);
        }
    }

    private synchronized String nextTopic(String api) {
        Iterator<String> topics = pending.get(api).iterator();
        if (!topics.hasNext()) {
            pending.remove(api);
            return null;
        }
        String topic = topics.next();
        topics.remove();
        return topic;
    }

    private void send(String api, String topic) {
        String problem = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                new XmlRpcClient(URI.create(api), TIMEOUT)
                        .call("publisherUpdate", "/master", topic, publishersOfTopic.apply(topic));
                return;
            } catch (IOException | IllegalArgumentException e) {
                problem = e.toString();
            }
        }
        LOG.info("Subscriber {} of {} could not be told of its publishers: {}", api, topic, problem);
    }
}
