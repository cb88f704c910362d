package armfarm.policy.training;

import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.messages.EncodedImage;
import java.util.function.Consumer;

/** Shows what was frozen to train on. Confined to the trainer's thread. */
public interface ExampleSource {
    TrainingSet set();

    /** Shows every example once, each time in the same order, without keeping them. Blocks. */
    void forEach(Consumer<TrainingExample> sink);

    /** Reads the example's image, which takes far longer than all the rest: asked only for what the trainer has not kept. */
    EncodedImage image(TrainingExample example);

    /** Likewise its depth, of a set of attempts with depth. */
    EncodedImage depth(TrainingExample example);
}
