package armfarm.policy.training;

import java.util.function.Consumer;

/** Shows the attempts of a training set. */
@FunctionalInterface
public interface ExampleSource {
    /** Shows every attempt once, each time in the same order, without keeping them. Blocks. */
    void forEach(Consumer<LabeledAttempt> sink);
}
