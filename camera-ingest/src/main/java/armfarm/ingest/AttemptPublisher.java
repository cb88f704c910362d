package armfarm.ingest;

import armfarm.ingest.broker.Broker;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolLane;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of all arms to the broker, each arm on its own partition and in order, and loses none while the broker
 * is away.
 *
 * <p>When the broker has not answered for two seconds, everything not acknowledged is copied to the spool and new events
 * go there. The client keeps trying; once it is answered, the spool is sent in order, behind what the client still held
 * and before anything newer of the same arm. Whatever is not acknowledged when the publisher is closed stays in the spool
 * for the next one. An event can so reach the broker twice, never out of order: the reader tells repeats by (attempt,
 * sequence). A spool that is full makes the arms wait; without a spool they wait once 1 MiB an arm is in memory.
 *
 * <p>Only an event the broker can never take, one that is too large, is refused: the reason is kept, further events of
 * its attempt are refused too, and the reader aborts it when the arm starts another one.
 *
 * <p>Thread-safe; the events of one arm come from one thread.
 */
public final class AttemptPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptPublisher.class);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PAUSE_AFTER_RETURN = Duration.ofSeconds(1);
    private static final long TICK_MILLIS = 200;
    private static final int TICKS_PER_SYNC = 5;
    /** Kafka counts some bytes around key and value. */
    private static final int RECORD_OVERHEAD_BYTES = 512;

    private final String bootstrapServers;
    private final String topic;
    private final Optional<EventSpool> spool;
    private final List<ArmLane> lanes = new ArrayList<>();
    private final Thread sender = new Thread(this::send, "event-sender");
    private final Thread keeper = new Thread(this::keep, "event-spool");
    private final PublishLedger ledger;
    private KafkaProducer<byte[], byte[]> producer;
    private boolean producerBroken;
    private boolean silent;
    private String diskProblem;
    private boolean closed;
    private long changes;
    private long lastAnswerNanos = System.nanoTime();

    /** Without a spool: the arms wait while the broker is away, and what is in memory is lost with the process. */
    public AttemptPublisher(String bootstrapServers, int partitions, IngestConfig config) {
        this(bootstrapServers, partitions, config, Optional.empty());
    }

    /**
     * Begins at once to send what an earlier process left in the spool.
     *
     * @param partitions of the topic, as {@link ArmEventsTopic#ensure} returned
     * @param spool with a lane for each partition; closed together with the publisher
     */
    public AttemptPublisher(String bootstrapServers, int partitions, IngestConfig config, Optional<EventSpool> spool) {
        this.bootstrapServers = bootstrapServers;
        this.topic = config.topic();
        this.spool = spool;
        long now = System.nanoTime();
        for (int i = 0; i < partitions; i++) {
            lanes.add(new ArmLane(spool, i, now));
        }
        long recovered = spool.map(EventSpool::events).orElse(0L);
        this.ledger = new PublishLedger(recovered);
        this.producer = KafkaClients.producer(bootstrapServers);
        if (recovered > 0) {
            LOG.info(
                    "Sending {} events that wait in {}",
                    recovered,
                    spool.orElseThrow().folder());
        }
        for (Thread thread : List.of(sender, keeper)) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Takes the event over. Returns at once while the broker answers; blocks while the spool, or without one the memory,
     * is full.
     *
     * @param partition index of the arm
     * @throws FarmException (RESOURCE) if an event of this attempt was refused, or the thread was interrupted or the
     *     publisher closed while it waited for room; the event was not taken, and the next attempt may work
     */
    public void publish(AttemptEvent event, int partition) {
        checkPartition(partition);
        byte[] key = event.arm().name().getBytes(StandardCharsets.UTF_8);
        byte[] value = AttemptEventCodec.encode(event);
        synchronized (this) {
            failureOf(event.attempt()).ifPresent(failure -> {
                throw new FarmException(failure.code(), failure.getMessage(), failure);
            });
            if (key.length + value.length + RECORD_OVERHEAD_BYTES > Broker.MAX_RECORD_BYTES) {
                ledger.refusedUnsent(
                        event.attempt(),
                        refusal(describe(event, value.length), "it is larger than " + Broker.MAX_RECORD_BYTES));
            } else {
                takeOver(
                        lanes.get(partition),
                        key,
                        value,
                        event instanceof AttemptStarted,
                        () -> describe(event, value.length));
                ledger.taken(event);
            }
            changed();
        }
    }

    /**
     * Takes a record over as it is, behind what the partition has: for records of a recording, which need not be events. Blocks
     * likewise.
     *
     * @throws FarmException as for an event, (DATA) also if the record is larger than the broker takes
     */
    public void publishRecorded(byte[] key, byte[] value, int partition) {
        checkPartition(partition);
        String what = "A recorded event of " + value.length + " bytes";
        if (key.length + value.length + RECORD_OVERHEAD_BYTES > Broker.MAX_RECORD_BYTES) {
            throw new FarmException(
                    ErrorCode.DATA, what + " cannot be sent: it is larger than " + Broker.MAX_RECORD_BYTES);
        }
        synchronized (this) {
            takeOver(lanes.get(partition), key, value, false, () -> what);
            ledger.taken();
            changed();
        }
    }

    private void checkPartition(int partition) {
        if (partition < 0 || partition >= lanes.size()) {
            throw new IllegalArgumentException("partition " + partition + ", expected 0.." + (lanes.size() - 1));
        }
    }

    /** @param begins an attempt, which needs more room than to go on with one */
    private synchronized void takeOver(
            ArmLane lane, byte[] key, byte[] value, boolean begins, Supplier<String> description) {
        try {
            while (!taken(lane, key, value, begins)) {
                if (closed) {
                    throw notTaken(description.get(), "the publisher was closed");
                }
                wait(TICK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notTaken(description.get(), "the arm was stopped");
        }
    }

    private synchronized boolean taken(ArmLane lane, byte[] key, byte[] value, boolean begins) {
        try {
            if (silent) {
                lane.spill();
            }
            if (closed || !lane.hasRoom(key, value) || !spoolHasRoom(SpoolLane.sizeOf(key, value), begins)) {
                return false;
            }
            lane.add(key, value, System.nanoTime());
            noteDisk(null);
            return true;
        } catch (IOException e) {
            noteDisk(e);
            return false;
        }
    }

    /** All that is in memory must fit on the disk too, when the broker falls silent or the farm stops. */
    private boolean spoolHasRoom(int moreBytes, boolean begins) {
        return spool.isEmpty()
                || spool.get()
                        .hasRoom(
                                moreBytes
                                        + lanes.stream()
                                                .mapToLong(ArmLane::memoryOnlyBytes)
                                                .sum(),
                                begins);
    }

    private FarmException notTaken(String what, String why) {
        return new FarmException(
                ErrorCode.RESOURCE,
                what + " was not taken over: " + why + " while it waited for room, "
                        + problem().orElse("the broker at " + bootstrapServers + " answers slowly"));
    }

    private static String describe(AttemptEvent event, int byteCount) {
        return "Event " + event.sequence() + " (" + byteCount + " bytes) of attempt " + event.attempt() + " of arm "
                + event.arm();
    }

    /** Why an event of that attempt was refused; empty if none was so far. Never blocks. */
    public synchronized Optional<FarmException> failureOf(AttemptId attempt) {
        return ledger.failureOf(attempt);
    }

    /** Blocks until every event taken over so far is answered, the spooled ones too, or the timeout; false if some wait. */
    public synchronized boolean flush(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (ledger.waiting() > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public synchronized PublishMetrics metrics() {
        return ledger.metrics(
                spool.map(EventSpool::events).orElse(0L),
                spool.map(EventSpool::bytes).orElse(0L));
    }

    /** Whether events are held back, in the spool or because nobody answers: whoever reads has to be patient. */
    public synchronized boolean isBehind() {
        return silent || lanes.stream().anyMatch(ArmLane::isSpooling);
    }

    /** What keeps events from the broker, for people; empty if nothing does. Never blocks. */
    public synchronized Optional<String> problem() {
        if (!isBehind()) {
            return Optional.empty();
        }
        String held = spool.map(s -> s.events() + " events (" + (s.bytes() >> 20) + " of " + (s.maxBytes() >> 20)
                        + " MiB) wait in " + s.folder())
                .orElse("the arms wait");
        String disk = diskProblem == null ? "" : "; the spool refuses more (" + diskProblem + "), the arms wait";
        boolean full = !spoolHasRoom(0, true);
        return Optional.of((silent ? "Kafka at " + bootstrapServers + " does not answer: " : "catching up with Kafka: ")
                + held + disk + (full ? "; the spool is full, the arms wait" : "") + "; nothing is lost");
    }

    /** Sends what is queued, at most 3 s; the rest stays in the spool. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        flush(silent() ? Duration.ZERO : CLOSE_TIMEOUT);
        KafkaProducer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            lanes.forEach(this::spill);
            changed();
            last = producer;
        }
        last.close(Duration.ofMillis(500));
        try {
            sender.join(CLOSE_TIMEOUT.toMillis());
            keeper.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (ledger.waiting() > 0) {
                LOG.warn(
                        "Closed with {} events that the broker did not accept, {}",
                        ledger.waiting(),
                        spool.map(s -> s.events() + " of them are in " + s.folder() + " for the next start")
                                .orElse("there is no spool to keep them"));
            }
            spool.ifPresent(EventSpool::close);
        }
    }

    private synchronized boolean silent() {
        return silent;
    }

    /** Runs on the sender's thread: hands events to the client, one arm after the other. */
    private void send() {
        int turn = 0;
        while (true) {
            Optional<Outgoing> next = Optional.empty();
            int partition = 0;
            KafkaProducer<byte[], byte[]> client;
            synchronized (this) {
                for (int i = 0; i < lanes.size() && next.isEmpty() && !closed; i++) {
                    partition = (turn + i) % lanes.size();
                    next = nextOf(lanes.get(partition));
                }
                if (closed) {
                    return;
                }
                if (next.isEmpty()) {
                    if (!pause()) {
                        return;
                    }
                    continue;
                }
                client = producer;
            }
            turn = partition + 1;
            hand(client, next.get(), partition);
        }
    }

    private synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** Waits until something changes or the time is over. @return false if the thread was interrupted */
    private synchronized boolean pause() {
        long seen = changes;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
        try {
            for (long left = TICK_MILLIS; left > 0 && seen == changes; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private synchronized Optional<Outgoing> nextOf(ArmLane lane) {
        if (producerBroken || (silent && lane.isWaitingForAnswer())) {
            return Optional.empty();
        }
        try {
            return lane.send(System.nanoTime());
        } catch (IOException e) {
            noteDisk(e);
            return Optional.empty();
        }
    }

    /** Without the lock: the client may block a second when it has never heard of the topic. */
    private void hand(KafkaProducer<byte[], byte[]> client, Outgoing event, int partition) {
        try {
            Future<RecordMetadata> unused = client.send(
                    new ProducerRecord<>(topic, partition, event.key(), event.value()),
                    (metadata, error) -> answered(partition, event, error));
        } catch (KafkaException | IllegalStateException e) {
            answered(partition, event, e);
        }
    }

    private synchronized void answered(int partition, Outgoing event, Exception error) {
        ArmLane lane = lanes.get(partition);
        try {
            if (error == null) {
                ledger.acknowledged(event.value().length);
                lastAnswerNanos = System.nanoTime();
                lane.settled(event);
                if (silent) {
                    silent = false;
                    LOG.info("Kafka at {} answers again, {} events wait", bootstrapServers, ledger.waiting());
                }
            } else if (error instanceof RecordTooLargeException) {
                ledger.refused(
                        AttemptEventCodec.attemptOf(event.value()),
                        refusal("An event of " + event.value().length + " bytes", error.getMessage()));
                lane.settled(event);
            } else {
                producerBroken |= !(error instanceof RetriableException) && !closed;
                lane.returned(event, System.nanoTime() + PAUSE_AFTER_RETURN.toNanos());
            }
        } catch (IOException e) {
            noteDisk(e);
        }
        changed();
    }

    private static FarmException refusal(String what, String why) {
        FarmException refusal = new FarmException(
                ErrorCode.RESOURCE,
                what + " was not accepted by the broker: " + why + "; the attempt is lost, use smaller images");
        LOG.error("{}", refusal.getMessage());
        return refusal;
    }

    /** Runs on the keeper's thread: notices a silent broker, puts the spool beyond a power cut, replaces a dead client. */
    private void keep() {
        for (int tick = 1; lookAround(tick % TICKS_PER_SYNC == 0); tick++) {
            replaceBrokenProducer();
        }
    }

    private boolean lookAround(boolean sync) {
        List<Runnable> unsynced;
        synchronized (this) {
            if (!tick()) {
                return false;
            }
            noticeSilence();
            if (silent) {
                lanes.forEach(this::spill);
            }
            unsynced = sync ? spool.map(EventSpool::unsynced).orElse(List.of()) : List.of();
        }
        try {
            unsynced.forEach(Runnable::run);
            if (sync) {
                saveProgress();
            }
        } catch (FarmException e) {
            LOG.warn("{}", e.getMessage());
        }
        return true;
    }

    /** Waits a whole tick whatever happens meanwhile. @return false if the publisher was closed */
    private synchronized boolean tick() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
        while (!closed && System.nanoTime() - deadline < 0) {
            if (!pause()) {
                return false;
            }
        }
        return !closed;
    }

    private synchronized void saveProgress() {
        if (!closed) {
            spool.ifPresent(EventSpool::saveProgress);
        }
    }

    private synchronized void noticeSilence() {
        long now = System.nanoTime();
        if (!silent
                && now - lastAnswerNanos > SILENCE.toNanos()
                && lanes.stream().anyMatch(lane -> lane.isStuck(now, SILENCE.toNanos()))) {
            silent = true;
            LOG.warn(
                    "Kafka at {} has not answered for {} s; {}",
                    bootstrapServers,
                    SILENCE.toSeconds(),
                    spool.map(s -> "events go to " + s.folder() + " until it does")
                            .orElse("the arms wait until it does"));
        }
    }

    private synchronized void spill(ArmLane lane) {
        try {
            lane.spill();
        } catch (IOException e) {
            noteDisk(e);
        }
    }

    private synchronized void noteDisk(IOException problem) {
        String now = problem == null ? null : problem.getMessage() == null ? problem.toString() : problem.getMessage();
        if (now != null && diskProblem == null) {
            LOG.error(
                    "Event spool {} refuses events: {}; the arms wait, free some space",
                    spool.map(EventSpool::folder).orElse(null),
                    now);
        }
        diskProblem = now;
    }

    /** After an error that no repetition cures, the client refuses everything: another one is made. */
    private void replaceBrokenProducer() {
        KafkaProducer<byte[], byte[]> broken;
        synchronized (this) {
            if (!producerBroken || closed) {
                return;
            }
            broken = producer;
        }
        LOG.warn("The Kafka client failed for good; replaced by a new one");
        broken.close(Duration.ZERO); // answers for everything it holds
        synchronized (this) {
            if (!closed) {
                producer = KafkaClients.producer(bootstrapServers);
                producerBroken = false;
                changed();
            }
        }
    }
}
