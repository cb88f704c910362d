package armfarm.ros;

import armfarm.ros.xmlrpc.XmlRpcClient;
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
 * Tells nodes what changed at the master. One thread at a time per node, and the value is taken when it is sent, so the
 * last update a node gets is the newest. Thread-safe.
 */
final class NodeNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNotifier.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    /**
     * What to tell.
     *
     * @param method of the node that is called
     * @param name of the topic or parameter that changed
     */
    record Update(String method, String name) {
        static Update publishers(String topic) {
            return new Update("publisherUpdate", topic);
        }

        static Update parameter(String name) {
            return new Update("paramUpdate", name);
        }
    }

    private final Function<Update, Object> currentValue;
    private final DaemonThreads threads;

    /** Updates still to be sent, by the address of the node; present while a thread is at it. */
    private final Map<String, Set<Update>> pending = new HashMap<>();

    NodeNotifier(Function<Update, Object> currentValue, DaemonThreads threads) {
        this.currentValue = currentValue;
        this.threads = threads;
    }

    synchronized void changed(Update update, List<String> nodeApis) {
        for (String api : nodeApis) {
            Set<Update> updates = pending.get(api);
            if (updates == null) {
                pending.put(api, new LinkedHashSet<>(Set.of(update)));
                threads.start("ros-master-update-" + api, () -> sendAll(api));
            } else {
                updates.add(update);
            }
        }
    }

    private void sendAll(String api) {
        for (Update update = next(api); update != null; update = next(api)) {
            send(api, update);
        }
    }

    private synchronized Update next(String api) {
        Iterator<Update> updates = pending.get(api).iterator();
        if (!updates.hasNext()) {
            pending.remove(api);
            return null;
        }
        Update update = updates.next();
        updates.remove();
        return update;
    }

    private void send(String api, Update update) {
        String problem = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                new XmlRpcClient(URI.create(api), TIMEOUT)
                        .call(update.method(), "/master", update.name(), currentValue.apply(update));
                return;
            } catch (IOException | IllegalArgumentException e) {
                problem = e.toString();
            }
        }
        LOG.info("Node {} could not be told of {}: {}", api, update, problem);
    }
}
