package armfarm.episodes;

import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.GraspAttempt;
import java.util.List;
import java.util.Optional;

/** The stored attempts with their images, to read. Thread-safe. */
public interface Episodes {
    /** The attempt with all its images; empty if it is not stored. */
    Optional<GraspAttempt> attempt(AttemptId attempt);

    /** Attempts whose id, as text, begins so, in the order of their ids; at most the given number. */
    List<AttemptId> startingWith(String prefix, int limit);

    /** The attempt's images in sequence order, not read yet. */
    List<StoredFrame> frames(AttemptId attempt);

    /** @throws armfarm.episodes.shard.ShardException if the bytes are not there or not those that were stored */
    EncodedImage image(ImageRef image);

    /** The depth of a frame, a PNG as {@code DepthCodec} makes it. @throws armfarm.episodes.shard.ShardException likewise */
    EncodedImage depth(ImageRef depth);
}
