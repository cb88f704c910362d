package armfarm.policy.release;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The model in use within this process. Thread-safe; never blocks. */
public final class CurrentModel implements PolicyPublisher {
    private final AtomicReference<ServedModel> model = new AtomicReference<>();

    @Override
    public void publish(ServedModel newModel) {
        model.set(newModel);
    }

    /** Empty until the first model. */
    public Optional<ServedModel> model() {
        return Optional.ofNullable(model.get());
    }
}
