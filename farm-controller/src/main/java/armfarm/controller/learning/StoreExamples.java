package armfarm.controller.learning;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.messages.AttemptId;
import armfarm.policy.training.ExampleSource;
import armfarm.policy.training.GraspExample;
import armfarm.policy.training.LabeledAttempt;
import armfarm.policy.training.TrainingSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows frozen training sets of the store to the trainer. Rows already read are kept: a later set begins with the same
 * attempts.
 *
 * <p>Confined to the trainer's thread.
 */
final class StoreExamples implements ExampleSource {
    private final EpisodeStore store;
    private final Map<AttemptId, TrainingExample> byAttempt = new HashMap<>();
    private final List<TrainingExample> inOrder = new ArrayList<>();

    StoreExamples(EpisodeStore store) {
        this.store = store;
    }

    /** Freezes what can be trained on now and reads what is new in it. */
    armfarm.episodes.TrainingSet freeze(String name) {
        armfarm.episodes.TrainingSet set = store.createTrainingSet(name);
        long last = inOrder.isEmpty() ? 0 : inOrder.get(inOrder.size() - 1).ordinal();
        for (TrainingExample example : store.examples(set.id(), last)) {
            inOrder.add(example);
            byAttempt.put(example.attempt(), example);
        }
        return set;
    }

    /** The latest frozen set as the trainer wants it. */
    TrainingSet toTrainingSet(armfarm.episodes.TrainingSet frozen) {
        List<LabeledAttempt> training = new ArrayList<>();
        List<LabeledAttempt> validation = new ArrayList<>();
        for (TrainingExample example : inOrder) {
            (example.split() == Split.VALIDATION ? validation : training)
                    .add(new LabeledAttempt(example.attempt(), example.success()));
        }
        return new TrainingSet(frozen.id().toString(), frozen.sha256(), training, validation);
    }

    @Override
    public void load(List<AttemptId> attempts, Consumer<GraspExample> sink) {
        for (AttemptId attempt : attempts) {
            TrainingExample example = byAttempt.get(attempt);
            sink.accept(new GraspExample(
                    attempt, store.readImage(example.image()), example.camera(), example.graspInBase()));
        }
    }
}
