package armfarm.ingest;

import armfarm.ingest.night.AttemptEdges;
import armfarm.ingest.night.NightEvent;
import armfarm.ingest.night.NightWriter;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Writes down what comes on the topic of the arms' events, beside whoever reads it: in no consumer group, committing nothing. While
 * the broker is away it waits. What was read is on the disk a second later. Confined to one thread.
 */
public final class TopicRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRecorder.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration WRITE_EVERY = Duration.ofSeconds(1);
    private static final long WRITE_BYTES = 1 << 20;

    private final String bootstrapServers;
    private final NightWriter writer;
    private final AttemptEdges edges;
    private final InstantSource clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<NightEvent> unwritten = new ArrayList<>();
    private long unwrittenBytes;
    private Instant lastWrite;
    private boolean away;
    private long lost;

    /**
     * Goes to the end of every partition, or to its oldest record.
     *
     * @param fromStart begin with the oldest record there is, not with the next attempt
     * @param writer closed by the caller
     * @throws FarmException (RESOURCE) if the topic is not there or the broker does not answer
     */
    public TopicRecorder(
            String bootstrapServers, String topic, boolean fromStart, NightWriter writer, InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.writer = writer;
        this.edges = new AttemptEdges(fromStart);
        this.clock = clock;
        this.lastWrite = clock.instant();
        this.consumer = KafkaClients.consumer(bootstrapServers, "armfarm-record");
        try {
            partitions = StreamStart.assign(consumer, topic, List.of()).stream()
                    .map(StreamStart.Place::partition)
                    .toList();
            if (fromStart) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            for (TopicPartition partition : partitions) {
                var unused = consumer.position(partition); // now, not at the first record
            }
        } catch (KafkaException e) {
            close();
            throw new FarmException(
                    ErrorCode.RESOURCE, "Kafka at " + bootstrapServers + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Reads for a tenth of a second at most, and writes when it is time.
     *
     * @throws FarmException (RESOURCE) if the disk refuses
     */
    public void step() {
        for (ConsumerRecord<byte[], byte[]> found : poll()) {
            NightEvent event = new NightEvent(
                    found.partition(), found.offset(), found.timestamp(), some(found.key()), some(found.value()));
            if (edges.takes(event)) {
                unwritten.add(event);
                unwrittenBytes += event.value().length;
            }
        }
        if (unwrittenBytes >= WRITE_BYTES
                || Duration.between(lastWrite, clock.instant()).compareTo(WRITE_EVERY) >= 0) {
            write();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            away &= records.isEmpty();
            return records;
        } catch (OffsetOutOfRangeException e) {
            skipLost(e.offsetOutOfRangePartitions());
        } catch (RetriableException e) {
            if (!away) {
                LOG.warn(
                        "Kafka at {} does not answer, recording goes on when it does: {}",
                        bootstrapServers,
                        e.toString());
            }
            away = true;
        } catch (KafkaException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Kafka at " + bootstrapServers + " cannot be read: " + e.getMessage(), e);
        }
        return ConsumerRecords.empty();
    }

    private void skipLost(Map<TopicPartition, Long> wanted) {
        for (StreamStart.Place place : StreamStart.places(consumer, wanted.keySet(), wanted)) {
            lost += Math.max(0, place.first() - place.wanted());
            LOG.warn("{}", place.problem());
            consumer.seek(place.partition(), place.first());
        }
    }

    private static byte[] some(byte[] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private void write() {
        if (!unwritten.isEmpty()) {
            writer.append(unwritten);
            unwritten.clear();
            unwrittenBytes = 0;
        }
        lastWrite = clock.instant();
    }

    /** Reads everything the broker holds now. Blocks until then, or until nothing came for the given time. */
    public void catchUp(Duration patience) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Instant lastProgress = clock.instant();
        long before = -1;
        while (!isAt(ends)) {
            step();
            long now = partitions.stream().mapToLong(consumer::position).sum();
            if (now != before) {
                before = now;
                lastProgress = clock.instant();
            } else if (Duration.between(lastProgress, clock.instant()).compareTo(patience) > 0) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Kafka at " + bootstrapServers + " gave no record for " + patience.toSeconds()
                                + " s, expected those up to " + ends);
            }
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** From now on takes only what belongs to attempts that are open. */
    public void end() {
        edges.end();
    }

    /** Attempts that began and did not end yet. */
    public int openAttempts() {
        return edges.open();
    }

    /** Attempts recorded from start to end. */
    public long wholeAttempts() {
        return edges.whole();
    }

    /** Events read, those included that are written within a second. */
    public long events() {
        return writer.events() + unwritten.size();
    }

    /** Records that the broker deleted before they could be read. */
    public long lost() {
        return lost;
    }

    /** Writes what was read and marks the recording as complete. */
    public void finish() {
        write();
        writer.finish(clock.instant());
    }

    /** Ends reading; what was read and not written yet is given up. Idempotent. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
