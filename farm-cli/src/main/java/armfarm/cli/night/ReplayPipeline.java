package armfarm.cli.night;

import armfarm.controller.base.DataFolder;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.broker.BrokerProcess;
import armfarm.ingest.night.NightEvent;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A farm's way from the arms to the store, without arms: publisher with its spool, broker, consumer, store, database, all its own.
 * Faults are made here. Confined to one thread.
 */
final class ReplayPipeline implements AutoCloseable {
    private static final long SPOOL_BYTES = 1L << 30;
    private static final int LONGEST_BROKER_PAUSE_MILLISECONDS = 3_000;
    private static final int SHORTEST_PAUSE_MILLISECONDS = 2_500;
    private static final int LONGEST_PAUSE_MILLISECONDS = 4_000;
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private final BrokerProcess broker;
    private final AttemptPublisher publisher;
    private final ReplayStore store;
    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    private CompletableFuture<Void> brokerStarts = CompletableFuture.completedFuture(null);

    /**
     * Starts everything.
     *
     * @param partitions of the topic
     * @param random for how long things are away
     */
    ReplayPipeline(DataFolder folder, int partitions, RandomGenerator random) {
        this.random = random;
        IngestConfig config = IngestConfig.defaults().withAttemptTimeout(ExpectedStore.NO_TIMEOUT);
        broker = new BrokerProcess(folder.kafka(), folder.root().resolve("kafka.log"));
        AttemptPublisher startedPublisher = null;
        try {
            broker.start();
            int found = ArmEventsTopic.ensure(broker.bootstrapServers(), partitions, config);
            startedPublisher = new AttemptPublisher(
                    broker.bootstrapServers(),
                    found,
                    config,
                    Optional.of(new EventSpool(SpoolConfig.of(folder.spool(), SPOOL_BYTES), found)));
            store = new ReplayStore(folder, broker.bootstrapServers(), config, startedPublisher::isBehind);
        } catch (RuntimeException e) {
            if (startedPublisher != null) {
                startedPublisher.close();
            }
            broker.close();
            throw e;
        }
        publisher = startedPublisher;
    }

    /** Blocks while the spool is full. @throws FarmException if something ended that was not made to */
    void publish(NightEvent event) {
        store.check();
        publisher.publishRecorded(event.key(), event.value(), event.partition());
    }

    /** Makes a fault of a process happen. Those of the store happen with its next commit. */
    void happen(FaultKind kind) {
        switch (kind) {
            case DATABASE_KILLED -> store.killDatabase();
            case BROKER_KILLED -> killBroker();
            case STORE_RESTARTED -> store.failNextCommit();
            case PAUSED ->
                store.pauseNext(
                        Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLISECONDS, LONGEST_PAUSE_MILLISECONDS + 1)));
            case REDELIVERED, ARM_LATE, DAMAGED_RECORD ->
                throw new IllegalArgumentException(kind + " is done to the records");
        }
        if (kind == FaultKind.DATABASE_KILLED || kind == FaultKind.BROKER_KILLED) {
            faults.merge(kind, 1L, Long::sum);
        }
    }

    private void killBroker() {
        awaitBroker();
        broker.kill();
        brokerStarts = CompletableFuture.runAsync(
                broker::start,
                CompletableFuture.delayedExecutor(
                        random.nextInt(LONGEST_BROKER_PAUSE_MILLISECONDS), TimeUnit.MILLISECONDS));
    }

    private void awaitBroker() {
        try {
            brokerStarts.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof FarmException known ? known : e;
        }
    }

    /**
     * Blocks until everything published is stored or rejected, and ends what nobody ended.
     *
     * @param check called about every second; what it throws ends the waiting
     */
    void finish(Runnable check) {
        awaitBroker();
        Instant lastProgress = InstantSource.system().instant();
        long before = -1;
        while (!publisher.flush(TURN) || !store.awaitCaughtUp(TURN)) {
            store.check();
            check.run();
            Instant now = InstantSource.system().instant();
            long acknowledged = publisher.metrics().events();
            if (acknowledged != before) {
                before = acknowledged;
                lastProgress = now;
            } else if (Duration.between(lastProgress, now).compareTo(STALLED) > 0) {
                throw new FarmException(
                        ErrorCode.BUG,
                        "The night replay does not end: " + publisher.metrics() + ", nothing new for "
                                + STALLED.toMinutes() + " minutes; "
                                + publisher.problem().orElse("the broker answers"));
            }
        }
        store.drain();
    }

    ReplayStore store() {
        return store;
    }

    /** Those of processes that happened. */
    Map<FaultKind, Long> faults() {
        Map<FaultKind, Long> all = new EnumMap<>(FaultKind.class);
        all.putAll(faults);
        if (store.restarts() > 0) {
            all.put(FaultKind.STORE_RESTARTED, store.restarts());
        }
        if (store.pauses() > 0) {
            all.put(FaultKind.PAUSED, store.pauses());
        }
        return all;
    }

    @Override
    public void close() {
        publisher.close();
        store.close();
        broker.kill(); // nobody needs its data any more, and stopping in peace takes seconds
        broker.close();
    }
}
