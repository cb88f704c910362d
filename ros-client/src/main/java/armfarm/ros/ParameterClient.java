package armfarm.ros;

import armfarm.messages.DriverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's parameters for one node. Names may be full (/robot/name), relative to the node's namespace (robot/name) or
 * private to the node (~name). Values are Integer, Boolean, String, Double, {@code List<?>}, {@code Map<String, ?>} or
 * {@code byte[]}. Each call blocks until the master answered and throws {@link DriverException} if it does not.
 * Thread-safe.
 */
public final class ParameterClient {
    private static final Logger LOG = LoggerFactory.getLogger(ParameterClient.class);

    private final NodeCore node;
    private final List<ParameterSubscription> subscriptions = new ArrayList<>();

    ParameterClient(NodeCore node) {
        this.node = node;
    }

    /** The value; empty if it is not set. "/" is all parameters. */
    public Optional<Object> get(String name) {
        return node.master().ask("getParam", key(name));
    }

    /** @throws DriverException also if it is set to something that is not text */
    public Optional<String> text(String name) {
        return get(name).map(value -> require(name, value, String.class, "text"));
    }

    /** @throws DriverException also if it is set to something that is not a whole number */
    public Optional<Integer> integer(String name) {
        return get(name).map(value -> require(name, value, Integer.class, "a whole number"));
    }

    /** @throws DriverException also if it is set to something that is not a number */
    public Optional<Double> number(String name) {
        return get(name)
                .map(value -> require(name, value, Number.class, "a number").doubleValue());
    }

    /** @throws DriverException also if it is set to something that is not true or false */
    public Optional<Boolean> flag(String name) {
        return get(name).map(value -> require(name, value, Boolean.class, "true or false"));
    }

    private <T> T require(String name, Object value, Class<T> type, String expected) {
        if (!type.isInstance(value)) {
            throw new DriverException("Parameter " + key(name) + " is '" + value + "', expected " + expected
                    + "; set it with rosparam set " + key(name));
        }
        return type.cast(value);
    }

    /** @param value of one of the types above; a map replaces everything below the name */
    public void set(String name, Object value) {
        node.master().call("setParam", key(name), value);
    }

    public boolean has(String name) {
        return Boolean.TRUE.equals(node.master().call("hasParam", key(name)));
    }

    /** @return whether it was set */
    public boolean delete(String name) {
        return node.master().ask("deleteParam", key(name)).isPresent();
    }

    /** Looks for a relative name in the node's own namespace and then in each one around it. @return its full name */
    public Optional<String> search(String name) {
        return node.master().ask("searchParam", name).map(Object::toString);
    }

    /** Full names of all parameters that are set. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        if (node.master().call("getParamNames") instanceof List<?> all) {
            all.forEach(name -> names.add(name.toString()));
        }
        return names;
    }

    /**
     * Follows a parameter.
     *
     * @param callback gets the value now, if it is set, and each later value; empty when it was deleted. Later values come
     *     on a thread of the node's own, in order; it should be quick
     */
    public ParameterSubscription subscribe(String name, Consumer<Optional<Object>> callback) {
        ParameterSubscription subscription = new ParameterSubscription(key(name), callback, this::close);
        synchronized (subscriptions) {
            subscriptions.add(subscription);
        }
        try {
            register(subscription);
            return subscription;
        } catch (DriverException e) {
            forget(subscription);
            throw e;
        }
    }

    private void register(ParameterSubscription subscription) {
        subscription.registering();
        subscription.registered(node.master().call("subscribeParam", node.uri().toString(), subscription.name()));
    }

    /** The master lost its memory: follows everything again and takes over the values it has now. */
    void registerAgain() {
        copy().forEach(this::register);
    }

    /** @param key may end with a slash, as rosmaster writes it */
    void update(String key, Object value) {
        String name = key.length() > 1 && key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
        for (ParameterSubscription subscription : copy()) {
            try {
                subscription.update(name, value);
            } catch (RuntimeException e) {
                LOG.warn("A callback failed on the new value of {}", name, e);
            }
        }
    }

    private void close(ParameterSubscription subscription) {
        forget(subscription);
        if (!followed().contains(subscription.name())) {
            node.master().call("unsubscribeParam", node.uri().toString(), subscription.name());
        }
    }

    private void forget(ParameterSubscription subscription) {
        synchronized (subscriptions) {
            subscriptions.remove(subscription);
        }
    }

    /** Names of the parameters that are followed. */
    Set<String> followed() {
        Set<String> names = new TreeSet<>();
        copy().forEach(subscription -> names.add(subscription.name()));
        return names;
    }

    private List<ParameterSubscription> copy() {
        synchronized (subscriptions) {
            return List.copyOf(subscriptions);
        }
    }

    private String key(String name) {
        return name.equals("/")
                ? name
                : GraphName.resolve(node.name().path(), name).path();
    }
}
