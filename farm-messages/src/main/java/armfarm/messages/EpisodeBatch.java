package armfarm.messages;

import java.util.List;

/** What one commit of the store holds: attempts, refused records and the stream positions they advance. Immutable. */
public record EpisodeBatch(List<GraspAttempt> attempts, List<RejectedRecord> rejected, List<StreamPosition> positions) {
    public EpisodeBatch {
        attempts = List.copyOf(attempts);
        rejected = List.copyOf(rejected);
        positions = List.copyOf(positions);
    }
}
