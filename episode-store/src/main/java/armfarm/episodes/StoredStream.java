package armfarm.episodes;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.StreamPosition;
import java.util.List;
import java.util.Optional;

/**
 * What came of the event stream: takes what was put together of it, exactly once, and says how far that is. Instants are kept to the
 * microsecond. Thread-safe; appends follow one another.
 */
public interface StoredStream {
    /**
     * Stores the attempts, their images, the rejected records and the stream positions, all or none.
     *
     * <p>Images are synced to the shard before the rows are committed, so a row never points at missing bytes. An attempt
     * or rejected record that is already stored is counted and left as it is. Blocks until the commit is on disk.
     *
     * @throws armfarm.messages.FarmException if the disk or database refused (RESOURCE) or another writer moved a stream
     *     position (DATA, {@link armfarm.messages.StreamMovedException} for a batch that says what it continues); nothing was
     *     stored, or all of it if only the answer was lost, and the call may be repeated
     */
    void append(EpisodeBatch batch);

    /** Where each partition of the topic is to be read on; empty for a new farm. */
    List<StreamPosition> positions(String topic);

    boolean isStored(AttemptId attempt);

    /** The greatest id, as text, of the arm's attempts; empty if it has none. */
    Optional<AttemptId> newestAttempt(ArmId arm);

    /** The highest number among the arm's attempts that this farm made, 0 for none. */
    long lastAttemptNumber(ArmId arm);
}
