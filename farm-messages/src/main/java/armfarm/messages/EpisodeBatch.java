package armfarm.messages;

import java.util.List;
import java.util.Optional;

/**
 * What one commit of the store holds: attempts, refused records and the stream positions they advance. Immutable.
 *
 * @param importedFrom SHA-256 of the recording that the attempts were read from; empty if this farm made them. Imported
 *     attempts keep their number and arm, but do not count among those that the arms of this farm began
 * @param startsOver its positions may lie before those stored: the broker lost records, or is another one
 * @param continued for a stream that several stores share: exactly what must be stored for each of its positions, where a
 *     partition that is not named must have none; empty where nobody else writes. A store that meanwhile lost a partition to another
 *     one is refused by it
 */
public record EpisodeBatch(
        List<GraspAttempt> attempts,
        List<RejectedRecord> rejected,
        List<StreamPosition> positions,
        Optional<String> importedFrom,
        boolean startsOver,
        Optional<List<StreamPosition>> continued) {
    public EpisodeBatch {
        attempts = List.copyOf(attempts);
        rejected = List.copyOf(rejected);
        positions = List.copyOf(positions);
        continued = continued.map(List::copyOf);
    }

    /** What this farm made. */
    public EpisodeBatch(List<GraspAttempt> attempts, List<RejectedRecord> rejected, List<StreamPosition> positions) {
        this(attempts, rejected, positions, Optional.empty(), false, Optional.empty());
    }

    /** Attempts of a recording. */
    public static EpisodeBatch imported(List<GraspAttempt> attempts, String sha256) {
        return new EpisodeBatch(attempts, List.of(), List.of(), Optional.of(sha256), false, Optional.empty());
    }

    /** What this farm made, with positions that may lie before those stored. */
    public static EpisodeBatch startingOver(
            List<GraspAttempt> attempts, List<RejectedRecord> rejected, List<StreamPosition> positions) {
        return new EpisodeBatch(attempts, rejected, positions, Optional.empty(), true, Optional.empty());
    }

    /**
     * What one of several stores made of its part of the stream.
     *
     * @param continued what it believes to be stored of these positions
     */
    public static EpisodeBatch continuing(
            List<GraspAttempt> attempts,
            List<RejectedRecord> rejected,
            List<StreamPosition> positions,
            List<StreamPosition> continued) {
        return new EpisodeBatch(attempts, rejected, positions, Optional.empty(), false, Optional.of(continued));
    }
}
