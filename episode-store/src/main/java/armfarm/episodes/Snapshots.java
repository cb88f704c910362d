package armfarm.episodes;

import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.ModelVersion;
import java.util.List;
import java.util.Optional;

/** Choices of attempts frozen under a name, with their labels and splits. Thread-safe. */
public interface Snapshots {
    /**
     * Freezes the attempts that fit the filter: those with images that ended in success or failure and that nobody excluded.
     *
     * @throws armfarm.messages.FarmException (CONFIG) if the name is taken or not allowed; (DATA) if nothing fits
     */
    Snapshot create(String name, AttemptFilter filter, SplitRule splits);

    /**
     * Gives a name to what a model was trained on: the same attempts, labels and splits, proved by the training set's hash.
     *
     * @throws armfarm.messages.FarmException (CONFIG) if the name is taken or not allowed, or the model or its training set is not
     *     known here; (DATA) if the rows no longer give that hash
     */
    Snapshot create(String name, ModelVersion trained);

    /** Of all snapshots, oldest first. */
    List<String> names();

    Optional<Snapshot> find(String name);

    /** Members after the given ordinal, in order, at most the given number; 0 starts at the beginning. */
    List<SnapshotMember> members(String name, long afterOrdinal, int limit);
}
