package armfarm.episodes;

import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of the event stream that could not be used. They are never deleted. Thread-safe. */
public interface RejectedRecords {
    long count();

    /** Records after the given id, oldest first, at most the given number; 0 starts at the beginning. */
    List<StoredRejection> list(long afterId, int limit);

    Optional<StoredRejection> find(long id);

    /** The record's bytes as received; empty if there is no such record. */
    Optional<EncodedImage> payload(long id);

    /** Records that name one of the attempts, oldest first, and with them all that name none. */
    List<StoredRejection> around(Collection<AttemptId> attempts);

    /** Writes down what became of records when they were tried again, all or none. */
    void markReplayed(Map<Long, String> results);
}
