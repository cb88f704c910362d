package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a ROS 1 bag, format 2.0, with chunks and index, as rosbag does.
 *
 * <p>Memory is one chunk: 768 KiB, or one message if that is larger.
 *
 * <p>Source: ROS wiki, "Bags/Format/2.0"; sizes as rosbag's defaults.
 */
public final class BagWriter implements RecordingWriter {
    private static final int CHUNK_BYTES = 768 << 10;

    /** Header record of the file: fields and padding together, so that it can be written again when the file ends. */
    private static final int BAG_HEADER_BYTES = 4096;

    private static final int VERSION = 1;

    private final RecordingFile file;
    private final BagCompression compression;
    private final int chunkBytes;
    private final Map<Integer, BagConnection> connections = new TreeMap<>();
    private final List<ChunkInfo> chunkInfos = new ArrayList<>();
    private final ByteSink chunk = new ByteSink();
    private final Map<Integer, List<Entry>> chunkIndex = new TreeMap<>();
    private boolean closed;

    private BagWriter(RecordingFile file, BagCompression compression, int chunkBytes) {
        this.file = file;
        this.compression = compression;
        this.chunkBytes = chunkBytes;
    }

    /** A message in a chunk. */
    private record Entry(Instant time, int offset) {}

    /** A written chunk. @param counts messages by connection id */
    private record ChunkInfo(long offset, Instant start, Instant end, Map<Integer, Integer> counts) {}

    /** @throws FarmException (CONFIG) for zstd, which ROS 1 does not know; (RESOURCE) if the file cannot be written */
    public static BagWriter create(Path path, BagCompression compression) {
        return create(path, compression, CHUNK_BYTES);
    }

    /** @param chunkBytes a chunk is written when it has at least so many bytes */
    static BagWriter create(Path path, BagCompression compression, int chunkBytes) {
        if (compression == BagCompression.ZSTD) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "A bag cannot be packed with zstd; expected none, bz2 or lz4 (zstd is for .mcap)");
        }
        BagWriter writer = new BagWriter(RecordingFile.create(path), compression, chunkBytes);
        writer.file.append(ByteBuffer.wrap(BagFile.MAGIC));
        writer.file.append(writer.bagHeader(0).view());
        return writer;
    }

    @Override
    public void write(BagConnection connection, Instant time, byte[] message) {
        ByteSink.check(time);
        if (!connections.containsKey(connection.id())) {
            connections.put(connection.id(), connection);
            connectionRecord(chunk, connection);
        }
        chunkIndex.computeIfAbsent(connection.id(), id -> new ArrayList<>()).add(new Entry(time, chunk.size()));
        ByteSink header = new ByteSink();
        field(header, "op").uint8(RecordHeader.MESSAGE);
        field(header, "conn", 4).uint32(connection.id());
        field(header, "time", 8).rosTime(time);
        record(chunk, header, ByteBuffer.wrap(message));
        if (chunk.size() >= chunkBytes) {
            finishChunk();
        }
    }

    private void finishChunk() {
        if (chunkIndex.isEmpty()) {
            return;
        }
        long offset = file.position();
        ByteSink header = new ByteSink();
        field(header, "op").uint8(RecordHeader.CHUNK);
        textField(header, "compression", compression.bagName());
        field(header, "size", 4).uint32(chunk.size());
        ByteBuffer packed = ChunkEncoding.pack(compression, chunk.view());
        ByteSink record = new ByteSink();
        record.uint32(header.size()).bytes(header.view()).uint32(packed.remaining());
        file.append(record.view());
        file.append(packed);
        ByteSink indexes = new ByteSink();
        chunkIndex.forEach((id, entries) -> indexRecord(indexes, id, entries));
        file.append(indexes.view());
        chunkInfos.add(chunkInfo(offset));
        chunk.clear();
        chunkIndex.clear();
    }

    private ChunkInfo chunkInfo(long offset) {
        Map<Integer, Integer> counts = new TreeMap<>();
        chunkIndex.forEach((id, entries) -> counts.put(id, entries.size()));
        Comparator<Instant> order = Comparator.naturalOrder();
        List<Instant> times = chunkIndex.values().stream()
                .flatMap(entries -> entries.stream().map(Entry::time))
                .toList();
        return new ChunkInfo(
                offset,
                times.stream().min(order).orElseThrow(),
                times.stream().max(order).orElseThrow(),
                counts);
    }

    private static void indexRecord(ByteSink out, int id, List<Entry> entries) {
        ByteSink header = new ByteSink();
        field(header, "op").uint8(RecordHeader.INDEX);
        field(header, "ver", 4).uint32(VERSION);
        field(header, "conn", 4).uint32(id);
        field(header, "count", 4).uint32(entries.size());
        ByteSink data = new ByteSink();
        entries.stream()
                .sorted(Comparator.comparing(Entry::time))
                .forEach(entry -> data.rosTime(entry.time).uint32(entry.offset));
        record(out, header, data.view());
    }

    private static void connectionRecord(ByteSink out, BagConnection connection) {
        ByteSink header = new ByteSink();
        field(header, "op").uint8(RecordHeader.CONNECTION);
        field(header, "conn", 4).uint32(connection.id());
        textField(header, "topic", connection.topic());
        ByteSink data = new ByteSink();
        textField(data, "topic", connection.topic());
        textField(data, "type", connection.type());
        textField(data, "md5sum", connection.md5());
        textField(data, "message_definition", connection.definition());
        if (!connection.callerId().isEmpty()) {
            textField(data, "callerid", connection.callerId());
        }
        textField(data, "latching", connection.latching() ? "1" : "0");
        record(out, header, data.view());
    }

    private static void chunkInfoRecord(ByteSink out, ChunkInfo info) {
        ByteSink header = new ByteSink();
        field(header, "op").uint8(RecordHeader.CHUNK_INFO);
        field(header, "ver", 4).uint32(VERSION);
        field(header, "chunk_pos", 8).uint64(info.offset);
        field(header, "start_time", 8).rosTime(info.start);
        field(header, "end_time", 8).rosTime(info.end);
        field(header, "count", 4).uint32(info.counts.size());
        ByteSink data = new ByteSink();
        info.counts.forEach((id, count) -> data.uint32(id).uint32(count));
        record(out, header, data.view());
    }

    /** @param indexOffset 0 while the bag is not closed */
    private ByteSink bagHeader(long indexOffset) {
        ByteSink header = new ByteSink();
        field(header, "op").uint8(RecordHeader.BAG_HEADER);
        field(header, "index_pos", 8).uint64(indexOffset);
        field(header, "conn_count", 4).uint32(indexOffset == 0 ? 0 : connections.size());
        field(header, "chunk_count", 4).uint32(indexOffset == 0 ? 0 : chunkInfos.size());
        byte[] padding = " ".repeat(BAG_HEADER_BYTES - header.size()).getBytes(StandardCharsets.US_ASCII);
        ByteSink out = new ByteSink();
        record(out, header, ByteBuffer.wrap(padding));
        return out;
    }

    private static void record(ByteSink out, ByteSink header, ByteBuffer data) {
        out.uint32(header.size()).bytes(header.view()).uint32(data.remaining()).bytes(data);
    }

    private static ByteSink field(ByteSink out, String name) {
        return field(out, name, 1);
    }

    /** Begins a field whose value of so many bytes is written next. */
    private static ByteSink field(ByteSink out, String name, int valueBytes) {
        byte[] start = (name + "=").getBytes(StandardCharsets.UTF_8);
        return out.uint32(start.length + valueBytes).bytes(start);
    }

    private static void textField(ByteSink out, String name, String value) {
        out.text(name + "=" + value);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            finishChunk();
            long indexOffset = file.position();
            ByteSink index = new ByteSink();
            connections.values().forEach(connection -> connectionRecord(index, connection));
            chunkInfos.forEach(info -> chunkInfoRecord(index, info));
            file.append(index.view());
            file.sync();
            file.overwrite(BagFile.MAGIC.length, bagHeader(indexOffset).view());
            file.sync();
        }
    }
}
