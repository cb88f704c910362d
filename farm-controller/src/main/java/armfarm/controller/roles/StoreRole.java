package armfarm.controller.roles;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.ImagesLink;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.IngestMetrics;
import armfarm.ingest.PartitionListener;
import armfarm.ingest.broker.Broker;
import armfarm.messages.FarmException;
import java.util.List;
import java.util.Optional;

/**
 * One of the stores that share a farm's event stream, each in a process of its own: from a Kafka and into a PostgreSQL and a shard
 * folder that all of them have in common. It can be killed; the others go on with its part.
 *
 * <p>One thread starts and closes it; the other methods may be called from any.
 */
public final class StoreRole implements AutoCloseable {
    private final RoleSetup setup;
    private final OpenParts parts = new OpenParts();
    private volatile StoreDuty duty; // asked by the metrics server before it is there
    private String description = "";

    private StoreRole(RoleSetup setup) {
        this.setup = setup;
    }

    /**
     * Connects, goes on in shards that a dead store left behind, and joins the others.
     *
     * @param told the numbers of the partitions that are read, whenever they have changed
     * @throws FarmException (CONFIG) if Kafka or PostgreSQL are not configured, the data folder belongs to others, or a farm
     *     writes to the database alone; (RESOURCE) if a service does not answer. Nothing stays open
     */
    public static StoreRole start(RoleSetup setup, PartitionListener told) {
        StoreRole role = new StoreRole(setup);
        try {
            role.open(told);
            return role;
        } catch (RuntimeException | Error e) {
            role.close();
            throw e;
        }
    }

    private void open(PartitionListener told) {
        setup.requireDatabase();
        setup.requireKafka();
        FarmMetrics metrics = RoleMetrics.serve(setup, parts, "store", this::fault);
        Broker broker = setup.openBroker(parts);
        Database database = setup.openDatabase(parts);
        ShardStorage shards = setup.openShards(parts);
        EpisodeStore store = parts.open(
                PostgresEpisodeStore.open(database, shards, setup.clock(), WriteAccess.shared(setup.process())));
        EventLink events = setup.ensureTopic(broker);
        description = events.topic() + " at " + broker.bootstrapServers() + " into " + database.location()
                + ", images in " + shards.folder()
                + ImagesLink.of(setup.config().images())
                        .location()
                        .map(place -> " and " + place)
                        .orElse("");
        duty = StoreDuty.shared(
                parts,
                new StoreDuty.Setup(database, shards, store, events, metrics, setup.clock(), setup.supervision()),
                told);
        setup.folder()
                .describeOwner(new DataFolder.Owner(
                        ProcessHandle.current().pid(),
                        "",
                        database.location(),
                        setup.clock().instant().toString(),
                        "",
                        setup.config().file(),
                        List.of(),
                        broker.bootstrapServers(),
                        events.topic(),
                        "store"));
        duty.consumer().start();
    }

    /** From where to where. */
    public String describe() {
        return description;
    }

    /** Of this process, since it started. Never blocks. */
    public IngestMetrics metrics() {
        return duty.consumer().metrics();
    }

    /** @throws FarmException why it cannot go on; another process may */
    public void checkHealth() {
        fault().ifPresent(fault -> {
            throw fault;
        });
        setup.checkLoops();
    }

    private Optional<FarmException> fault() {
        return Optional.ofNullable(duty).flatMap(StoreDuty::fault);
    }

    /** Stores what is complete, leaves its part to the others and disconnects, within some seconds. */
    @Override
    public void close() {
        parts.close();
    }
}
