package armfarm.episodes;

import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import armfarm.messages.OutcomeLabel;
import java.util.List;
import java.util.Optional;

/**
 * What people say about stored attempts, take out, put back and purge. Everything is written down with who, when and why;
 * except for the bytes of purged images nothing is overwritten, so frozen sets stay what they were. Thread-safe.
 */
public interface Curation {
    /**
     * Adds an opinion; a human's becomes the one that counts.
     *
     * @param labelledBy the person, for a human's
     * @throws armfarm.messages.FarmException (DATA) if there is no such attempt, or it was aborted and so has no outcome
     */
    void addLabel(AttemptId attempt, OutcomeLabel label, Optional<String> labelledBy, Optional<String> note);

    /** All opinions about the attempt, oldest first. */
    List<LabelRecord> labels(AttemptId attempt);

    /** All decisions about the attempt, oldest first. */
    List<CurationRecord> decisions(AttemptId attempt);

    /** The attempts that fit, in the order of their ids. */
    List<AttemptId> matching(AttemptFilter filter);

    /**
     * Leaves attempts out of new snapshots and training sets, all in one transaction.
     *
     * @param dryRun only say what would change
     */
    CurationResult exclude(List<AttemptId> attempts, String doneBy, String reason, boolean dryRun);

    /** Takes attempts back in, likewise; those that are purged, damaged or missing stay out. */
    CurationResult include(List<AttemptId> attempts, String doneBy, String reason, boolean dryRun);

    /** Attempts of the frozen snapshot whose images were purged after it was made, in the order of their ids. */
    List<AttemptId> purgedFrom(String snapshot);

    /** What {@link #purge} would do. Changes nothing. */
    PurgePlan planPurge(List<AttemptId> attempts);

    /**
     * Overwrites the attempts' images with zeros, for good. First the decision is committed, then the bytes are
     * overwritten and synced, then rows and hashes are brought up to date; after a failure in between, the next purge or
     * a repair goes on. Blocks until all is on disk.
     *
     * @return what was done; attempts of an earlier unfinished purge are finished too, but not in it
     * @throws armfarm.messages.FarmException (BUG) if the store is open for reading; (DATA) if an image or a sealed shard
     *     is damaged and nobody knows yet, nothing was changed then; (RESOURCE) if the disk or database refused
     */
    PurgePlan purge(List<AttemptId> attempts, String doneBy, String reason);
}
