package armfarm.ingest;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Puts a consumer on the stored positions, or says clearly why it cannot be. */
final class StreamStart {
    private StreamStart() {}

    /** @return partition to first offset, for every partition of the topic; without a stored position the oldest one */
    static Map<TopicPartition, Long> seek(
            Consumer<byte[], byte[]> consumer, String topic, List<StreamPosition> storedPositions) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> start = new HashMap<>(first);
        for (StreamPosition position : storedPositions) {
            TopicPartition partition = new TopicPartition(position.topic(), position.partition());
            if (!first.containsKey(partition)) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "The store has a position of " + partition + ", found only " + partitions.size()
                                + " partitions in the broker; it is not the broker this store was filled from");
            }
            check(partition, position.nextOffset(), first.get(partition), end.get(partition));
            start.put(partition, position.nextOffset());
        }
        start.forEach(consumer::seek);
        return start;
    }

    static FarmException notInBroker(TopicPartition partition, long wanted, long first, long end) {
        return new FarmException(
                ErrorCode.DATA,
                "Position " + wanted + " of " + partition + " is not in the broker, found " + first + ".." + end + ": "
                        + (wanted < first
                                ? (first - wanted) + " records were deleted before they were stored; nothing was"
                                        + " skipped: raise ingest.retention and ingest.retention-bytes, and set the"
                                        + " stored position to " + first + " to go on without them"
                                : "the broker lost records that are stored, or it is another broker; set the stored"
                                        + " position to " + end + " to go on"));
    }

    private static void check(TopicPartition partition, long wanted, long first, long end) {
        if (wanted < first || wanted > end) {
            throw notInBroker(partition, wanted, first, end);
        }
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
