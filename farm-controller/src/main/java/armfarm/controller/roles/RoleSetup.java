package armfarm.controller.roles;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.LoopLog;
import armfarm.controller.base.OpenParts;
import armfarm.controller.base.Patience;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.controller.links.DatabaseLink;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.ImagesLink;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.PostgresFarmBoard;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.broker.Broker;
import armfarm.ingest.broker.ExternalBroker;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.supervision.Supervision;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every role begins with, and its connections to the services outside.
 *
 * @param stopRequested asked while the start waits for something
 * @param say tells people what the process waits for
 * @param process name of this process, another one for each start
 * @param supervision of what runs as long as the process; closed by whoever made the setup
 */
public record RoleSetup(
        FarmConfig config,
        DataFolder folder,
        BooleanSupplier stopRequested,
        Consumer<String> say,
        InstantSource clock,
        String process,
        Supervision supervision) {
    /** Services may start at the same time as the roles. */
    static final Duration SERVICE_PATIENCE = Duration.ofSeconds(60);

    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(15);

    public static RoleSetup of(
            FarmConfig config, DataFolder folder, BooleanSupplier stopRequested, Consumer<String> say) {
        InstantSource clock = InstantSource.system();
        return new RoleSetup(config, folder, stopRequested, say, clock, newProcessName(), LoopLog.supervision(clock));
    }

    private static String newProcessName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "host";
        }
        return host + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    }

    /** @throws FarmException (CONFIG) naming what a role on its own cannot do without */
    void requireDatabase() {
        require(connections().jdbcUrl(), "postgres.jdbc_url", "jdbc:postgresql://host:5432/armfarm");
    }

    /** @throws FarmException (CONFIG) likewise */
    void requireKafka() {
        require(
                connections().kafkaBootstrapServers(),
                "kafka.bootstrap_servers",
                "host:9092 (without a Kafka of your own, what 'armfarm broker' prints)");
    }

    private void require(String value, String key, String example) {
        if (value.isEmpty()) {
            throw missing(key, example);
        }
    }

    FarmException missing(String key, String example) {
        String file =
                config.file().isEmpty() ? "there is no configuration (--config FILE)" : "it is not in " + config.file();
        return new FarmException(
                ErrorCode.CONFIG,
                "Setting " + key + " is missing: " + file + ", expected for example " + example
                        + ". Processes of one farm meet there, so all of them need it; 'armfarm up' has everything in"
                        + " one process. See docs/roles.md");
    }

    /** Binds the data folder to the database and connects. Blocks until it answers, about a minute at most. */
    Database openDatabase(OpenParts parts) {
        return open(parts, link()::connect);
    }

    /** As above, with a connection that gives up soon when the database is away. */
    Database openDatabase(OpenParts parts, Duration patience) {
        return open(parts, () -> link().connect(patience));
    }

    private Database open(OpenParts parts, Supplier<Database> connect) {
        requireDatabase();
        link().bind(folder.root());
        return parts.open(Patience.call(SERVICE_PATIENCE, stopRequested, connect));
    }

    private DatabaseLink link() {
        return DatabaseLink.of(connections());
    }

    FarmBoard openBoard(Database database) {
        return Patience.call(SERVICE_PATIENCE, stopRequested, () -> PostgresFarmBoard.open(database));
    }

    /** For reading, with the images where the configuration says. */
    EpisodeStore openStore(OpenParts parts, Database database) {
        ShardStorage shards = openShards(parts);
        return parts.open(Patience.call(
                SERVICE_PATIENCE,
                stopRequested,
                () -> PostgresEpisodeStore.open(database, shards, clock, WriteAccess.none())));
    }

    /** Where shards are while they are written. */
    Path shardFolder() {
        return ImagesLink.of(config.images()).folderOr(folder.shards());
    }

    ShardStorage openShards(OpenParts parts) {
        ImagesLink images = ImagesLink.of(config.images());
        images.bind(folder.root());
        return parts.open(images.open(folder.shards()));
    }

    Broker openBroker(OpenParts parts) {
        requireKafka();
        return parts.open(Patience.call(
                SERVICE_PATIENCE,
                stopRequested,
                () -> ExternalBroker.connect(connections().kafkaBootstrapServers(), BROKER_TIMEOUT)));
    }

    EventLink ensureTopic(Broker broker) {
        return Patience.call(
                SERVICE_PATIENCE, stopRequested, () -> EventLink.ensure(broker.bootstrapServers(), connections()));
    }

    /** @throws FarmException if something that runs as long as the process cannot go on */
    void checkLoops() {
        supervision.fault().ifPresent(fault -> {
            throw fault;
        });
    }

    ConnectionConfig connections() {
        return config.connections();
    }
}
