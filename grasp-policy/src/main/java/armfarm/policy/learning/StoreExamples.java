package armfarm.policy.learning;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.policy.training.GraspExample;
import armfarm.policy.training.LabeledAttempt;
import armfarm.policy.training.TrainingSet;

/** Shows frozen training sets of the store to the trainer, row by row. Stateless. */
final class StoreExamples {
    private final EpisodeStore store;

    StoreExamples(EpisodeStore store) {
        this.store = store;
    }

    /** A frozen set as the trainer wants it; the store proves by its hash that all of it was shown. */
    TrainingSet of(armfarm.episodes.TrainingSet frozen) {
        return new TrainingSet(
                frozen.id().toString(),
                frozen.sha256(),
                sink -> store.examples(frozen.id(), example -> sink.accept(labeled(example))));
    }

    private LabeledAttempt labeled(TrainingExample example) {
        return new LabeledAttempt(
                example.attempt(),
                example.success(),
                example.split() == Split.VALIDATION,
                () -> new GraspExample(store.readImage(example.image()), example.camera(), example.graspInBase()));
    }
}
