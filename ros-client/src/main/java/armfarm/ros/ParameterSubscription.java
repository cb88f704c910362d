package armfarm.ros;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows one parameter until closed. Keeps a copy of its value. Thread-safe; the callback is called once at a time. */
public final class ParameterSubscription implements AutoCloseable {
    private final ParameterClient client;
    private final String name;
    private final Consumer<Optional<Object>> callback;
    private final ParameterTree copy = new ParameterTree();
    private boolean updated;
    private boolean closed;

    ParameterSubscription(ParameterClient client, String name, Consumer<Optional<Object>> callback) {
        this.client = client;
        this.name = name;
        this.callback = callback;
    }

    /** Full name. */
    public String name() {
        return name;
    }

    /** The newest value; empty if it is not set. An empty struct counts as not set, as ROS does not tell them apart. */
    public synchronized Optional<Object> value() {
        return copy.get(name).filter(value -> !ParameterClient.isUnset(value));
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
        if (ParameterClient.isUnset(value)) {
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

    /** Calls the callback no more and tells the master. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        client.close(this);
    }
}
