package armfarm.ros.bag;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the end of a closed bag says about it. Immutable.
 *
 * @param messages on each connection, by its id
 * @param chunkOffsets where the chunks begin, ascending
 * @param start time of the first message; EPOCH if there is none
 * @param end time of the last message; EPOCH if there is none
 */
public record BagIndex(Map<Integer, Long> messages, List<Long> chunkOffsets, Instant start, Instant end) {
    public BagIndex {
        messages = Map.copyOf(messages);
        chunkOffsets = List.copyOf(chunkOffsets);
    }

    public long messageCount() {
        return messages.values().stream().mapToLong(Long::longValue).sum();
    }
}
