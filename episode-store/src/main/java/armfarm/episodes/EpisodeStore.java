package armfarm.episodes;

import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ModelVersion;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.StreamPosition;
import armfarm.messages.SuccessRate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Every attempt of the farm, stored exactly once, with its images.
 *
 * <p>Instants are kept to the microsecond. Thread-safe; appends follow one another.
 */
public interface EpisodeStore extends SnapshotStore, AutoCloseable {
    /**
     * Stores the attempts, their images, the rejected records and the stream positions, all or none.
     *
     * <p>Images are synced to the shard before the rows are committed, so a row never points at missing bytes. An attempt
     * or rejected record that is already stored is counted and left as it is. Blocks until the commit is on disk.
     *
     * @throws armfarm.messages.FarmException if the disk or database refused (RESOURCE) or another writer moved a stream
     *     position (DATA, {@link armfarm.messages.StreamMovedException} for a batch that says what it continues); nothing was stored, or all of it if only the answer was lost, and the call may be repeated
     */
    void append(EpisodeBatch batch);

    /** Where each partition of the topic is to be read on; empty for a new farm. */
    List<StreamPosition> positions(String topic);

    boolean isStored(AttemptId attempt);

    /** The greatest id, as text, of the arm's attempts; empty if it has none. */
    Optional<AttemptId> newestAttempt(ArmId arm);

    /** Attempts whose id, as text, begins so, in the order of their ids; at most the given number. */
    List<AttemptId> attemptsStartingWith(String prefix, int limit);

    /** The highest number among the arm's attempts that this farm made, 0 for none. */
    long lastAttemptNumber(ArmId arm);

    /** Adds an opinion to a stored attempt. A human's is used by training sets made later; frozen ones do not change. */
    void addLabel(AttemptId attempt, OutcomeLabel label);

    /** Labels of people, exclusion and purge. */
    Curation curation();

    /** Records of the event stream that could not be used. */
    DeadLetters deadLetters();

    FarmCounts counts();

    SuccessByPolicy successByPolicy();

    /**
     * How often the outcome rules of the sensors agree with a simulator's truth: the share of the worse of the two, 0..1; empty without
     * a simulator's labels.
     */
    OptionalDouble labelAgreement();

    /** Among the arm's last attempts that ended in success or failure, at most the given number. */
    SuccessRate recentSuccess(ArmId arm, int lastAttempts);

    /** Attempts stored after the given serial number, oldest first; 0 starts at the beginning. */
    List<OutcomePoint> outcomes(long afterStoredSerial, int limit);

    /**
     * Freezes the attempts that fit the filter: those with images that ended in success or failure and that nobody excluded.
     *
     * @throws armfarm.messages.FarmException (CONFIG) if the name is taken or not allowed; (DATA) if nothing fits
     */
    Snapshot createSnapshot(String name, AttemptFilter filter, SplitRule splits);

    /**
     * Gives a name to what a model was trained on: the same attempts, labels and splits, proved by the training set's hash.
     *
     * @throws armfarm.messages.FarmException (CONFIG) if the name is taken or not allowed, or the model or its training set is not
     *     known here; (DATA) if the rows no longer give that hash
     */
    Snapshot createSnapshot(String name, ModelVersion trained);

    /**
     * Freezes what can be trained on now: collection attempts on training objects that ended in success or failure and
     * have an image of step 0. Evaluations and held-out objects are never in it, nor what was excluded or purged.
     */
    TrainingSet createTrainingSet(String name);

    Optional<TrainingSet> trainingSet(TrainingSetId id);

    /**
     * Shows the set's examples one by one, in the order of their ids; only a few are in memory at a time. Blocks; the sink may ask
     * the store for images.
     *
     * @throws armfarm.messages.FarmException (DATA) at the end, if the rows no longer give the set's hash
     */
    void examples(TrainingSetId id, Consumer<TrainingExample> sink);

    /** Questions about what is stored. */
    DataQueries queries();

    /** @throws armfarm.messages.FarmException (DATA) if the version is already there */
    void saveModel(ModelRecord model);

    /** All models, oldest first. */
    List<ModelRecord> models();

    void setModelState(ModelVersion version, ModelState state, String reason);

    @Override
    void close();
}
