package armfarm.episodes.query;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in the store.
 *
 * @param schemaVersion of the database
 * @param outcomes attempts by the label that counts
 * @param first start of the oldest attempt; empty without attempts
 * @param last start of the newest attempt
 * @param snapshots names, oldest first
 * @param objectStorage empty if all shards stay in the folder
 */
public record DataInfo(
        String schemaVersion,
        long attempts,
        Map<String, Long> outcomes,
        Curated curated,
        long rejectedRecords,
        Images images,
        List<ArmAttempts> arms,
        long models,
        long objects,
        Optional<Instant> first,
        Optional<Instant> last,
        List<String> snapshots,
        Optional<ObjectStorage> objectStorage) {
    public DataInfo {
        outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes)); // a copy in one order, for JSON
        arms = List.copyOf(arms);
        snapshots = List.copyOf(snapshots);
    }

    /**
     * Attempts that people touched.
     *
     * @param excluded taken out
     * @param purged without their images
     * @param imported from recordings
     * @param relabelled with a person's label
     */
    public record Curated(long excluded, long purged, long imported, long relabelled) {}

    /**
     * All images together.
     *
     * @param bytes of colour and depth
     * @param withDepth images that have depth beside them
     * @param shards tar files, the one that grows included
     */
    public record Images(long count, long bytes, long shards, long withDepth) {}

    /** One arm's share; successes by the label that counts. */
    public record ArmAttempts(String arm, long attempts, long successes, long failures) {}
}
