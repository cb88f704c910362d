package armfarm.controller.roles;

import armfarm.controller.base.OpenParts;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.StoreAccess;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.StoredStream;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.ShardUploads;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.IngestSetup;
import armfarm.ingest.PartitionListener;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.Supervision;
import java.time.InstantSource;
import java.util.Optional;

/** The way of events from Kafka into the store, and of complete shards to their bucket. Thread-safe. */
final class StoreDuty {
    private final EventConsumer consumer;
    private final Optional<ShardUploads> uploads;

    /** What it works with; the caller closes all of it after the duty's own parts. */
    record Setup(
            Database database,
            ShardStorage shards,
            EpisodeStore store,
            EventLink events,
            FarmMetrics metrics,
            InstantSource clock,
            Supervision supervision) {}

    private StoreDuty(EventConsumer consumer, Optional<ShardUploads> uploads, Setup setup) {
        this.consumer = consumer;
        this.uploads = uploads;
        setup.supervision().include(consumer.loops());
        uploads.map(ShardUploads::loops).ifPresent(setup.supervision()::include);
        setup.metrics().ingest(consumer::metrics);
    }

    /** The only reader of the stream. @param parts close what was opened here */
    static StoreDuty alone(OpenParts parts, Setup setup) {
        Optional<ShardUploads> uploads = uploads(parts, setup);
        EventConsumer consumer = parts.open("reading of Kafka", EventConsumer.alone(ingest(setup)));
        return new StoreDuty(consumer, uploads, setup);
    }

    /** One of several readers that share the stream. @param told the numbers of the partitions that are read, whenever they change */
    static StoreDuty shared(OpenParts parts, Setup setup, PartitionListener told) {
        Optional<ShardUploads> uploads = uploads(parts, setup);
        EventConsumer consumer = parts.open("reading of Kafka", EventConsumer.shared(ingest(setup), told));
        return new StoreDuty(consumer, uploads, setup);
    }

    private static IngestSetup ingest(Setup setup) {
        StoredStream stored = setup.store().stream();
        return new IngestSetup(
                setup.events().bootstrapServers(),
                setup.events().ingest(),
                setup.metrics().timed(stored::append, setup.clock()),
                stored::positions,
                StoreAccess.storedAttempts(stored),
                setup.clock());
    }

    private static Optional<ShardUploads> uploads(OpenParts parts, Setup setup) {
        return setup.shards()
                .objects()
                .map(objects -> parts.open(ShardUploads.start(setup.database(), setup.shards(), setup.clock())));
    }

    EventConsumer consumer() {
        return consumer;
    }

    /** Why complete shards wait for their upload, if they do. */
    Optional<String> uploadProblem() {
        return uploads.flatMap(ShardUploads::problem);
    }

    /** Why no events can be stored any more. */
    Optional<FarmException> fault() {
        return consumer.fault();
    }
}
