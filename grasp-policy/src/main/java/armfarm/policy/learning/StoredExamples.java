package armfarm.policy.learning;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.messages.EncodedImage;
import armfarm.policy.training.ExampleSource;
import java.util.function.Consumer;

/** Shows a frozen training set of the store to the trainer, row by row; the store proves by its hash that all of it was shown. */
record StoreExamples(EpisodeStore store, TrainingSet set) implements ExampleSource {
    @Override
    public void forEach(Consumer<TrainingExample> sink) {
        store.trainingSets().examples(set.id(), sink);
    }

    @Override
    public EncodedImage image(TrainingExample example) {
        return store.episodes().image(example.image());
    }
}
