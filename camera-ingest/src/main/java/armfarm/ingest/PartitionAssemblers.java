package armfarm.ingest;

import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a consumer reads now, each with its assembler, and how far they were handed over. Confined to the reader's thread. */
final class PartitionAssemblers {
    private final IngestConfig config;
    private final StoredAttempts storedAttempts;
    private final boolean shared;
    private final Map<TopicPartition, EpisodeAssembler> assemblers = new HashMap<>();
    /** Positions as stored, or as they will be when what was handed over is. */
    private final Map<Integer, StreamPosition> handedOver = new HashMap<>();
    /** Of partitions that are no longer read. */
    private IngestMetrics earlier = IngestMetrics.ZERO;

    /** @param shared whether other stores write too, so that a batch has to say what it continues */
    PartitionAssemblers(IngestConfig config, StoredAttempts storedAttempts, boolean shared) {
        this.config = config;
        this.storedAttempts = storedAttempts;
        this.shared = shared;
    }

    /** @param stored position of the partition; empty for one that was never read */
    void add(StreamStart.Place place, Optional<StreamPosition> stored) {
        int number = place.partition().partition();
        assemblers.put(
                place.partition(),
                new EpisodeAssembler(
                        new StreamPosition(config.topic(), number, place.wanted()),
                        config.attemptTimeout(),
                        storedAttempts));
        stored.ifPresentOrElse(position -> handedOver.put(number, position), () -> handedOver.remove(number));
    }

    /** Goes on at another record because the broker no longer has the next one. */
    void jump(TopicPartition partition, long offset, String reason, Instant now) {
        EpisodeAssembler assembler = assemblers.get(partition);
        if (assembler != null) {
            assembler.jumpTo(offset, reason, now);
        }
    }

    Set<TopicPartition> all() {
        return Set.copyOf(assemblers.keySet());
    }

    /** Forgets what was read and not handed over; whoever has the partitions next reads it again. */
    void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            EpisodeAssembler dropped = assemblers.remove(partition);
            if (dropped != null) {
                earlier = earlier.plus(dropped.metrics());
                handedOver.remove(partition.partition());
            }
        }
    }

    void offer(TopicPartition partition, long offset, byte[] payload, Instant now) {
        EpisodeAssembler assembler = assemblers.get(partition);
        if (assembler != null) { // else it was lost meanwhile
            assembler.offer(offset, payload, now);
        }
    }

    void postpone(Duration pause) {
        assemblers.values().forEach(assembler -> assembler.postpone(pause));
    }

    void tick(Instant now) {
        assemblers.values().forEach(assembler -> assembler.tick(now));
    }

    void abortAllOpen(String reason, Instant now) {
        assemblers.values().forEach(assembler -> assembler.abortAllOpen(reason, now));
    }

    /** Whether as much waits as one commit should hold. */
    boolean isFull() {
        int waiting = 0;
        long waitingBytes = 0;
        for (EpisodeAssembler assembler : assemblers.values()) {
            waiting += assembler.waiting();
            waitingBytes += assembler.waitingBytes();
        }
        return waiting >= config.commitFrames() || waitingBytes >= config.commitBytes();
    }

    /** Offset behind the last record read of each partition. */
    Map<TopicPartition, Long> read() {
        Map<TopicPartition, Long> read = new HashMap<>();
        assemblers.forEach((partition, assembler) -> read.put(partition, assembler.nextOffset()));
        return read;
    }

    /** Hands out what is new; empty if nothing is. */
    Optional<EpisodeBatch> take() {
        List<GraspAttempt> attempts = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        List<StreamPosition> positions = new ArrayList<>();
        List<StreamPosition> before = new ArrayList<>();
        for (EpisodeAssembler assembler : assemblers.values()) {
            EpisodeBatch part = assembler.take();
            attempts.addAll(part.attempts());
            rejected.addAll(part.rejected());
            boolean hasContent = !part.attempts().isEmpty() || !part.rejected().isEmpty();
            for (StreamPosition position : part.positions()) {
                StreamPosition last = handedOver.get(position.partition());
                if (!position.equals(last) || (shared && hasContent)) {
                    positions.add(position);
                    Optional.ofNullable(last).ifPresent(before::add);
                }
            }
        }
        if (attempts.isEmpty() && rejected.isEmpty() && positions.isEmpty()) {
            return Optional.empty();
        }
        boolean goesBack = positions.stream().anyMatch(this::goesBack);
        positions.forEach(position -> handedOver.put(position.partition(), position));
        if (shared) {
            return Optional.of(EpisodeBatch.continuing(attempts, rejected, positions, before));
        }
        return Optional.of(
                goesBack
                        ? EpisodeBatch.startingOver(attempts, rejected, positions)
                        : new EpisodeBatch(attempts, rejected, positions));
    }

    private boolean goesBack(StreamPosition position) {
        StreamPosition before = handedOver.get(position.partition());
        return before != null && position.nextOffset() < before.nextOffset();
    }

    /** Of everything ever read; lag is not known here and 0. */
    IngestMetrics metrics() {
        IngestMetrics sum = earlier;
        for (EpisodeAssembler assembler : assemblers.values()) {
            sum = sum.plus(assembler.metrics());
        }
        return sum;
    }
}
