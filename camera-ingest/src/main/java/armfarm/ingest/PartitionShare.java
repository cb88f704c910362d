package armfarm.ingest;

import armfarm.messages.FarmException;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that Kafka gives one of several stores. A partition that comes is not read before its stored position is known,
 * which is asked for only then; one that goes is handed over first, and what is open in it is read again by its next reader.
 *
 * <p>Kafka's word is a hint: who was slow may still read what others have. Only the store's commit decides, and whoever is refused
 * there begins again from what is stored.
 *
 * <p>Confined to the reader's thread, which also calls the listener, from within a poll.
 */
final class PartitionShare implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionShare.class);
    /** Enough for a store that was away to hear from Kafka that its partitions are gone. */
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final PartitionAssemblers partitions;
    private final Supplier<List<StreamPosition>> positions;
    private final BiConsumer<StreamStart.Place, Optional<StreamPosition>> begin;
    private final Runnable handOver;
    private final PartitionListener told;
    private final InstantSource clock;
    /** Ours, and not read yet. */
    private final Set<TopicPartition> unclaimed = new HashSet<>();

    private Instant notBefore = Instant.MIN;
    private SortedSet<Integer> lastTold = new TreeSet<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean closed;

    /**
     * @param positions asks the store; may take long and fail
     * @param begin begins to read a partition at its place, with the stored position
     * @param handOver stores what is complete, and returns when it is stored or refused
     * @param told the numbers of the partitions, whenever they have changed
     */
    PartitionShare(
            Consumer<byte[], byte[]> consumer,
            String topic,
            PartitionAssemblers partitions,
            Supplier<List<StreamPosition>> positions,
            BiConsumer<StreamStart.Place, Optional<StreamPosition>> begin,
            Runnable handOver,
            PartitionListener told,
            InstantSource clock) {
        this.consumer = consumer;
        this.topic = topic;
        this.partitions = partitions;
        this.positions = positions;
        this.begin = begin;
        this.handOver = handOver;
        this.told = told;
        this.clock = clock;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        unclaimed.addAll(assigned);
        // Kafka knows no positions of ours: any will do until the stored one is known.
        assigned.forEach(partition -> consumer.seek(partition, 0));
        consumer.pause(assigned);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        if (closed || revoked.isEmpty()) {
            return;
        }
        try {
            handOver.run();
        } catch (RuntimeException e) {
            failure = Optional.of(e); // Kafka would wrap it
        }
        drop(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        LOG.warn("Kafka gave {} to others, because nothing was heard of this store for too long", lost);
        drop(lost);
    }

    private void drop(Collection<TopicPartition> gone) {
        unclaimed.removeAll(gone);
        partitions.drop(gone);
        tell();
    }

    /**
     * Begins to read what has come since the last call; without an answer of Kafka, at a later call.
     *
     * @throws FarmException if the store does not answer, or handing over failed
     */
    void claim() {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (unclaimed.isEmpty() || clock.instant().isBefore(notBefore)) {
            return;
        }
        handOver.run(); // what is under way may be of these partitions
        if (clock.instant().isBefore(notBefore)) {
            return;
        }
        Map<TopicPartition, StreamPosition> stored = new HashMap<>();
        positions.get().forEach(position -> stored.put(new TopicPartition(topic, position.partition()), position));
        Map<TopicPartition, Long> wanted = new HashMap<>();
        stored.forEach((partition, position) -> wanted.put(partition, position.nextOffset()));
        try {
            StreamStart.requireAll(consumer, topic, stored.keySet());
            StreamStart.places(consumer, unclaimed, wanted)
                    .forEach(place -> begin.accept(place, Optional.ofNullable(stored.get(place.partition()))));
        } catch (RetriableException e) {
            LOG.warn("Kafka does not say what it has of {}, asking again: {}", unclaimed, e.toString());
            partitions.drop(unclaimed);
            return;
        }
        consumer.resume(unclaimed);
        unclaimed.clear();
        tell();
    }

    /** Forgets everything read and begins again with what Kafka then says is ours and the store has. */
    void startOver(StreamMovedException refused) {
        LOG.warn("{}", refused.getMessage());
        partitions.drop(partitions.all());
        unclaimed.addAll(consumer.assignment());
        consumer.pause(unclaimed);
        notBefore = clock.instant().plus(PAUSE_AFTER_REFUSAL);
    }

    /** Leaving the group hands over nothing more. */
    void close() {
        closed = true;
        partitions.drop(partitions.all());
    }

    private void tell() {
        SortedSet<Integer> now = new TreeSet<>();
        partitions.all().forEach(partition -> now.add(partition.partition()));
        if (!now.equals(lastTold)) {
            lastTold = now;
            LOG.info("Reading partitions {} of {}", now, topic);
            told.reading(now);
        }
    }
}
