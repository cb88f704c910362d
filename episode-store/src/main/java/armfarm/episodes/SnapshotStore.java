package armfarm.episodes;

import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.GraspAttempt;
import java.util.List;
import java.util.Optional;

/** Reads frozen snapshots and what belongs to their attempts. Thread-safe. */
public interface SnapshotStore {
    /** Names of all snapshots, oldest first. */
    List<String> snapshotNames();

    Optional<Snapshot> snapshot(String name);

    /** Members after the given ordinal, in order, at most the given number; 0 starts at the beginning. */
    List<SnapshotMember> snapshotMembers(String name, long afterOrdinal, int limit);

    /** The attempt with all its images; empty if it is not stored. */
    Optional<GraspAttempt> attempt(AttemptId attempt);

    /** The attempt's images in sequence order, not read yet. */
    List<StoredFrame> frames(AttemptId attempt);

    /** @throws armfarm.episodes.shard.ShardException if the bytes are not there or not those that were stored */
    EncodedImage readImage(ImageRef image);
}
