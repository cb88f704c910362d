package armfarm.ingest;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Where a consumer begins, and what the broker no longer has of what it should read next. */
final class StreamStart {
    private StreamStart() {}

    /**
     * What there is of a partition.
     *
     * @param wanted the stored position, or the oldest record without one
     * @param first offset of the oldest record
     * @param end offset after the newest record
     */
    record Place(TopicPartition partition, long wanted, long first, long end) {
        boolean isInBroker() {
            return wanted >= first && wanted <= end;
        }

        /**
         * Why reading cannot go on where it should and goes on at {@link #first}: what was deleted is lost; what is read
         * again is known to be stored.
         */
        String problem() {
            return "Position " + wanted + " of " + partition + " is not in the broker, found " + first + ".." + end
                    + ": "
                    + (wanted < first
                            ? (first - wanted) + " records, " + wanted + ".." + (first - 1)
                                    + ", were deleted before they were stored and are lost; the topic's retention.ms"
                                    + " and retention.bytes say how long the broker keeps records"
                            : "the broker lost records that are stored, or it is another broker; everything it holds is"
                                    + " read, and what is stored already is passed over");
        }
    }

    /** Assigns every partition of the topic to the consumer. */
    static List<Place> assign(Consumer<byte[], byte[]> consumer, String topic, List<StreamPosition> storedPositions) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        Map<TopicPartition, Long> wanted = new HashMap<>();
        for (StreamPosition position : storedPositions) {
            wanted.put(new TopicPartition(position.topic(), position.partition()), position.nextOffset());
        }
        requireAll(partitions, wanted.keySet());
        return places(consumer, partitions, wanted);
    }

    /** @throws FarmException (DATA) if the broker lacks a partition that was read before */
    static void requireAll(Consumer<byte[], byte[]> consumer, String topic, Set<TopicPartition> stored) {
        requireAll(partitions(consumer, topic), stored);
    }

    private static void requireAll(List<TopicPartition> found, Set<TopicPartition> stored) {
        for (TopicPartition partition : stored) {
            if (!found.contains(partition)) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "The store has a position of " + partition + ", found only " + found.size()
                                + " partitions in the broker; it is not the broker this store was filled from");
            }
        }
    }

    /** @param wanted positions; without one the oldest record is */
    static List<Place> places(
            Consumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> wanted) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(partition -> new Place(
                        partition,
                        wanted.getOrDefault(partition, first.get(partition)),
                        first.get(partition),
                        end.get(partition)))
                .toList();
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Topic " + topic + " is not in the broker, expected it to be created before");
        }
        List<TopicPartition> partitions = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt(PartitionInfo::partition))
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        return partitions;
    }
}
