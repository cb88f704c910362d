package armfarm.ingest;

import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import armfarm.messages.supervision.FailureText;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.LoopState;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the arms' events, puts attempts together and hands them to the store, each exactly once.
 *
 * <p>The store keeps the stream positions in the same commit as the attempts; the broker is never told. A batch the
 * store refuses is offered again, never skipped; if it cannot be stored at all, reading stops with a {@link #fault}, and
 * a new consumer goes on from the stored positions. Where the broker no longer has the next record, because it deleted or lost
 * some, reading goes on with the oldest it has, and the jump is kept among the rejected records.
 *
 * <p>A consumer has the topic for itself, or {@linkplain #shared(IngestSetup, PartitionListener) shares} it with those of other stores.
 *
 * <p>One thread reads; the public methods may be called from any other.
 */
public final class EventConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
    private static final String GROUP_SUFFIX = ".stores";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LEAST_POLL_INTERVAL = Duration.ofMinutes(1);

    /** So long a broker may say that it has more records and bring none. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);

    private static final long DRAIN_EMPTY_POLLS = DRAIN_PATIENCE.dividedBy(StreamReader.POLL);

    /** The store may refuse a batch for as long as the configuration says. */
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(15);

    private final String bootstrapServers;
    private final IngestConfig config;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final StoreRetry retry;
    private final Committer committer;
    private final PartitionAssemblers partitions;
    private final StreamReader reader;

    private final Object drainLock = new Object();
    private final Supervision loops = IngestLoops.of();

    /** What was read and not stored is lost with the loop; another process reads it again. */
    private final SupervisedLoop loop = loops.loop(
            "reading of the event stream",
            this::run,
            LoopOptions.defaults()
                    .deadAfter(failure -> true)
                    .withSilenceLimit(SILENCE_LIMIT)
                    .notInterrupted(CLOSE_TIMEOUT));

    private volatile BooleanSupplier sendersBehind = () -> false;
    private Instant lastCommit;
    private volatile IngestMetrics metrics = IngestMetrics.ZERO;
    private volatile Map<TopicPartition, Long> settled = Map.of();
    private volatile FarmException fault;

    /** Makes the client that reads. */
    @FunctionalInterface
    interface Clients {
        Consumer<byte[], byte[]> connect();
    }

    /** How partitions come and go. @param group with whom they are shared */
    record Sharing(String group, PartitionListener told) {}

    private EventConsumer(IngestSetup setup, Optional<Sharing> sharing, Clients clients) {
        this.bootstrapServers = setup.bootstrapServers();
        this.config = setup.config();
        this.clock = setup.clock();
        this.retry = new StoreRetry(config.storeRetryLimit(), clock, stop);
        this.committer = new Committer(setup.sink(), retry);
        this.lastCommit = clock.instant();
        this.partitions = new PartitionAssemblers(config, retry.patient(setup.storedAttempts()), sharing.isPresent());
        Supplier<List<StreamPosition>> stored =
                () -> retry.call(() -> setup.positions().apply(config.topic()));
        try {
            this.reader = sharing.isPresent()
                    ? StreamReader.ofShare(setup, clients.connect(), partitions, sharing.get(), stored, this::handOver)
                    : StreamReader.ofAll(setup, clients.connect(), partitions, stored);
        } catch (RuntimeException e) {
            committer.close();
            throw e;
        }
    }

    /**
     * One that has the topic for itself. Connects and goes to the stored positions; reading begins with {@link #drain} or
     * {@link #start}.
     *
     * @throws FarmException (DATA) if the broker lacks a partition that was read before, (RESOURCE) if it does not answer
     */
    public static EventConsumer alone(IngestSetup setup) {
        return alone(setup, () -> KafkaClients.consumer(setup.bootstrapServers()));
    }

    static EventConsumer alone(IngestSetup setup, Clients clients) {
        return new EventConsumer(setup, Optional.empty(), clients);
    }

    /**
     * One of several, in as many processes, that share the partitions of the topic as Kafka divides them. What one of them was
     * reading when it died is read by others some ten seconds later. Stored positions are asked for whenever partitions come;
     * reading begins with {@link #start}.
     */
    public static EventConsumer shared(IngestSetup setup, PartitionListener told) {
        return shared(setup, new Sharing(setup.config().topic() + GROUP_SUFFIX, told));
    }

    static EventConsumer shared(IngestSetup setup, Sharing sharing) {
        // Who waits for the store is not thrown out: for a commit, and then for the positions.
        Duration longestWait = setup.config().storeRetryLimit().multipliedBy(2).plus(LEAST_POLL_INTERVAL);
        return new EventConsumer(
                setup,
                Optional.of(sharing),
                () -> KafkaClients.sharedConsumer(setup.bootstrapServers(), sharing.group(), longestWait));
    }

    /**
     * Reads what the broker holds now and aborts what is still open then: for a start at which no arm runs yet, so that
     * nobody can complete it. Blocks until all of it is stored; only before {@link #start}, and not of a shared topic.
     *
     * @return what was read, stored and rejected
     */
    public IngestMetrics drain() {
        synchronized (drainLock) {
            readUpTo(reader.ends());
            Instant now = clock.instant();
            partitions.abortAllOpen("the farm stopped before the end", now);
            commitAndWait(now);
            publishProgress();
            return metrics;
        }
    }

    /**
     * Reads what the broker holds now and stores what is complete in it; what is open stays open. Blocks likewise; only
     * before {@link #start}, and as often as there is something new; not of a shared topic.
     */
    public IngestMetrics catchUp() {
        synchronized (drainLock) {
            readUpTo(reader.ends());
            commitAndWait(clock.instant());
            publishProgress();
            return metrics;
        }
    }

    /**
     * An open attempt is not overdue while its events may still be on their way.
     *
     * @param behind asked often; whether senders hold events back, for example because the broker was away
     */
    public void waitWhile(BooleanSupplier behind) {
        sendersBehind = behind;
    }

    /** Starts the reading thread. */
    public void start() {
        loop.start();
    }

    /** What reads the stream, and how it is. */
    public Supervision loops() {
        return loops;
    }

    /** Why reading stopped by itself; empty while it goes on. Never blocks. */
    public Optional<FarmException> fault() {
        return Optional.ofNullable(fault);
    }

    /** Never blocks. */
    public IngestMetrics metrics() {
        return metrics;
    }

    /**
     * Blocks until everything the broker holds at the time of the call is read and every attempt that ended in it is
     * stored, or the timeout is over. Not of a shared topic.
     *
     * @return false if the timeout was over or reading stopped
     */
    public boolean awaitCaughtUp(Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        try (Admin admin = KafkaClients.admin(bootstrapServers, timeout)) {
            Map<TopicPartition, Long> ends = ArmEventsTopic.endOffsets(
                    admin, config.topic(), partitions.all().size());
            while (!isSettled(ends)) {
                if (fault != null || deadline.isOver()) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return true;
        } catch (ExecutionException e) {
            LOG.warn("The broker did not say where its records end: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stores what is put together and stops, within about 5 s; open attempts are read again at the next start. */
    @Override
    public void close() {
        stop.countDown();
        if (loop.health().state() == LoopState.NEW) {
            loops.close();
            synchronized (drainLock) {
                committer.close();
                reader.close();
            }
            return;
        }
        loops.close();
    }

    private void run(SupervisedLoop self) {
        try {
            while (stop.getCount() > 0) {
                var unused = step();
                self.progress();
            }
            handOver();
            publishProgress();
        } catch (FarmException e) {
            if (fail(e)) {
                throw e;
            }
        } catch (RuntimeException | Error e) {
            FarmException reason = new FarmException(
                    ErrorCode.BUG, "Reading the event stream failed: " + FailureText.of(e) + "; nothing is lost", e);
            if (fail(reason)) {
                throw e;
            }
        } finally {
            committer.close();
            reader.close();
        }
    }

    private void handOver() {
        unlessMoved(() -> commitAndWait(clock.instant()));
    }

    /** Another store went on with what was to be stored: then everything since is read again, if it is still ours. */
    private void unlessMoved(Runnable commit) {
        try {
            commit.run();
        } catch (StreamMovedException e) {
            reader.startOver(e);
            committer.forget();
        }
    }

    /** @return whether it is a fault, and not what a stop brings with it */
    private boolean fail(FarmException reason) {
        if (stop.getCount() == 0 && reason.code() == ErrorCode.RESOURCE) {
            LOG.warn("Stopped before the last batch was stored, it is read again: {}", reason.getMessage());
            return false;
        }
        fault = reason;
        LOG.error("Ingest stopped, nothing is lost or skipped: {}", reason.getMessage(), reason);
        return true;
    }

    private void readUpTo(Map<TopicPartition, Long> ends) {
        long emptyPolls = 0;
        while (reader.isBefore(ends)) {
            emptyPolls = step() == 0 ? emptyPolls + 1 : 0;
            if (stop.getCount() == 0 || emptyPolls == DRAIN_EMPTY_POLLS) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Reading what the broker at " + bootstrapServers + " holds stopped "
                                + (stop.getCount() == 0
                                        ? "on request"
                                        : "after " + DRAIN_PATIENCE.toSeconds() + " s without a record")
                                + ", expected the records up to " + ends + "; the next start goes on from here");
            }
        }
    }

    private int step() {
        int records = reader.read(sendersBehind);
        Instant now = reader.lastRead();
        if (partitions.isFull() || Duration.between(lastCommit, now).compareTo(config.commitInterval()) >= 0) {
            unlessMoved(() -> commit(now));
        }
        publishProgress();
        return records;
    }

    private void commitAndWait(Instant now) {
        commit(now);
        committer.await();
    }

    /** Hands over what is new; waits only for what was handed over before it. */
    private void commit(Instant now) {
        lastCommit = now;
        Map<TopicPartition, Long> read = partitions.read();
        Runnable settle = () -> settled = read;
        Optional<EpisodeBatch> batch = partitions.take();
        if (batch.isPresent()) {
            committer.store(batch.get(), settle);
        } else {
            committer.afterwards(settle);
        }
    }

    private void publishProgress() {
        metrics = reader.metrics();
    }

    private boolean isSettled(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> now = settled;
        return ends.entrySet().stream().allMatch(end -> now.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }
}
