package armfarm.episodes;

import java.time.Instant;

/**
 * A frozen set of attempts to train on, with their labels as they were.
 *
 * @param maxOrdinal the last attempt's {@link TrainingExample#ordinal}; 0 for an empty set
 * @param attempts attempts in it, training and validation split together
 * @param sha256 over the lines {@code <attempt id> <outcome>\n}, sorted by id
 */
public record TrainingSet(
        TrainingSetId id,
        String name,
        Instant createdAt,
        long maxOrdinal,
        long attempts,
        long successes,
        String sha256) {}
