package armfarm.episodes;

import java.time.Instant;

/**
 * A frozen set of attempts to train on, with their labels as they were.
 *
 * @param maxOrdinal the last attempt's {@link TrainingExample#ordinal}; 0 for an empty set
 * @param attempts attempts in it, training and validation split together
 * @param sha256 over the lines {@code <attempt id> <outcome>\n}, sorted by id; of a set of others than a farm's own, or of those with depth alone, after a line
 *     {@code sources <sources>\n}
 * @param sources what it was made of
 */
public record TrainingSet(
        TrainingSetId id,
        String name,
        Instant createdAt,
        long maxOrdinal,
        long attempts,
        long successes,
        String sha256,
        TrainingSources sources) {
    /** What comes before the attempts in what is hashed: nothing for practice alone, as before there was a choice. */
    public static String hashedFirst(TrainingSources sources) {
        return sources.isPlain() ? "" : "sources " + sources + "\n";
    }
}
