package armfarm.cli.bench;

import armfarm.controller.base.CacheFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.IngestSetup;
import armfarm.ingest.broker.Broker;
import armfarm.ingest.broker.ExternalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that stores what comes until it is killed, with a database of its own and somebody else's broker. It says how many
 * attempts the store holds, and ends with an error when reading stops, as a service would that is started again then.
 */
final class StoreVictim {
    private static final Duration BROKER_PATIENCE = Duration.ofMinutes(2);

    private StoreVictim() {}

    /** Arguments: folder, the broker's address, partitions. */
    public static void main(String[] arguments) {
        Path data = Path.of(arguments[0]);
        InstantSource clock = InstantSource.system();
        IngestConfig config = IngestConfig.defaults();
        Broker broker = ExternalBroker.connect(arguments[1], BROKER_PATIENCE);
        LocalPostgres database = LocalPostgres.start(data, CacheFolder.path(), LocalPostgres.ANY_PORT);
        PostgresEpisodeStore store = PostgresEpisodeStore.open(
                database, ShardStorage.local(data.resolve("shards")), clock, WriteAccess.alone());
        ArmEventsTopic.ensure(broker.bootstrapServers(), Integer.parseInt(arguments[2]), config);
        EventConsumer consumer = EventConsumer.alone(new IngestSetup(
                broker.bootstrapServers(),
                config,
                store.stream()::append,
                store.stream()::positions,
                StoreAccess.storedAttempts(store.stream()),
                clock));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.close();
            store.close();
            database.close();
        }));
        consumer.start();
        while (consumer.fault().isEmpty()) {
            System.out.println(consumer.metrics().attempts());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        consumer.fault().get().printStackTrace();
        System.exit(1);
    }
}
