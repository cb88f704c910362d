package armfarm.ingest;

import armfarm.messages.StreamPosition;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * What an {@link EventConsumer} reads from and into.
 *
 * @param sink takes the finished attempts; of a shared topic it takes batches that say what they continue, and refuses with
 *     {@link armfarm.messages.StreamMovedException} what another store has gone on with
 * @param positions stored positions of a topic; a partition without one is read from its oldest record
 * @param storedAttempts what the store has
 */
public record IngestSetup(
        String bootstrapServers,
        IngestConfig config,
        EpisodeSink sink,
        Function<String, List<StreamPosition>> positions,
        StoredAttempts storedAttempts,
        InstantSource clock) {}
