package armfarm.episodes;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sets of attempts frozen to train on. Thread-safe. */
public interface TrainingSets {
    /**
     * Freezes what can be trained on now: attempts of these sources on training objects that ended in success or failure and
     * have an image of step 0, with depth if the sources need it; of imports those of which camera and grasp are known, from above and in the sources' box. Evaluations
     * and held-out objects are never in it, nor what was excluded or purged.
     */
    TrainingSet create(String name, TrainingSources sources);

    /** The same of practice alone. */
    default TrainingSet create(String name) {
        return create(name, TrainingSources.OWN);
    }

    /**
     * What there is of each source, sorted by name, and why some of it cannot be trained on.
     *
     * @param sources whose box and need of depth count; their weights do not
     */
    List<SourceAttempts> bySource(TrainingSources sources);

    Optional<TrainingSet> find(TrainingSetId id);

    /**
     * Shows the set's examples one by one, in the order of their ids; only a few are in memory at a time. Blocks; the sink may ask
     * the store for images.
     *
     * @throws armfarm.messages.FarmException (DATA) at the end, if the rows no longer give the set's hash
     */
    void examples(TrainingSetId id, Consumer<TrainingExample> sink);
}
