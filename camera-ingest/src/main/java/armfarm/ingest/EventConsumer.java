package armfarm.ingest;

import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
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
 * <p>One thread reads; the public methods may be called from any other.
 */
public final class EventConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(50);
    /** A longer time between two polls does not count against open attempts. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(2);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int DRAIN_EMPTY_POLLS = 600;

    private final String bootstrapServers;
    private final IngestConfig config;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final StoreRetry retry;
    private final Committer committer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, EpisodeAssembler> assemblers = new HashMap<>();
    /** Positions as stored, or as they will be when what was handed over is. */
    private final Map<Integer, StreamPosition> handedOver = new HashMap<>();

    private final Object drainLock = new Object();
    private final Thread thread = new Thread(this::run, "ingest");
    private volatile BooleanSupplier sendersBehind = () -> false;
    private boolean unreachable;
    private Instant lastPoll;
    private Instant lastCommit;
    private volatile IngestMetrics metrics = IngestMetrics.ZERO;
    private volatile Map<TopicPartition, Long> settled = Map.of();
    private volatile FarmException fault;

    /**
     * Connects and goes to the stored positions; reading begins with {@link #drain} or {@link #start}.
     *
     * @param positions stored positions of a topic; a partition without one is read from its oldest record
     * @param storedAttempts what the store has
     * @throws FarmException (DATA) if the broker lacks a partition that was read before, (RESOURCE) if it does not answer
     */
    public EventConsumer(
            String bootstrapServers,
            IngestConfig config,
            EpisodeSink sink,
            Function<String, List<StreamPosition>> positions,
            StoredAttempts storedAttempts,
            InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.config = config;
        this.clock = clock;
        this.retry = new StoreRetry(config.storeRetryLimit(), clock, stop);
        this.committer = new Committer(sink, retry);
        this.lastPoll = clock.instant();
        this.lastCommit = lastPoll;
        this.consumer = KafkaClients.consumer(bootstrapServers);
        try {
            List<StreamPosition> found = retry.call(() -> positions.apply(config.topic()));
            found.forEach(position -> handedOver.put(position.partition(), position));
            for (StreamStart.Place place : StreamStart.assign(consumer, config.topic(), found)) {
                assemblers.put(
                        place.partition(),
                        new EpisodeAssembler(
                                new StreamPosition(
                                        config.topic(), place.partition().partition(), place.wanted()),
                                config.attemptTimeout(),
                                retry.patient(storedAttempts)));
                begin(place);
            }
        } catch (RuntimeException e) {
            committer.close();
            closeConsumer();
            throw e instanceof KafkaException kafka ? unreadable(kafka) : e;
        }
    }

    private void begin(StreamStart.Place place) {
        if (place.isInBroker()) {
            consumer.seek(place.partition(), place.wanted());
            return;
        }
        LOG.error("{}", place.problem());
        assemblers.get(place.partition()).jumpTo(place.first(), place.problem(), clock.instant());
        consumer.seek(place.partition(), place.first());
    }

    /**
     * Reads what the broker holds now and aborts what is still open then: for a start at which no arm runs yet, so that
     * nobody can complete it. Blocks until all of it is stored; only before {@link #start}.
     *
     * @return what was read, stored and rejected
     */
    public IngestMetrics drain() {
        synchronized (drainLock) {
            readUpTo(ends());
            Instant now = clock.instant();
            assemblers.values().forEach(assembler -> assembler.abortAllOpen("the farm stopped before the end", now));
            commitAndWait(now);
            publishProgress();
            return metrics;
        }
    }

    /**
     * Reads what the broker holds now and stores what is complete in it; what is open stays open. Blocks likewise; only
     * before {@link #start}, and as often as there is something new.
     */
    public IngestMetrics catchUp() {
        synchronized (drainLock) {
            readUpTo(ends());
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
        thread.setDaemon(true);
        thread.start();
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
     * stored, or the timeout is over.
     *
     * @return false if the timeout was over or reading stopped
     */
    public boolean awaitCaughtUp(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Admin admin = KafkaClients.admin(bootstrapServers, timeout)) {
            Map<TopicPartition, Long> ends = ArmEventsTopic.endOffsets(admin, config.topic(), assemblers.size());
            while (!isSettled(ends)) {
                if (fault != null || System.nanoTime() - deadline > 0) {
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
        if (thread.getState() == Thread.State.NEW) {
            synchronized (drainLock) {
                committer.close();
                closeConsumer();
            }
            return;
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                LOG.warn("The store did not answer in time; what it did not take is read again at the next start");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (stop.getCount() > 0) {
                step();
            }
            commitAndWait(clock.instant());
            publishProgress();
        } catch (FarmException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new FarmException(ErrorCode.BUG, "Reading the event stream failed: " + e, e));
        } finally {
            committer.close();
            closeConsumer();
        }
    }

    private void fail(FarmException reason) {
        if (stop.getCount() == 0 && reason.code() == ErrorCode.RESOURCE) {
            LOG.warn("Stopped before the last batch was stored, it is read again: {}", reason.getMessage());
            return;
        }
        fault = reason;
        LOG.error("Ingest stopped, nothing is lost or skipped: {}", reason.getMessage(), reason);
    }

    private Map<TopicPartition, Long> ends() {
        try {
            return consumer.endOffsets(assemblers.keySet());
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private void readUpTo(Map<TopicPartition, Long> ends) {
        int emptyPolls = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            emptyPolls = step() == 0 ? emptyPolls + 1 : 0;
            if (stop.getCount() == 0 || emptyPolls == DRAIN_EMPTY_POLLS) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Reading what the broker at " + bootstrapServers + " holds stopped "
                                + (stop.getCount() == 0 ? "on request" : "after 30 s without a record")
                                + ", expected the records up to " + ends + "; the next start goes on from here");
            }
        }
    }

    private int step() {
        ConsumerRecords<byte[], byte[]> records = poll();
        Instant now = clock.instant();
        Duration pause = Duration.between(lastPoll, now);
        lastPoll = now;
        if (pause.compareTo(LONGEST_STEP) > 0 || sendersBehind.getAsBoolean()) {
            assemblers.values().forEach(assembler -> assembler.postpone(pause));
        }
        for (ConsumerRecord<byte[], byte[]> entry : records) {
            byte[] payload = entry.value() == null ? new byte[0] : entry.value();
            assemblers.get(new TopicPartition(entry.topic(), entry.partition())).offer(entry.offset(), payload, now);
        }
        assemblers.values().forEach(assembler -> assembler.tick(now));
        int waiting =
                assemblers.values().stream().mapToInt(EpisodeAssembler::waiting).sum();
        long waitingBytes = assemblers.values().stream()
                .mapToLong(EpisodeAssembler::waitingBytes)
                .sum();
        if (waiting >= config.commitFrames()
                || waitingBytes >= config.commitBytes()
                || Duration.between(lastCommit, now).compareTo(config.commitInterval()) >= 0) {
            commit(now);
        }
        publishProgress();
        return records.count();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            unreachable = false;
            return records;
        } catch (OffsetOutOfRangeException e) {
            Map<TopicPartition, Long> wanted = e.offsetOutOfRangePartitions();
            StreamStart.places(consumer, wanted.keySet(), wanted).forEach(this::begin);
            return ConsumerRecords.empty();
        } catch (RetriableException e) {
            if (!unreachable) {
                LOG.warn(
                        "Kafka at {} does not answer, reading goes on when it does: {}",
                        bootstrapServers,
                        e.toString());
            }
            unreachable = true;
            return ConsumerRecords.empty();
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private FarmException unreadable(KafkaException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Topic " + config.topic() + " at " + bootstrapServers + " cannot be read: " + e.getMessage()
                        + "; nothing was skipped, check the broker and its disk",
                e);
    }

    private void commitAndWait(Instant now) {
        commit(now);
        committer.await();
    }

    /** Hands over what is new; waits only for what was handed over before it. */
    private void commit(Instant now) {
        lastCommit = now;
        List<GraspAttempt> attempts = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        List<StreamPosition> moved = new ArrayList<>();
        Map<TopicPartition, Long> read = new HashMap<>();
        assemblers.forEach((partition, assembler) -> {
            EpisodeBatch part = assembler.take();
            attempts.addAll(part.attempts());
            rejected.addAll(part.rejected());
            part.positions().stream()
                    .filter(position -> !position.equals(handedOver.get(position.partition())))
                    .forEach(moved::add);
            read.put(partition, assembler.nextOffset());
        });
        Runnable settle = () -> settled = read;
        if (attempts.isEmpty() && rejected.isEmpty() && moved.isEmpty()) {
            committer.afterwards(settle);
            return;
        }
        EpisodeBatch batch = moved.stream().anyMatch(this::goesBack)
                ? EpisodeBatch.startingOver(attempts, rejected, moved)
                : new EpisodeBatch(attempts, rejected, moved);
        committer.store(batch, settle);
        moved.forEach(position -> handedOver.put(position.partition(), position));
    }

    private boolean goesBack(StreamPosition position) {
        StreamPosition before = handedOver.get(position.partition());
        return before != null && position.nextOffset() < before.nextOffset();
    }

    private void publishProgress() {
        IngestMetrics sum = IngestMetrics.ZERO;
        long lag = 0;
        for (Map.Entry<TopicPartition, EpisodeAssembler> entry : assemblers.entrySet()) {
            sum = sum.plus(entry.getValue().metrics());
            lag += consumer.currentLag(entry.getKey()).orElse(0);
        }
        metrics = sum.withLag(lag);
    }

    private boolean isSettled(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> now = settled;
        return ends.entrySet().stream().allMatch(end -> now.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private void closeConsumer() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
