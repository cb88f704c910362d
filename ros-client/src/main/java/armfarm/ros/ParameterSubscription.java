package armfarm.ros;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows one parameter until closed. Keeps a copy of its value. Thread-safe; the callback is called once at a time. */
public final class ParameterSubscription implements AutoCloseable {
    private final Consumer<ParameterSubscription> unsubscribe;
    private final String name;
    private final Consumer<Optional<Object>> callback;
    private final ParameterTree copy = new ParameterTree();
    private boolean updated;
    private boolean closed;

    /** @param unsubscribe takes it from the master */
    ParameterSubscription(
            String name, Consumer<Optional<Object>> callback, Consumer<ParameterSubscription> unsubscribe) {
        this.name = name;
        this.callback = callback;
        this.unsubscribe = unsubscribe;
    }

    /** Full name. */
    public String name() {
        return name;
    }

    /** The newest value; empty if it is not set. An empty struct counts as not set, as ROS does not tell them apart. */
    public synchronized Optional<Object> value() {
        return copy.get(name).filter(value -> !isUnset(value));
    }

    synchronized void registering() {
        updated = false;
    }

    /** What the master answered to the registration; stale if an update came in between. */
    synchronized void registered(Object value) {
        if (!updated) {
            set(name, value);
        }
    }

    /** @param changed the parameter that changed: this one, or one below it */
    synchronized void update(String changed, Object value) {
        if (changed.equals(name) || name.equals("/") || changed.startsWith(name + "/")) {
            updated = true;
            set(changed, value);
        }
    }

    private void set(String changed, Object value) {
        if (closed) {
            return;
        }
        Optional<Object> before = value();
        if (isUnset(value)) {
            if (changed.equals("/")) {
                copy.set("/", Map.of());
            } else {
                copy.delete(changed);
            }
        } else {
            copy.set(changed, value);
        }
        if (!before.equals(value())) {
            callback.accept(value());
        }
    }

    private static boolean isUnset(Object value) {
        return value instanceof Map<?, ?> struct && struct.isEmpty();
    }

    /** Calls the callback no more and tells the master. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        unsubscribe.accept(this);
    }
}
