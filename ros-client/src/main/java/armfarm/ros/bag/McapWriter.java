package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes ROS 1 messages as an MCAP file (profile {@code ros1}), with chunks, index, statistics and checksums, for
 * Foxglove and other viewers.
 *
 * <p>Memory is one chunk: 1 MiB, or one message if that is larger.
 *
 * <p>Source: mcap.dev/spec, mcap.dev/spec/registry.
 */
public final class McapWriter implements RecordingWriter {
    static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

    private static final int CHUNK_BYTES = 1 << 20;
    private static final String LIBRARY = "armfarm";

    private final RecordingFile file;
    private final BagCompression compression;
    private final int chunkBytes;
    private final CRC32 dataSum = new CRC32();
    private final McapSummary summary = new McapSummary();
    private final Map<String, Integer> schemaIds = new LinkedHashMap<>();
    private final Map<Integer, Integer> channelIds = new LinkedHashMap<>();
    private final Map<Integer, Integer> sequences = new TreeMap<>();
    private final ByteSink chunk = new ByteSink();
    private final Map<Integer, List<McapSummary.Entry>> chunkIndex = new TreeMap<>();
    private boolean closed;

    private McapWriter(RecordingFile file, BagCompression compression, int chunkBytes) {
        this.file = file;
        this.compression = compression;
        this.chunkBytes = chunkBytes;
    }

    /** @throws FarmException (CONFIG) for bz2, which MCAP does not know; (RESOURCE) if the file cannot be written */
    public static McapWriter create(Path path, BagCompression compression) {
        return create(path, compression, CHUNK_BYTES);
    }

    /** @param chunkBytes a chunk is written when it has at least so many bytes */
    static McapWriter create(Path path, BagCompression compression, int chunkBytes) {
        if (compression == BagCompression.BZ2) {
            throw new FarmException(
                    ErrorCode.CONFIG, "An MCAP file cannot be packed with bz2; expected none, lz4 or zstd");
        }
        McapWriter writer = new McapWriter(RecordingFile.create(path), compression, chunkBytes);
        writer.append(ByteBuffer.wrap(MAGIC));
        ByteSink header = new ByteSink();
        McapSummary.record(
                header, McapSummary.HEADER, new ByteSink().text("ros1").text(LIBRARY));
        writer.append(header.view());
        return writer;
    }

    @Override
    public void write(BagConnection connection, Instant time, byte[] message) {
        ByteSink.check(time);
        Integer known = channelIds.get(connection.id());
        int channel = known == null ? addChannel(connection) : known;
        chunkIndex
                .computeIfAbsent(channel, id -> new ArrayList<>())
                .add(new McapSummary.Entry(ByteSink.nanos(time), chunk.size()));
        ByteSink content = new ByteSink();
        content.uint16(channel)
                .uint32(sequences.merge(channel, 1, Integer::sum) - 1L)
                .nanoTime(time)
                .nanoTime(time)
                .bytes(message);
        McapSummary.record(chunk, McapSummary.MESSAGE, content);
        if (chunk.size() >= chunkBytes) {
            finishChunk();
        }
    }

    private int addChannel(BagConnection connection) {
        int schema =
                schemaIds.computeIfAbsent(connection.type() + " " + connection.md5(), key -> addSchema(connection));
        int channel = channelIds.size();
        channelIds.put(connection.id(), channel);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("md5sum", connection.md5());
        metadata.put("latching", connection.latching() ? "1" : "0");
        if (!connection.callerId().isEmpty()) {
            metadata.put("callerid", connection.callerId());
        }
        ByteSink record = new ByteSink();
        McapSummary.record(
                record,
                McapSummary.CHANNEL,
                McapSummary.textMap(
                        new ByteSink()
                                .uint16(channel)
                                .uint16(schema)
                                .text(connection.topic())
                                .text("ros1"),
                        metadata));
        chunk.bytes(record.view());
        summary.addChannel(record.toByteArray());
        return channel;
    }

    private int addSchema(BagConnection connection) {
        int schema = schemaIds.size() + 1; // 0 means none
        byte[] definition = connection.definition().getBytes(StandardCharsets.UTF_8);
        ByteSink record = new ByteSink();
        McapSummary.record(
                record,
                McapSummary.SCHEMA,
                new ByteSink()
                        .uint16(schema)
                        .text(connection.type())
                        .text("ros1msg")
                        .uint32(definition.length)
                        .bytes(definition));
        chunk.bytes(record.view());
        summary.addSchema(record.toByteArray());
        return schema;
    }

    private void finishChunk() {
        if (chunkIndex.isEmpty()) {
            return;
        }
        long start = chunkIndex.values().stream()
                .flatMap(List::stream)
                .mapToLong(McapSummary.Entry::nanos)
                .min()
                .orElseThrow();
        long end = chunkIndex.values().stream()
                .flatMap(List::stream)
                .mapToLong(McapSummary.Entry::nanos)
                .max()
                .orElseThrow();
        long offset = file.position();
        ByteBuffer packed = ChunkEncoding.pack(compression, chunk.view());
        String packing = compression == BagCompression.NONE ? "" : compression.bagName();
        int packedBytes = packed.remaining();
        ByteSink head = new ByteSink()
                .uint64(start)
                .uint64(end)
                .uint64(chunk.size())
                .uint32(sum(chunk.view()))
                .text(packing)
                .uint64(packedBytes);
        append(new ByteSink()
                .uint8(McapSummary.CHUNK)
                .uint64(head.size() + (long) packedBytes)
                .view());
        append(head.view());
        append(packed);
        long length = file.position() - offset;
        Map<Integer, Long> indexOffsets = new TreeMap<>();
        chunkIndex.forEach((channel, entries) -> {
            indexOffsets.put(channel, file.position());
            append(McapSummary.messageIndex(channel, entries).view());
        });
        summary.addChunk(new McapSummary.ChunkIndex(
                start,
                end,
                offset,
                length,
                indexOffsets,
                file.position() - offset - length,
                packing,
                packedBytes,
                chunk.size()));
        chunk.clear();
        chunkIndex.clear();
    }

    private void append(ByteBuffer bytes) {
        dataSum.update(bytes.duplicate());
        file.append(bytes);
    }

    static long sum(ByteBuffer bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            finishChunk();
            ByteSink end = new ByteSink();
            McapSummary.record(end, McapSummary.DATA_END, new ByteSink().uint32(dataSum.getValue()));
            file.append(end.view());
            file.append(summary.end(file.position(), sequences).view());
            file.append(ByteBuffer.wrap(MAGIC));
            file.sync();
        }
    }
}
