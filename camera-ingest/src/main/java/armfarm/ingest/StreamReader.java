package armfarm.ingest;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the records of the topic, or of a share of its partitions, to their assemblers; waits while Kafka is away and goes on behind
 * records that are gone. Confined to one thread.
 */
final class StreamReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    static final Duration POLL = Duration.ofMillis(50);
    /** A longer time between two polls does not count against open attempts. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final IngestConfig config;
    private final InstantSource clock;
    private final PartitionAssemblers partitions;
    private final Consumer<byte[], byte[]> consumer;
    private final Optional<PartitionShare> share;
    private boolean unreachable;
    private Instant lastRead;

    private StreamReader(
            IngestSetup setup,
            Consumer<byte[], byte[]> consumer,
            PartitionAssemblers partitions,
            Optional<EventConsumer.Sharing> sharing,
            Supplier<List<StreamPosition>> positions,
            Runnable handOver) {
        this.bootstrapServers = setup.bootstrapServers();
        this.config = setup.config();
        this.clock = setup.clock();
        this.consumer = consumer;
        this.partitions = partitions;
        this.lastRead = clock.instant();
        this.share = sharing.map(shared -> new PartitionShare(
                consumer, config.topic(), partitions, positions, this::begin, handOver, shared.told(), clock));
    }

    /**
     * Goes to the stored positions of all partitions.
     *
     * @param consumer closed with the reader, also if this fails
     * @throws FarmException (DATA) if the broker lacks a partition that was read before, (RESOURCE) if it does not answer
     */
    static StreamReader ofAll(
            IngestSetup setup,
            Consumer<byte[], byte[]> consumer,
            PartitionAssemblers partitions,
            Supplier<List<StreamPosition>> positions) {
        StreamReader reader = new StreamReader(setup, consumer, partitions, Optional.empty(), positions, () -> {});
        try {
            reader.assignAll(positions.get());
            return reader;
        } catch (KafkaException e) {
            reader.close();
            throw reader.unreadable(e);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Joins a group.
     *
     * @param handOver stores what is complete, and returns when it is stored or refused
     */
    static StreamReader ofShare(
            IngestSetup setup,
            Consumer<byte[], byte[]> consumer,
            PartitionAssemblers partitions,
            EventConsumer.Sharing sharing,
            Supplier<List<StreamPosition>> positions,
            Runnable handOver) {
        StreamReader reader = new StreamReader(setup, consumer, partitions, Optional.of(sharing), positions, handOver);
        consumer.subscribe(List.of(setup.config().topic()), reader.share.orElseThrow());
        return reader;
    }

    private void assignAll(List<StreamPosition> stored) {
        for (StreamStart.Place place : StreamStart.assign(consumer, config.topic(), stored)) {
            begin(
                    place,
                    stored.stream()
                            .filter(position ->
                                    position.partition() == place.partition().partition())
                            .findFirst());
        }
    }

    private void begin(StreamStart.Place place, Optional<StreamPosition> stored) {
        partitions.add(place, stored);
        goTo(place);
    }

    private void goTo(StreamStart.Place place) {
        if (place.isInBroker()) {
            consumer.seek(place.partition(), place.wanted());
            return;
        }
        LOG.error("{}", place.problem());
        partitions.jump(place.partition(), place.first(), place.problem(), clock.instant());
        consumer.seek(place.partition(), place.first());
    }

    /**
     * Waits shortly for records and gives them to their assemblers.
     *
     * @param sendersBehind whether events may still be on their way, so that no attempt is overdue
     * @return how many there were
     * @throws FarmException (RESOURCE) if the topic cannot be read; what asking for positions or handing over failed with
     */
    int read(BooleanSupplier sendersBehind) {
        ConsumerRecords<byte[], byte[]> records = poll();
        share.ifPresent(this::claim);
        Instant now = clock.instant();
        Duration pause = Duration.between(lastRead, now);
        lastRead = now;
        if (pause.compareTo(LONGEST_STEP) > 0 || sendersBehind.getAsBoolean()) {
            partitions.postpone(pause);
        }
        for (ConsumerRecord<byte[], byte[]> entry : records) {
            byte[] payload = entry.value() == null ? new byte[0] : entry.value();
            partitions.offer(new TopicPartition(entry.topic(), entry.partition()), entry.offset(), payload, now);
        }
        partitions.tick(now);
        return records.count();
    }

    /** When the records of the last {@link #read} had come. */
    Instant lastRead() {
        return lastRead;
    }

    private void claim(PartitionShare mine) {
        try {
            mine.claim();
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            unreachable = false;
            return records;
        } catch (OffsetOutOfRangeException e) {
            Map<TopicPartition, Long> wanted = e.offsetOutOfRangePartitions();
            StreamStart.places(consumer, wanted.keySet(), wanted).forEach(this::goTo);
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

    /** Offsets behind what the broker holds now. */
    Map<TopicPartition, Long> ends() {
        try {
            return consumer.endOffsets(partitions.all());
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    boolean isBefore(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /** Forgets everything read since what is stored. @throws StreamMovedException if nobody else may have stored anything */
    void startOver(StreamMovedException refused) {
        share.orElseThrow(() -> refused).startOver(refused);
    }

    IngestMetrics metrics() {
        long lag = 0;
        for (TopicPartition partition : partitions.all()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        return partitions.metrics().withLag(lag);
    }

    private FarmException unreadable(KafkaException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Topic " + config.topic() + " at " + bootstrapServers + " cannot be read: " + e.getMessage()
                        + "; nothing was skipped, check the broker and its disk",
                e);
    }

    /** Leaves the group, if there is one, within a second. */
    @Override
    public void close() {
        share.ifPresent(PartitionShare::close);
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
