package armfarm.ingest;

import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends the events of all arms to the broker, each arm on its own partition and in order.
 *
 * <p>An event that is not acknowledged within 30 s is fatal for its attempt: the reason is kept, further events of the
 * attempt are refused, and the reader aborts it when the arm starts another one.
 *
 * <p>Thread-safe; the events of one arm come from one thread.
 */
public final class AttemptPublisher implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final int REMEMBERED_FAILURES = 1_000;

    private final String topic;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;

    private final Map<AttemptId, FarmException> failedAttempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptId, FarmException> eldest) {
            return size() > REMEMBERED_FAILURES;
        }
    };

    private long events;
    private long bytes;
    private long failures;
    private long waiting;

    /** @param partitions of the topic, as {@link ArmEventsTopic#ensure} returned */
    public AttemptPublisher(String bootstrapServers, int partitions, IngestConfig config) {
        this.topic = config.topic();
        this.partitions = partitions;
        this.producer = KafkaClients.producer(bootstrapServers);
    }

    /**
     * Hands the event to the sender's queue. Returns at once; blocks up to 10 s while the queue (16 MB) is full.
     *
     * @param partition index of the arm
     * @throws FarmException (RESOURCE) if an event of this attempt was lost; the attempt is over, the next one may work
     */
    public void publish(AttemptEvent event, int partition) {
        if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException("partition " + partition + ", expected 0.." + (partitions - 1));
        }
        failureOf(event.attempt()).ifPresent(failure -> {
            throw new FarmException(failure.code(), failure.getMessage(), failure);
        });
        byte[] key = event.arm().name().getBytes(StandardCharsets.UTF_8);
        byte[] value = AttemptEventCodec.encode(event);
        sent();
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(topic, partition, key, value),
                    (metadata, error) -> answered(event, value.length, error));
        } catch (KafkaException | IllegalStateException e) {
            throw answered(event, value.length, e).orElseThrow();
        }
    }

    /** Why an event of that attempt was lost; empty if none was so far. Never blocks. */
    public synchronized Optional<FarmException> failureOf(AttemptId attempt) {
        return Optional.ofNullable(failedAttempts.get(attempt));
    }

    /** Blocks until every event sent so far is answered, or the timeout; false if some are still open. */
    public synchronized boolean flush(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (waiting > 0) {
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
        return new PublishMetrics(events, bytes, failures, waiting);
    }

    /** Sends what is queued, at most 3 s. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private synchronized void sent() {
        waiting++;
    }

    private synchronized Optional<FarmException> answered(AttemptEvent event, int byteCount, Exception error) {
        waiting--;
        notifyAll();
        if (error == null) {
            events++;
            bytes += byteCount;
            return Optional.empty();
        }
        failures++;
        FarmException failure = new FarmException(
                ErrorCode.RESOURCE,
                "Event " + event.sequence() + " (" + byteCount + " bytes) of attempt " + event.attempt() + " of arm "
                        + event.arm() + " was not accepted by the broker: " + error.getMessage()
                        + "; the attempt is lost, check the broker and its disk",
                error);
        failedAttempts.putIfAbsent(event.attempt(), failure);
        return Optional.of(failure);
    }
}
