package armfarm.ros;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who publishes, subscribes and serves what and who follows which parameter, by node name, and where each node is
 * reached. Thread-safe.
 */
final class MasterRegistry {
    /** What a node can be registered for. */
    enum Role {
        PUBLISHER,
        SUBSCRIBER,
        SERVICE,
        PARAMETER
    }

    private final Map<Role, Map<String, Set<String>>> nodesByName = new HashMap<>();
    private final Map<String, String> nodeApis = new HashMap<>();
    private final Map<String, String> serviceApis = new HashMap<>();
    private final Map<String, String> topicTypes = new TreeMap<>();

    MasterRegistry() {
        for (Role role : Role.values()) {
            nodesByName.put(role, new TreeMap<>());
        }
    }

    /** @return the address of an older node of the same name, whose registrations are gone now */
    synchronized Optional<String> register(Role role, String name, String node, String nodeApi) {
        String olderApi = nodeApis.get(node);
        boolean replaces = olderApi != null && !olderApi.equals(nodeApi);
        if (replaces) {
            nodesByName.values().forEach(byName -> byName.values().forEach(nodes -> nodes.remove(node)));
        }
        nodeApis.put(node, nodeApi);
        nodesByName
                .get(role)
                .computeIfAbsent(name, key -> new LinkedHashSet<>())
                .add(node);
        return replaces ? Optional.of(olderApi) : Optional.empty();
    }

    synchronized void publishedType(String topic, String type) {
        topicTypes.merge(topic, type, (old, found) -> found.equals("*") ? old : found);
    }

    /** A subscriber's type counts until a publisher says its own; "*" says nothing. */
    synchronized void subscribedType(String topic, String type) {
        if (!type.equals("*")) {
            topicTypes.putIfAbsent(topic, type);
        }
    }

    /** A service has one provider, the newest. */
    synchronized void serviceApi(String service, String node, String serviceApi) {
        serviceApis.put(service, serviceApi);
        nodesByName.get(Role.SERVICE).get(service).retainAll(Set.of(node));
    }

    /** @return whether the node was registered under this address */
    synchronized boolean unregister(Role role, String name, String node, String nodeApi) {
        Set<String> nodes = nodesByName.get(role).getOrDefault(name, new LinkedHashSet<>());
        if (!nodeApi.equals(nodeApis.get(node)) || !nodes.remove(node)) {
            return false;
        }
        if (nodesByName.values().stream()
                .noneMatch(byName -> byName.values().stream().anyMatch(n -> n.contains(node)))) {
            nodeApis.remove(node);
        }
        return true;
    }

    /** @return whether the service was served at this address */
    synchronized boolean unregisterService(String service, String node, String serviceApi) {
        return serviceApis.remove(service, serviceApi)
                && unregister(Role.SERVICE, service, node, nodeApis.getOrDefault(node, ""));
    }

    synchronized Optional<String> nodeApi(String node) {
        return Optional.ofNullable(nodeApis.get(node));
    }

    synchronized Optional<String> serviceApi(String service) {
        return Optional.ofNullable(serviceApis.get(service));
    }

    /** Addresses of the nodes that are registered for the name. */
    synchronized List<String> apis(Role role, String name) {
        return nodesByName.get(role).getOrDefault(name, Set.of()).stream()
                .map(nodeApis::get)
                .toList();
    }

    /** Names that anyone is registered for. */
    synchronized Set<String> names(Role role) {
        Set<String> names = new TreeSet<>();
        nodesByName.get(role).forEach((name, nodes) -> {
            if (!nodes.isEmpty()) {
                names.add(name);
            }
        });
        return names;
    }

    /** Topics that the node publishes. */
    synchronized Set<String> publishedBy(String node) {
        Set<String> topics = new TreeSet<>();
        nodesByName.get(Role.PUBLISHER).forEach((topic, nodes) -> {
            if (nodes.contains(node)) {
                topics.add(topic);
            }
        });
        return topics;
    }

    /** Every topic ever registered with its type. */
    synchronized List<Object> topicTypes() {
        return pairs(topicTypes);
    }

    /** Topics below the name that someone publishes, with their types. */
    synchronized List<Object> publishedTopics(String below) {
        String prefix = below.endsWith("/") ? below : below + "/";
        Map<String, String> published = new TreeMap<>();
        nodesByName.get(Role.PUBLISHER).forEach((topic, nodes) -> {
            if (!nodes.isEmpty() && (topic.startsWith(prefix) || topic.equals(below))) {
                published.put(topic, topicTypes.getOrDefault(topic, "*"));
            }
        });
        return pairs(published);
    }

    /** Publishers, subscribers and services: three lists of [name, [node, ...]]. */
    synchronized List<Object> systemState() {
        List<Object> state = new ArrayList<>();
        for (Role role : List.of(Role.PUBLISHER, Role.SUBSCRIBER, Role.SERVICE)) {
            List<Object> entries = new ArrayList<>();
            nodesByName.get(role).forEach((name, nodes) -> {
                if (!nodes.isEmpty()) {
                    entries.add(List.of(name, List.copyOf(nodes)));
                }
            });
            state.add(entries);
        }
        return state;
    }

    private static List<Object> pairs(Map<String, String> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(List.of(key, value)));
        return pairs;
    }
}
