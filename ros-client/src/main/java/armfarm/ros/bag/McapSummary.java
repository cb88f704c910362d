package armfarm.ros.bag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The summary at the end of an MCAP file, collected while it is written. Confined to one thread. */
final class McapSummary {
    static final int HEADER = 0x01;
    static final int FOOTER = 0x02;
    static final int SCHEMA = 0x03;
    static final int CHANNEL = 0x04;
    static final int MESSAGE = 0x05;
    static final int CHUNK = 0x06;
    static final int MESSAGE_INDEX = 0x07;
    static final int CHUNK_INDEX = 0x08;
    static final int STATISTICS = 0x0B;
    static final int SUMMARY_OFFSET = 0x0E;
    static final int DATA_END = 0x0F;

    private static final int FOOTER_CONTENT_BYTES = 20;

    private final List<byte[]> schemas = new ArrayList<>();
    private final List<byte[]> channels = new ArrayList<>();
    private final List<ChunkIndex> chunks = new ArrayList<>();

    /** A message in a chunk. @param nanos since 1970 */
    record Entry(long nanos, int offset) {}

    /** A written chunk; times in nanoseconds since 1970, offsets from the start of the file. */
    record ChunkIndex(
            long start,
            long end,
            long offset,
            long length,
            Map<Integer, Long> indexOffsets,
            long indexLength,
            String compression,
            long packedBytes,
            long plainBytes) {}

    /** @param record whole, with op and length */
    void addSchema(byte[] record) {
        schemas.add(record);
    }

    /** @param record whole, with op and length */
    void addChannel(byte[] record) {
        channels.add(record);
    }

    void addChunk(ChunkIndex chunk) {
        chunks.add(chunk);
    }

    static void record(ByteSink out, int op, ByteSink content) {
        out.uint8(op).uint64(content.size()).bytes(content.view());
    }

    static ByteSink textMap(ByteSink out, Map<String, String> map) {
        ByteSink entries = new ByteSink();
        map.forEach((key, value) -> entries.text(key).text(value));
        return out.uint32(entries.size()).bytes(entries.view());
    }

    static ByteSink messageIndex(int channel, List<Entry> entries) {
        ByteSink content = new ByteSink().uint16(channel).uint32(entries.size() * 16L);
        entries.stream()
                .sorted(Comparator.comparingLong(Entry::nanos))
                .forEach(entry -> content.uint64(entry.nanos).uint64(entry.offset));
        ByteSink out = new ByteSink();
        record(out, MESSAGE_INDEX, content);
        return out;
    }

    /**
     * Everything behind the data: summary, summary offsets and footer.
     *
     * @param start offset in the file where this will stand
     * @param messages by channel
     */
    ByteSink end(long start, Map<Integer, Integer> messages) {
        ByteSink out = new ByteSink();
        ByteSink offsets = new ByteSink();
        group(out, offsets, start, SCHEMA, schemas);
        group(out, offsets, start, CHANNEL, channels);
        group(out, offsets, start, STATISTICS, List.of(statistics(messages)));
        group(
                out,
                offsets,
                start,
                CHUNK_INDEX,
                chunks.stream().map(McapSummary::chunkIndex).toList());
        long offsetsStart = start + out.size();
        out.bytes(offsets.view());
        out.uint8(FOOTER).uint64(FOOTER_CONTENT_BYTES).uint64(start).uint64(offsetsStart);
        return out.uint32(McapWriter.sum(out.view()));
    }

    private static void group(ByteSink out, ByteSink offsets, long start, int op, Collection<byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        int before = out.size();
        records.forEach(out::bytes);
        record(
                offsets,
                SUMMARY_OFFSET,
                new ByteSink().uint8(op).uint64(start + before).uint64(out.size() - (long) before));
    }

    private byte[] statistics(Map<Integer, Integer> messages) {
        ByteSink content = new ByteSink()
                .uint64(messages.values().stream().mapToLong(Integer::longValue).sum())
                .uint16(schemas.size())
                .uint32(channels.size())
                .uint32(0)
                .uint32(0)
                .uint32(chunks.size())
                .uint64(chunks.stream().mapToLong(ChunkIndex::start).min().orElse(0))
                .uint64(chunks.stream().mapToLong(ChunkIndex::end).max().orElse(0))
                .uint32(messages.size() * 10L);
        messages.forEach((channel, count) -> content.uint16(channel).uint64(count));
        return whole(STATISTICS, content);
    }

    private static byte[] chunkIndex(ChunkIndex chunk) {
        ByteSink content = new ByteSink()
                .uint64(chunk.start)
                .uint64(chunk.end)
                .uint64(chunk.offset)
                .uint64(chunk.length)
                .uint32(chunk.indexOffsets.size() * 10L);
        chunk.indexOffsets.forEach((channel, offset) -> content.uint16(channel).uint64(offset));
        content.uint64(chunk.indexLength)
                .text(chunk.compression)
                .uint64(chunk.packedBytes)
                .uint64(chunk.plainBytes);
        return whole(CHUNK_INDEX, content);
    }

    private static byte[] whole(int op, ByteSink content) {
        ByteSink out = new ByteSink();
        record(out, op, content);
        return out.toByteArray();
    }
}
