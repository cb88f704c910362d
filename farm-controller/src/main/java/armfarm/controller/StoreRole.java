package armfarm.controller;

import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.ShardUploads;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.IngestMetrics;
import armfarm.ingest.broker.ExternalBroker;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the stores that share a farm's event stream, each in a process of its own: from a Kafka and into a PostgreSQL and a shard
 * folder that all of them have in common. It can be killed; the others go on with its part.
 */
public final class StoreRole implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRole.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private EventConsumer consumer;
    private String description = "";

    private StoreRole() {}

    /**
     * Connects, goes on in shards that a dead store left behind, and joins the others.
     *
     * @param told the numbers of the partitions that are read, whenever they have changed
     * @throws FarmException (CONFIG) if Kafka or PostgreSQL are not configured, the data folder belongs to others, or a farm
     *     writes to the database alone; (RESOURCE) if a service does not answer
     */
    public static StoreRole start(
            FarmConfig config, DataFolder folder, InstantSource clock, Consumer<SortedSet<Integer>> told) {
        requireServices(config);
        StoreRole role = new StoreRole();
        try {
            role.open(config, folder, clock, told);
            return role;
        } catch (RuntimeException e) {
            role.close();
            throw e;
        }
    }

    private static void requireServices(FarmConfig config) {
        List<String> missing = new ArrayList<>();
        if (config.connections().kafkaBootstrapServers().isEmpty()) {
            missing.add("kafka.bootstrap_servers");
        }
        if (config.connections().jdbcUrl().isEmpty()) {
            missing.add("postgres.jdbc_url");
        }
        if (!missing.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "A store shares Kafka and PostgreSQL with other processes: found no "
                            + String.join(" and no ", missing) + " in "
                            + (config.file().isEmpty() ? "the configuration (no --config)" : config.file())
                            + ", expected both; 'armfarm up' brings its own");
        }
    }

    private void open(FarmConfig config, DataFolder folder, InstantSource clock, Consumer<SortedSet<Integer>> told) {
        ConnectionConfig connections = config.connections();
        DatabaseLink link = DatabaseLink.of(connections);
        link.bind(folder.root());
        ImagesLink images = ImagesLink.of(config.images());
        images.bind(folder.root());
        ExternalBroker broker = ExternalBroker.connect(connections.kafkaBootstrapServers(), CONNECT_TIMEOUT);
        Database database = opened(link.open(folder.root(), CacheFolder.path()));
        ShardStorage shards = opened(images.open(folder.shards()));
        String name = ManagementFactory.getRuntimeMXBean().getName();
        EpisodeStore store = opened(PostgresEpisodeStore.openShared(database, shards, clock, name));
        shards.objects().ifPresent(objects -> opened(ShardUploads.start(database, shards, clock)));
        IngestConfig ingest = FarmServices.ingest(connections);
        ArmEventsTopic.ensure(broker.bootstrapServers(), FarmConfig.MAX_ARMS, ingest);
        description = ingest.topic() + " at " + broker.bootstrapServers() + " into " + database.location()
                + ", images in " + shards.folder()
                + images.location().map(place -> " and " + place).orElse("");
        consumer = opened(EventConsumer.shared(
                broker.bootstrapServers(),
                ingest,
                store::append,
                store::positions,
                StoreAccess.storedAttempts(store),
                clock,
                told));
        folder.describeOwner(new DataFolder.Owner(
                ProcessHandle.current().pid(),
                "none (a store)",
                connections.jdbcUrl(),
                clock.instant().toString(),
                connections.rosMasterUri(),
                config.file(),
                List.of(),
                broker.bootstrapServers(),
                ingest.topic()));
        consumer.start();
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** From where to where. */
    public String describe() {
        return description;
    }

    /** Of this process, since it started. Never blocks. */
    public IngestMetrics metrics() {
        return consumer.metrics();
    }

    /** Why it cannot go on; another process may. */
    public Optional<FarmException> fault() {
        return consumer.fault();
    }

    /** Stores what is complete, leaves its part to the others and disconnects, within some seconds. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("Closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }
}
