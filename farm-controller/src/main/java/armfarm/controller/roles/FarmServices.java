package armfarm.controller.roles;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.base.Steps;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.controller.links.DatabaseLink;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.ImagesLink;
import armfarm.controller.links.RosLink;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.broker.Broker;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.ingest.broker.ExternalBroker;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arms and trainer stand on: database, store, broker, ROS master, and the way from the broker into the store. Parts
 * that do not need each other start side by side; all stop in the reverse order.
 */
final class FarmServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FarmServices.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration RESEND_TURN = Duration.ofSeconds(3);
    private static final Duration RESEND_TIMEOUT = Duration.ofMinutes(10);

    private final OpenParts parts;
    private final Steps steps;
    private Database database;
    private EpisodeStore store;
    private Broker broker;
    private String topic;
    private URI rosMaster;
    private Optional<Supervision> masterLoops = Optional.empty();
    private RosHost rosHost;
    private ShardStorage shards;
    private StoreDuty storing;
    private AttemptPublisher publisher;
    private Optional<String> objectLocation = Optional.empty();

    private FarmServices(Steps steps) {
        this.steps = steps;
        this.parts = new OpenParts(steps);
    }

    /** @throws FarmException naming the part that did not start; the others are stopped again */
    static FarmServices start(
            FarmConfig config,
            DataFolder folder,
            Path cache,
            InstantSource clock,
            FarmMetrics metrics,
            Supervision supervision,
            Steps steps) {
        FarmServices services = new FarmServices(steps);
        try {
            services.startSideBySide(config, folder, cache, clock);
            services.connect(config, folder, clock, metrics, supervision);
            return services;
        } catch (RuntimeException | Error e) {
            steps.stopping();
            services.close();
            throw e;
        }
    }

    private void startSideBySide(FarmConfig config, DataFolder folder, Path cache, InstantSource clock) {
        ConnectionConfig connections = config.connections();
        DatabaseLink link = DatabaseLink.of(connections);
        link.bind(folder.root());
        ImagesLink images = ImagesLink.of(config.images());
        images.bind(folder.root());
        ExecutorService starters = Executors.newFixedThreadPool(3, r -> new Thread(r, "start"));
        try {
            CompletableFuture<Broker> brokerStarts =
                    CompletableFuture.supplyAsync(timed("Kafka", () -> startBroker(connections, folder)), starters);
            CompletableFuture<Database> databaseStarts =
                    CompletableFuture.supplyAsync(timed("PostgreSQL", () -> link.open(folder.root(), cache)), starters);
            FarmException failure = null;
            failure = keep("PostgreSQL", databaseStarts, d -> database = d, failure);
            failure = keep("Kafka", brokerStarts, b -> broker = b, failure);
            if (failure != null) {
                throw failure;
            }
        } finally {
            starters.shutdown();
        }
        rosMaster = startRosMaster(connections);
        rosHost = RosLink.host(connections, rosMaster);
        shards = parts.open(images.open(folder.shards()));
        store = parts.open(
                "the store",
                steps.during(
                        "the store", () -> PostgresEpisodeStore.open(database, shards, clock, WriteAccess.alone())));
        objectLocation = images.location();
    }

    private <T> FarmException keep(
            String name, CompletableFuture<T> starting, Consumer<T> field, FarmException failure) {
        try {
            T started = starting.join();
            field.accept(started);
            if (started instanceof AutoCloseable closeable) {
                parts.open(name, closeable);
            }
            return failure;
        } catch (CompletionException e) {
            FarmException known = e.getCause() instanceof FarmException f
                    ? f
                    : new FarmException(ErrorCode.BUG, "A service did not start: " + e.getCause(), e.getCause());
            return failure == null ? known : failure;
        }
    }

    private void connect(
            FarmConfig config, DataFolder folder, InstantSource clock, FarmMetrics metrics, Supervision supervision) {
        ConnectionConfig connections = config.connections();
        EventLink events = EventLink.ensure(broker.bootstrapServers(), connections);
        topic = events.topic();
        database.loops().ifPresent(supervision::include);
        masterLoops.ifPresent(supervision::include);
        storing = StoreDuty.alone(
                parts, new StoreDuty.Setup(database, shards, store, events, metrics, clock, supervision));
        publisher = parts.open("sending to Kafka", events.publisher(folder.spool(), connections.spoolMaxMegabytes()));
        supervision.include(publisher.loops());
        metrics.sending(publisher::metrics);
        steps.during("storing of what waits from earlier", () -> storeWhatWaits(clock));
        storing.consumer().waitWhile(publisher::isBehind);
        storing.consumer().start();
    }

    /**
     * No arm runs yet: what an earlier run left in the spool and in the broker is all there is. Read in turns with
     * sending, so that the broker need not hold all of it; attempts that nobody can end are closed when it is over.
     */
    private void storeWhatWaits(InstantSource clock) {
        Instant deadline = clock.instant().plus(RESEND_TIMEOUT);
        while (!publisher.flush(RESEND_TURN)) {
            storing.consumer().catchUp();
            if (clock.instant().isAfter(deadline)) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Events of an earlier run are not accepted: "
                                + publisher.problem().orElse("Kafka at " + broker.bootstrapServers() + " is slow")
                                + "; start again when Kafka answers");
            }
        }
        LOG.info("Drained the stream: {}", storing.consumer().drain());
    }

    private static Broker startBroker(ConnectionConfig connections, DataFolder folder) {
        return connections.kafkaBootstrapServers().isEmpty()
                ? EmbeddedBroker.start(folder.kafka())
                : ExternalBroker.connect(connections.kafkaBootstrapServers(), CONNECT_TIMEOUT);
    }

    private URI startRosMaster(ConnectionConfig connections) {
        return RosLink.externalMaster(connections).orElseGet(() -> {
            RosMaster master = parts.open(RosLink.startMaster(connections, 0));
            masterLoops = Optional.of(master.loops());
            return master.uri();
        });
    }

    private <T> Supplier<T> timed(String name, Supplier<T> start) {
        return () -> {
            Stopwatch watch = Stopwatch.start();
            T started = steps.during(name, start);
            LOG.info("{} started in {} ms", name, watch.elapsed().toMillis());
            return started;
        };
    }

    Database database() {
        return database;
    }

    EpisodeStore store() {
        return store;
    }

    Broker broker() {
        return broker;
    }

    /** Of the arms' events. */
    String topic() {
        return topic;
    }

    URI rosMaster() {
        return rosMaster;
    }

    RosHost rosHost() {
        return rosHost;
    }

    AttemptPublisher publisher() {
        return publisher;
    }

    EventConsumer consumer() {
        return storing.consumer();
    }

    /** Where complete shards go; empty if they stay in the folder. */
    Optional<String> objectLocation() {
        return objectLocation;
    }

    /** Why complete shards wait for their upload, if they do. */
    Optional<String> uploadProblem() {
        return storing.uploadProblem();
    }

    /** The first fault of a part that the farm cannot work without. */
    Optional<FarmException> fault() {
        return storing.fault().or(broker::fault);
    }

    @Override
    public void close() {
        parts.close();
    }
}
