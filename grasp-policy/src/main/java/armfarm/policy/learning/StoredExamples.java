package armfarm.policy.learning;

import armfarm.episodes.Episodes;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSets;
import armfarm.messages.EncodedImage;
import armfarm.policy.training.ExampleSource;
import java.util.function.Consumer;

/** A frozen training set of the store, row by row; the store proves by its hash that all of it was shown. */
public record StoredExamples(TrainingSets sets, Episodes episodes, TrainingSet set) implements ExampleSource {
    @Override
    public void forEach(Consumer<TrainingExample> sink) {
        sets.examples(set.id(), sink);
    }

    @Override
    public EncodedImage image(TrainingExample example) {
        return episodes.image(example.image());
    }

    @Override
    public EncodedImage depth(TrainingExample example) {
        return episodes.depth(example.depth().orElseThrow());
    }
}
