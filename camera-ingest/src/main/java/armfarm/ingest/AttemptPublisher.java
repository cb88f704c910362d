package armfarm.ingest;

import armfarm.ingest.broker.Broker;
import armfarm.ingest.spool.EventSpool;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Ticker;
import armfarm.messages.wire.AttemptEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
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
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TICK = Duration.ofMillis(200);

    /** An interrupt would close the spool's files. */
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(TICK, Duration.ofSeconds(10)).notInterrupted(CLOSE_TIMEOUT);

    private static final int TICKS_PER_SYNC = 5;
    /** Kafka counts some bytes around key and value. */
    private static final int RECORD_OVERHEAD_BYTES = 512;

    private final String bootstrapServers;
    private final String topic;
    private final Optional<EventSpool> spool;
    private final ArmLanes lanes;
    private final Supervision loops = IngestLoops.of();
    private final SupervisedLoop sender = loops.loop("sender of events", this::send, OPTIONS);
    private final SupervisedLoop keeper = loops.loop("keeper of the event spool", this::keep, OPTIONS);
    private final PublishLedger ledger;
    private final Supplier<Producer<byte[], byte[]>> clients;
    private Producer<byte[], byte[]> producer;
    private boolean producerBroken;
    private boolean closed;
    private long changes;

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
        this(bootstrapServers, partitions, config, spool, () -> KafkaClients.producer(bootstrapServers));
    }

    /** @param clients makes the client that sends, and another one when that fails for good */
    AttemptPublisher(
            String bootstrapServers,
            int partitions,
            IngestConfig config,
            Optional<EventSpool> spool,
            Supplier<Producer<byte[], byte[]>> clients) {
        this.bootstrapServers = bootstrapServers;
        this.topic = config.topic();
        this.spool = spool;
        this.lanes = new ArmLanes(bootstrapServers, partitions, spool, Ticker.system());
        long recovered = spool.map(EventSpool::events).orElse(0L);
        this.ledger = new PublishLedger(recovered);
        this.clients = clients;
        this.producer = clients.get();
        if (recovered > 0) {
            LOG.info(
                    "Sending {} events that wait in {}",
                    recovered,
                    spool.orElseThrow().folder());
        }
        sender.start();
        keeper.start();
    }

    /** What sends and keeps the events, and how it is. */
    public Supervision loops() {
        return loops;
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
                takeOver(partition, key, value, event instanceof AttemptStarted, () -> describe(event, value.length));
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
            takeOver(partition, key, value, false, () -> what);
            ledger.taken();
            changed();
        }
    }

    private void checkPartition(int partition) {
        if (partition < 0 || partition >= lanes.count()) {
            throw new IllegalArgumentException("partition " + partition + ", expected 0.." + (lanes.count() - 1));
        }
    }

    /** @param begins an attempt, which needs more room than to go on with one */
    private synchronized void takeOver(
            int partition, byte[] key, byte[] value, boolean begins, Supplier<String> description) {
        try {
            while (closed || !lanes.take(partition, key, value, begins)) {
                if (closed) {
                    throw notTaken(description.get(), "the publisher was closed");
                }
                wait(TICK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notTaken(description.get(), "the arm was stopped");
        }
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
        try {
            return Deadline.after(timeout).await(this, () -> ledger.waiting() == 0);
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
        return lanes.isBehind();
    }

    /** What keeps events from the broker, for people; empty if nothing does. Never blocks. */
    public synchronized Optional<String> problem() {
        return lanes.problem();
    }

    /** Sends what is queued, at most 3 s; the rest stays in the spool. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        flush(isSilent() ? Duration.ZERO : CLOSE_TIMEOUT);
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            lanes.spill();
            changed();
            last = producer;
        }
        last.close(Duration.ofMillis(500));
        loops.close();
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

    private synchronized boolean isSilent() {
        return lanes.isSilent();
    }

    /** Runs on the sender's thread: hands events to the client, one arm after the other. */
    private void send(SupervisedLoop self) throws InterruptedException {
        while (true) {
            Optional<ArmLanes.Next> next;
            Producer<byte[], byte[]> client;
            synchronized (this) {
                if (closed) {
                    return;
                }
                next = producerBroken ? Optional.empty() : lanes.next();
                if (next.isEmpty()) {
                    pause();
                }
                client = producer;
            }
            next.ifPresent(event -> hand(client, event));
            self.progress();
        }
    }

    private synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** Waits until something changes or the time is over. */
    private synchronized void pause() throws InterruptedException {
        long seen = changes;
        boolean unused = Deadline.after(TICK).await(this, () -> seen != changes);
    }

    /** Without the lock: the client may block a second when it has never heard of the topic. */
    private void hand(Producer<byte[], byte[]> client, ArmLanes.Next next) {
        Outgoing event = next.event();
        try {
            Future<RecordMetadata> unused = client.send(
                    new ProducerRecord<>(topic, next.partition(), event.key(), event.value()),
                    (metadata, error) -> answered(next, error));
        } catch (KafkaException | IllegalStateException e) {
            answered(next, e);
        } catch (RuntimeException | Error e) {
            returned(next); // taken from its lane, and must not be lost
            throw e;
        }
    }

    private synchronized void returned(ArmLanes.Next unsent) {
        lanes.returned(unsent);
    }

    private synchronized void answered(ArmLanes.Next sent, Exception error) {
        byte[] value = sent.event().value();
        if (error == null) {
            ledger.acknowledged(value.length);
            if (lanes.acknowledged(sent)) {
                LOG.info("Kafka at {} answers again, {} events wait", bootstrapServers, ledger.waiting());
            }
        } else if (error instanceof RecordTooLargeException) {
            ledger.refused(
                    AttemptEventCodec.attemptOf(value),
                    refusal("An event of " + value.length + " bytes", error.getMessage()));
            lanes.settled(sent);
        } else {
            producerBroken |= !(error instanceof RetriableException) && !closed;
            lanes.returned(sent);
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
    private void keep(SupervisedLoop self) throws InterruptedException {
        for (int tick = 1; lookAround(tick % TICKS_PER_SYNC == 0); tick++) {
            replaceBrokenProducer();
            self.progress();
        }
    }

    private boolean lookAround(boolean sync) throws InterruptedException {
        List<Runnable> unsynced;
        synchronized (this) {
            if (!tick()) {
                return false;
            }
            lanes.noticeSilence();
            unsynced = sync ? spool.map(EventSpool::unsynced).orElse(List.of()) : List.of();
        }
        unsynced.forEach(Runnable::run);
        if (sync) {
            saveProgress();
        }
        return true;
    }

    /** Waits a whole tick whatever happens meanwhile. @return whether the publisher is open */
    private synchronized boolean tick() throws InterruptedException {
        boolean unused = Deadline.after(TICK).await(this, () -> closed);
        return !closed;
    }

    private synchronized void saveProgress() {
        if (!closed) {
            spool.ifPresent(EventSpool::saveProgress);
        }
    }

    /** After an error that no repetition cures, the client refuses everything: another one is made. */
    private void replaceBrokenProducer() {
        Producer<byte[], byte[]> broken;
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
                producer = clients.get();
                producerBroken = false;
                changed();
            }
        }
    }
}
