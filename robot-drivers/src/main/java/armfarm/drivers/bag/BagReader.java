package armfarm.drivers.bag;

import armfarm.drivers.ros.messages.ByteArray;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads a ROS 1 bag, format 2.0, from its first chunk to its last; the messages come in file order, which is the order in
 * which they were recorded.
 *
 * <p>A bag needs no index for that: one that was cut off, or whose recorder is still at work, gives everything that is
 * whole. What is damaged is left out and told in {@link #problems}; with an index, reading goes on at the next chunk.
 * Memory is one message and one block of the packing, however long the file. Confined to one thread.
 *
 * <p>Source: ROS wiki, "Bags/Format/2.0".
 */
public final class BagReader implements AutoCloseable {
    static final byte[] MAGIC = "#ROSBAG V2.0\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_PROBLEMS = 100;
    private static final int INDEX_ENTRY_BYTES = 12;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final Connections connections = new Connections();
    private final List<BagProblem> problems = new ArrayList<>();
    private Optional<BagIndex> index = Optional.empty();
    private RecordInput file;
    private OpenChunk chunk;
    private long problemCount;
    private long messageCount;
    private boolean ended;

    private BagReader(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
    }

    /** A chunk being read. @param end where the file goes on behind it */
    private record OpenChunk(long offset, RecordInput data, long end) {}

    /**
     * Opens a bag and reads its index, if it has one.
     *
     * @throws BagFormatException if the file is no bag of version 2.0, or encrypted
     * @throws FarmException (RESOURCE) if it cannot be read
     */
    public static BagReader open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                BagReader reader = new BagReader(path, channel);
                reader.readBagHeader();
                return reader;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The next message that is whole; empty at the end. */
    public Optional<BagMessage> next() {
        try {
            while (!ended) {
                Optional<BagMessage> message = chunk == null ? fromFile() : fromChunk();
                if (message.isPresent()) {
                    messageCount++;
                    return message;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** What the bag's end says; empty if the bag was never closed. */
    public Optional<BagIndex> index() {
        return index;
    }

    /** Those seen so far; all of them if there is an index. */
    public Collection<BagConnection> connections() {
        return connections.all();
    }

    /** Bytes of the file behind which reading is. */
    public long position() {
        return file.position();
    }

    /** Bytes of the file. */
    public long length() {
        return length;
    }

    /** What could not be read so far, at most the first hundred. */
    public List<BagProblem> problems() {
        return List.copyOf(problems);
    }

    /** How many problems there were, those that are not kept included. */
    public long problemCount() {
        return problemCount;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void readBagHeader() throws IOException {
        file = inputAt(0, length);
        byte[] magic = file.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new BagFormatException("File " + path + " is not a ROS bag of version 2.0: it begins with '"
                    + new String(magic, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".")
                    + "', expected '#ROSBAG V2.0'. Bags of version 1 can be converted with 'rosbag fix'");
        }
        try {
            RecordHeader header = file.header();
            if (header.op() != RecordHeader.BAG_HEADER) {
                throw new BagDamage("record with op " + header.op() + ", expected 3");
            }
            if (!header.textOr("encryptor", "").isEmpty()) {
                throw new BagFormatException("Bag " + path + " is encrypted with " + header.text("encryptor")
                        + "; write a plain copy of it with 'rosbag encrypt' or 'rosbag filter'");
            }
            file.skip("bag header padding", file.uint32("bag header padding length"));
            readIndex(header.uint64("index_pos"));
        } catch (BagDamage e) {
            throw new BagFormatException("Bag " + path + " has a damaged header at byte " + MAGIC.length + ": "
                    + e.getMessage() + "; nothing of it can be read");
        }
    }

    private void readIndex(long indexOffset) throws IOException {
        long start = file.position();
        long end = length;
        if (indexOffset == 0) {
            problem(length, "the bag has no index: its recorder was cut off or is still at work");
        } else if (indexOffset < start || indexOffset > length) {
            problem(MAGIC.length, "the index should be at byte " + indexOffset + ", the file has " + length + " bytes");
        } else {
            try {
                index = Optional.of(new IndexSection().read(inputAt(indexOffset, length), this::add));
                end = indexOffset;
            } catch (BagDamage e) {
                problem(indexOffset, "damaged index: " + e.getMessage());
            }
        }
        file = inputAt(start, end);
    }

    private RecordInput inputAt(long offset, long end) throws IOException {
        channel.position(offset);
        return new RecordInput(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES), offset, end);
    }

    /** Reads a record outside of chunks; those of a chunk that was never finished are there, too. */
    private Optional<BagMessage> fromFile() throws IOException {
        long offset = file.position();
        if (file.remaining() == 0) {
            end();
            return Optional.empty();
        }
        try {
            return read(file.header(), file, offset);
        } catch (BagDamage e) {
            resume(offset, e);
            return Optional.empty();
        }
    }

    private Optional<BagMessage> fromChunk() throws IOException {
        OpenChunk open = chunk;
        try {
            if (open.data.remaining() > 0) {
                return read(open.data.header(), open.data, open.offset);
            }
        } catch (BagDamage e) {
            problem(
                    open.offset,
                    "chunk, unpacked byte " + open.data.position() + ": " + e.getMessage()
                            + "; the rest of the chunk is lost");
        }
        chunk = null;
        skipTo(open.end);
        return Optional.empty();
    }

    private Optional<BagMessage> read(RecordHeader header, RecordInput in, long offset) throws IOException {
        switch (header.op()) {
            case RecordHeader.MESSAGE -> {
                return message(header, in, offset);
            }
            case RecordHeader.CONNECTION ->
                connections.add(Connections.read(header, in)).ifPresent(wrong -> problem(offset, wrong));
            case RecordHeader.CHUNK -> {
                if (in != file) {
                    throw new BagDamage("a chunk inside a chunk");
                }
                openChunk(header, offset);
            }
            case RecordHeader.INDEX -> {
                // Recorders before 2010 wrote a wrong length here; the count is right.
                in.uint32("index length");
                in.skip("index", header.uint32("count") * INDEX_ENTRY_BYTES);
            }
            case RecordHeader.CHUNK_INFO, RecordHeader.BAG_HEADER ->
                in.skip("record data", in.uint32("record data length"));
            default -> {
                long skipped = in.uint32("record data length");
                in.skip("record data", skipped);
                problem(offset, "record with unknown op " + header.op() + " and " + skipped + " bytes, left out");
            }
        }
        return Optional.empty();
    }

    private Optional<BagMessage> message(RecordHeader header, RecordInput in, long offset) throws IOException {
        int id = (int) header.uint32("conn");
        byte[] data = in.block("message", RecordInput.MAX_MESSAGE_BYTES);
        Optional<BagConnection> connection = connections.find(id);
        if (connection.isEmpty()) {
            problem(offset, "message on connection " + id + ", which is not described; left out");
            return Optional.empty();
        }
        return Optional.of(new BagMessage(connection.get(), messageCount, header.time("time"), new ByteArray(data)));
    }

    private void openChunk(RecordHeader header, long offset) throws IOException {
        String compression = header.text("compression");
        long size = header.uint32("size");
        long packed = file.uint32("chunk length");
        boolean unfinished = packed == 0 && size == 0;
        if (unfinished && compression.equals("none")) {
            problem(offset, "the chunk was not finished; its whole messages are read");
            return; // its records follow as if they were outside
        }
        if (unfinished || packed > file.remaining()) {
            problem(offset, "the chunk was not finished: " + file.remaining() + " of " + packed + " bytes are there");
        }
        long available = unfinished ? file.remaining() : Math.min(packed, file.remaining());
        long end = file.position() + available;
        try {
            RecordInput data = new RecordInput(
                    ChunkDecoding.open(compression, file.slice(available)), 0, unfinished ? Long.MAX_VALUE : size);
            chunk = new OpenChunk(offset, data, end);
        } catch (BagDamage e) {
            problem(offset, e.getMessage() + "; the chunk is lost");
            skipTo(end);
        }
    }

    private void skipTo(long offset) throws IOException {
        file.skip("rest of a chunk", offset - file.position());
    }

    /** After damage outside of chunks: goes on at the next chunk the index knows, or ends. */
    private void resume(long offset, BagDamage damage) throws IOException {
        Optional<Long> next = index.flatMap(known -> known.chunkOffsets().stream()
                .filter(at -> at > offset && at < length)
                .findFirst());
        problem(
                offset,
                damage.getMessage()
                        + next.map(at -> "; reading goes on at byte " + at).orElse("; the file is read up to here"));
        if (next.isPresent()) {
            file = inputAt(next.get(), file.position() + file.remaining());
        } else {
            ended = true;
        }
    }

    private void end() {
        ended = true;
        index.map(BagIndex::messageCount)
                .filter(expected -> expected != messageCount)
                .ifPresent(
                        expected -> problem(length, messageCount + " messages were read, the index has " + expected));
    }

    private void add(BagConnection connection) {
        connections.add(connection).ifPresent(wrong -> problem(MAGIC.length, wrong));
    }

    private void problem(long offset, String what) {
        problemCount++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new BagProblem(offset, what));
        }
    }

    private static FarmException unreadable(Path path, IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE, "Cannot read bag " + path + ": " + e + "; check the path and its permissions", e);
    }
}
