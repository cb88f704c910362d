package armfarm.ros.bag;

import armfarm.ros.messages.ByteArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the records of a bag from the first to the last and goes on behind what is damaged, as far as the index tells where.
 * Confined to one thread.
 */
final class BagScan {
    private static final int INDEX_ENTRY_BYTES = 12;

    private final BagFile file;
    private final Connections connections = new Connections();
    private final BagProblems problems = new BagProblems();
    private Optional<BagIndex> index = Optional.empty();
    private RecordInput records;
    private OpenChunk chunk;
    private long recordStart;
    private long messageCount;
    private boolean ended;

    private BagScan(BagFile file) {
        this.file = file;
    }

    /** A chunk being read. @param end where the file goes on behind it */
    private record OpenChunk(long offset, RecordInput data, long end) {}

    /** Something that is read in between. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * Reads the header and the index, if there is one.
     *
     * @throws BagFormatException if the file is no bag of version 2.0, or encrypted
     */
    static BagScan open(BagFile file) throws IOException {
        BagScan scan = new BagScan(file);
        scan.readBagHeader();
        return scan;
    }

    /** The next message that is whole; empty at the end. */
    Optional<BagMessage> next() throws IOException {
        while (!ended) {
            Optional<BagMessage> message = chunk == null ? fromFile() : fromChunk();
            if (message.isPresent()) {
                messageCount++;
                return message;
            }
        }
        return Optional.empty();
    }

    /** Where the chunk of the last message begins; negative if it was outside of chunks. */
    long chunkOffset() {
        return chunk == null ? -1 : chunk.offset;
    }

    /** Where the last record begins, in the file or in its chunk unpacked. */
    long recordStart() {
        return recordStart;
    }

    /** Bytes of the file behind which reading is. */
    long position() {
        return records.position();
    }

    Optional<BagIndex> index() {
        return index;
    }

    Connections connections() {
        return connections;
    }

    BagProblems problems() {
        return problems;
    }

    /** Reads elsewhere in the file and is then where it was. */
    <T> T aside(Reading<T> reading) throws IOException {
        long at = records.position();
        long end = at + records.remaining();
        T result = reading.read();
        records = file.input(at, end);
        return result;
    }

    /** A message record at a place of its own. */
    Optional<BagMessage> messageAt(RecordInput in, long offset, long number) throws IOException {
        RecordHeader header = in.header();
        if (header.op() != RecordHeader.MESSAGE) {
            throw new BagDamage("record with op " + header.op() + " where the index has a message");
        }
        return message(header, in, offset, number);
    }

    private void readBagHeader() throws IOException {
        records = file.input(0, file.length());
        byte[] magic = records.readNBytes(BagFile.MAGIC.length);
        if (!Arrays.equals(magic, BagFile.MAGIC)) {
            throw new BagFormatException("File " + file.path() + " is not a ROS bag of version 2.0: "
                    + NotABag.explain(magic, file.length()));
        }
        try {
            RecordHeader header = records.header();
            if (header.op() != RecordHeader.BAG_HEADER) {
                throw new BagDamage("record with op " + header.op() + ", expected 3");
            }
            if (!header.textOr("encryptor", "").isEmpty()) {
                throw new BagFormatException("Bag " + file.path() + " is encrypted with " + header.text("encryptor")
                        + "; write a plain copy of it with 'rosbag encrypt' or 'rosbag filter'");
            }
            records.skip("bag header padding", records.uint32("bag header padding length"));
            readIndex(header.uint64("index_pos"));
        } catch (BagDamage e) {
            throw new BagFormatException("Bag " + file.path() + " has a damaged header at byte " + BagFile.MAGIC.length
                    + ": " + e.getMessage() + "; nothing of it can be read");
        }
    }

    private void readIndex(long indexOffset) throws IOException {
        long start = records.position();
        long end = file.length();
        if (indexOffset == 0) {
            problems.add(file.length(), "the bag has no index: its recorder was cut off or is still at work");
        } else if (indexOffset < start || indexOffset > file.length()) {
            problems.add(
                    BagFile.MAGIC.length,
                    "the index should be at byte " + indexOffset + ", the file has " + file.length() + " bytes");
        } else {
            try {
                index = Optional.of(new IndexSection().read(file.inputToEnd(indexOffset), this::add));
                end = indexOffset;
            } catch (BagDamage e) {
                problems.add(indexOffset, "damaged index: " + e.getMessage());
            }
        }
        records = file.input(start, end);
    }

    /** Reads a record outside of chunks; those of a chunk that was never finished are there, too. */
    private Optional<BagMessage> fromFile() throws IOException {
        long offset = records.position();
        if (records.remaining() == 0) {
            ended();
            return Optional.empty();
        }
        try {
            recordStart = offset;
            return read(records.header(), records, offset);
        } catch (BagDamage e) {
            resume(offset, e);
            return Optional.empty();
        }
    }

    private Optional<BagMessage> fromChunk() throws IOException {
        OpenChunk open = chunk;
        try {
            if (open.data.remaining() > 0) {
                recordStart = open.data.position();
                return read(open.data.header(), open.data, open.offset);
            }
        } catch (BagDamage e) {
            problems.add(
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
                return message(header, in, offset, messageCount);
            }
            case RecordHeader.CONNECTION ->
                connections.add(Connections.read(header, in)).ifPresent(wrong -> problems.add(offset, wrong));
            case RecordHeader.CHUNK -> {
                if (in != records) {
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
                problems.add(offset, "record with unknown op " + header.op() + " and " + skipped + " bytes, left out");
            }
        }
        return Optional.empty();
    }

    private Optional<BagMessage> message(RecordHeader header, RecordInput in, long offset, long number)
            throws IOException {
        int id = (int) header.uint32("conn");
        byte[] data = in.block("message", RecordInput.MAX_MESSAGE_BYTES);
        Optional<BagConnection> connection = connections.find(id);
        if (connection.isEmpty()) {
            problems.add(offset, "message on connection " + id + ", which is not described; left out");
            return Optional.empty();
        }
        return Optional.of(new BagMessage(connection.get(), number, header.time("time"), new ByteArray(data)));
    }

    private void openChunk(RecordHeader header, long offset) throws IOException {
        String compression = header.text("compression");
        long size = header.uint32("size");
        long packed = records.uint32("chunk length");
        boolean unfinished = packed == 0 && size == 0;
        if (unfinished && compression.equals("none")) {
            problems.add(offset, "the chunk was not finished; its whole messages are read");
            return; // its records follow as if they were outside
        }
        if (unfinished || packed > records.remaining()) {
            problems.add(
                    offset,
                    "the chunk was not finished: " + records.remaining() + " of " + packed + " bytes are there");
        }
        long available = unfinished ? records.remaining() : Math.min(packed, records.remaining());
        long end = records.position() + available;
        try {
            RecordInput data = new RecordInput(
                    ChunkDecoding.open(compression, records.slice(available)), 0, unfinished ? Long.MAX_VALUE : size);
            chunk = new OpenChunk(offset, data, end);
        } catch (BagDamage e) {
            problems.add(offset, e.getMessage() + "; the chunk is lost");
            skipTo(end);
        }
    }

    private void skipTo(long offset) throws IOException {
        records.skip("rest of a chunk", offset - records.position());
    }

    /** After damage outside of chunks: goes on at the next chunk the index knows, or ends. */
    private void resume(long offset, BagDamage damage) throws IOException {
        Optional<Long> next = index.flatMap(known -> known.chunkOffsets().stream()
                .filter(at -> at > offset && at < file.length())
                .findFirst());
        problems.add(
                offset,
                damage.getMessage()
                        + next.map(at -> "; reading goes on at byte " + at).orElse("; the file is read up to here"));
        if (next.isPresent()) {
            records = file.input(next.get(), records.position() + records.remaining());
        } else {
            ended = true;
        }
    }

    private void ended() {
        ended = true;
        compareWithIndex(messageCount);
    }

    /** @param found messages that were read in the end */
    void compareWithIndex(long found) {
        index.map(BagIndex::messageCount)
                .filter(expected -> expected != found)
                .ifPresent(expected ->
                        problems.add(file.length(), found + " messages were read, the index has " + expected));
    }

    void add(BagConnection connection) {
        connections.add(connection).ifPresent(wrong -> problems.add(BagFile.MAGIC.length, wrong));
    }
}
