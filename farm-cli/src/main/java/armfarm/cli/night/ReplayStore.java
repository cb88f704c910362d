package armfarm.cli.night;

import armfarm.controller.base.CacheFolder;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.LoopLog;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.IngestSetup;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline under test: consumer, store and database, each of which can be made to fail. Consumer and store are opened
 * again when they were made to end, by a thread of its own; the database is started again by its own keeper. Thread-safe.
 */
final class ReplayStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayStore.class);
    private static final Duration REOPEN_LIMIT = Duration.ofMinutes(3);
    private static final Duration DATABASE_LIMIT = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLISECONDS = 50;

    private final DataFolder folder;
    private final String bootstrapServers;
    private final IngestConfig config;
    private final BooleanSupplier sendersBehind;
    private final InstantSource clock = InstantSource.system();
    private final LocalPostgres database;
    private final AtomicBoolean failBeforeCommit = new AtomicBoolean();
    private final AtomicBoolean failedOnPurpose = new AtomicBoolean();
    private final AtomicLong pauseMillis = new AtomicLong();
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicLong pauses = new AtomicLong();
    private final Supervision loops = LoopLog.supervision(clock);
    private final SupervisedLoop keeper;
    private volatile EpisodeStore store;
    private volatile EventConsumer consumer;
    private volatile FarmException fault;
    private volatile boolean batchHasImages;
    private volatile boolean stopped;

    private static final Duration KEEPER_PATIENCE = Duration.ofMinutes(10);

    /** What it held is lost when it fails: the night replay fails with it. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .deadAfter(failure -> true)
            .withoutSilenceLimit()
            .notInterrupted(KEEPER_PATIENCE);

    /** @param sendersBehind whether publishers hold events back */
    ReplayStore(DataFolder folder, String bootstrapServers, IngestConfig config, BooleanSupplier sendersBehind) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.config = config;
        this.sendersBehind = sendersBehind;
        database = LocalPostgres.start(folder.root(), CacheFolder.path(), LocalPostgres.ANY_PORT);
        try {
            open();
            consumer.start();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        keeper = loops.loop("keeper of the night replay", self -> keep(), OPTIONS)
                .start();
    }

    private void open() {
        EpisodeStore opened = PostgresEpisodeStore.open(
                database,
                ShardStorage.local(folder.shards()),
                clock,
                WriteAccess.alone().withBeforeCommit(this::beforeCommit));
        try {
            consumer = EventConsumer.alone(new IngestSetup(
                    bootstrapServers,
                    config,
                    this::append,
                    opened.stream()::positions,
                    StoreAccess.storedAttempts(opened.stream()),
                    clock));
            consumer.waitWhile(sendersBehind);
            store = opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void append(EpisodeBatch batch) {
        long pause = pauseMillis.getAndSet(0);
        if (pause > 0) {
            pauses.incrementAndGet();
            sleep(pause);
        }
        batchHasImages = !batch.attempts().isEmpty();
        store.stream().append(batch);
    }

    private void beforeCommit() {
        if (batchHasImages && failBeforeCommit.compareAndSet(true, false)) {
            failedOnPurpose.set(true);
            throw new FarmException(ErrorCode.BUG, "Ended on purpose between the sync of the images and the commit");
        }
    }

    /** Looks after consumer and store until they are to stop. */
    private void keep() {
        while (!stopped) {
            Optional<FarmException> found = consumer.fault();
            if (found.isPresent() && !failedOnPurpose.getAndSet(false)) {
                fault = found.get();
                return;
            }
            if (found.isPresent()) {
                reopen();
            }
            sleep(LOOK_EVERY_MILLISECONDS);
        }
    }

    private void reopen() {
        Instant deadline = clock.instant().plus(REOPEN_LIMIT);
        closeStore();
        while (!stopped) {
            try {
                open();
                consumer.start();
                restarts.incrementAndGet();
                return;
            } catch (FarmException e) {
                if (clock.instant().isAfter(deadline)) {
                    fault = e;
                    return;
                }
                LOG.warn("Consumer and store do not start yet: {}", e.getMessage());
            }
            sleep(LOOK_EVERY_MILLISECONDS);
        }
    }

    private void closeStore() {
        consumer.close();
        try {
            store.close();
        } catch (FarmException e) {
            LOG.warn("The store was closed while its database was away: {}", e.getMessage());
        }
    }

    /** kill -9 of the database. Waits for it to run if it was killed just before. */
    void killDatabase() {
        Instant deadline = clock.instant().plus(DATABASE_LIMIT);
        while (true) {
            Optional<ProcessHandle> server = ProcessHandle.of(database.pid()).filter(ProcessHandle::isAlive);
            if (server.isPresent() && server.get().destroyForcibly()) {
                return;
            }
            if (clock.instant().isAfter(deadline)) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "The night replay's database in " + folder.root() + " did not start again within "
                                + DATABASE_LIMIT.toSeconds() + " s; its log is beside its folder");
            }
            sleep(LOOK_EVERY_MILLISECONDS);
        }
    }

    /** The next batch fails between sync and commit, and consumer and store are opened again. */
    void failNextCommit() {
        failBeforeCommit.set(true);
    }

    /** Before the next batch, storing stands still. */
    void pauseNext(Duration pause) {
        pauseMillis.set(pause.toMillis());
    }

    /** How often consumer and store were opened again. */
    long restarts() {
        return restarts.get();
    }

    long pauses() {
        return pauses.get();
    }

    /** @throws FarmException why storing stopped by itself, if it did */
    void check() {
        if (fault != null) {
            throw new FarmException(fault.code(), "The night replay's store stopped: " + fault.getMessage(), fault);
        }
        loops.fault().ifPresent(dead -> {
            throw dead;
        });
    }

    /** Blocks until everything the broker holds is stored, or the timeout. */
    boolean awaitCaughtUp(Duration timeout) {
        check();
        boolean caughtUp = consumer.awaitCaughtUp(timeout);
        return caughtUp && consumer.fault().isEmpty();
    }

    /** Ends the reading and gives up what is open, as a farm does with the attempts of arms that are gone. */
    void drain() {
        stopped = true;
        join();
        check();
        failBeforeCommit.set(false);
        closeStore();
        open();
        var unused = consumer.drain();
    }

    EpisodeStore store() {
        return store;
    }

    LocalPostgres database() {
        return database;
    }

    private void join() {
        try {
            var unused = keeper.awaitEnd(KEEPER_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        join();
        closeStore();
        database.close();
    }
}
