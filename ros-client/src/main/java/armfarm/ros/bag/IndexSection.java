package armfarm.ros.bag;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads the connections and chunk infos that a recorder writes when it closes a bag. Used once. */
final class IndexSection {
    /** Of 768 KB each that is more than a terabyte. */
    private static final int MAX_CHUNKS = 2_000_000;

    private final Map<Integer, Long> messages = new HashMap<>();
    private final TreeSet<Long> chunkOffsets = new TreeSet<>();
    private Instant start = Instant.MAX;
    private Instant end = Instant.EPOCH;

    /**
     * Reads to the end of the file.
     *
     * @param in stands at the index
     * @param connections receives every connection
     */
    BagIndex read(RecordInput in, Consumer<BagConnection> connections) throws IOException {
        while (in.remaining() > 0) {
            RecordHeader header = in.header();
            switch (header.op()) {
                case RecordHeader.CONNECTION -> connections.accept(Connections.read(header, in));
                case RecordHeader.CHUNK_INFO -> chunkInfo(header, in);
                default -> in.skip("record data", in.uint32("record data length"));
            }
        }
        return new BagIndex(messages, List.copyOf(chunkOffsets), messages.isEmpty() ? Instant.EPOCH : start, end);
    }

    private void chunkInfo(RecordHeader header, RecordInput in) throws IOException {
        if (chunkOffsets.size() >= MAX_CHUNKS) {
            throw new BagDamage("more than " + MAX_CHUNKS + " chunks");
        }
        chunkOffsets.add(header.uint64("chunk_pos"));
        Instant first = header.time("start_time");
        Instant last = header.time("end_time");
        start = first.isBefore(start) ? first : start;
        end = last.isAfter(end) ? last : end;
        long length = in.uint32("chunk info length");
        RecordInput data = in.slice(length);
        while (data.remaining() > 0) {
            int connection = (int) data.uint32("connection id");
            messages.merge(connection, data.uint32("message count"), Long::sum);
        }
    }
}
