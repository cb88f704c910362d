package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.ros.messages.ByteArray;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a ROS 1 bag, format 2.0, from its first chunk to its last. The messages come in file order, which is the order in
 * which they were recorded unless the bag was written by a script or merged; {@link #orderByTime} puts them in order.
 *
 * <p>A bag needs no index for that: one that was cut off, or whose recorder is still at work, gives everything that is
 * whole. What is damaged is left out and told in {@link #problems}; with an index, reading goes on at the next chunk.
 * Memory is one message and one block of the packing, however long the file; with {@link #orderByTime} of a bag that is
 * not in order some chunks more. Confined to one thread.
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
    private long recordStart;
    private Optional<MessagePlaces> places = Optional.empty();
    private Optional<SortedMessages> sorted = Optional.empty();
    private Optional<Scanned> scanned = Optional.empty();

    private BagReader(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
    }

    /** What reading the bag once came across. */
    private record Scanned(List<BagProblem> problems, long count) {}

    /** A chunk being read. @param end where the file goes on behind it */
    private record OpenChunk(long offset, RecordInput data, long end) {}

    /**
     * Opens a bag and reads its index, if it has one.
     *
     * @throws BagFormatException if the file is no bag of version 2.0, or encrypted
     * @throws FarmException (CONFIG) if there is no such file, (RESOURCE) if it cannot be read
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
            if (sorted.isPresent()) {
                return nextByTime(sorted.get());
            }
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

    /**
     * Makes {@link #next} give the messages by the time at which they were recorded, as rosbag does, whatever their order
     * in the file. Called before the first message is read. Without an index the whole bag is read for it; in any case
     * all connections are known afterwards.
     *
     * @return whether the file has them in another order
     * @throws FarmException (RESOURCE) if they are not in order and too many to be put in order
     */
    public boolean orderByTime() {
        try {
            MessagePlaces found = places();
            if (found.ordered()) {
                return false;
            }
            sorted = Optional.of(new SortedMessages(
                    this,
                    found.byTime()
                            .orElseThrow(() -> new FarmException(
                                    ErrorCode.RESOURCE,
                                    "Bag " + path + " has " + found.count() + " messages that are not in the order of"
                                            + " time, at most " + MessagePlaces.MAX_PLACES
                                            + " can be put in order; sort it with 'rosbag filter', or split it"))));
            return true;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The oldest message of a topic, wherever it is in the file. Called before the first message is read. */
    public Optional<BagMessage> firstOf(String topic) {
        try {
            MessagePlaces found = places();
            Optional<MessagePlaces.Place> place = connections.all().stream()
                    .filter(connection -> connection.topic().equals(topic))
                    .flatMap(connection -> found.firstOf(connection.id()).stream())
                    .min(Comparator.comparingLong(MessagePlaces.Place::nanos));
            if (place.isEmpty()) {
                return Optional.empty();
            }
            long at = file.position();
            long end = at + file.remaining();
            Optional<BagMessage> message = new SortedMessages(this, List.of(place.get())).next(0);
            file = inputAt(at, end);
            return message;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Time of the oldest message; EPOCH if there is none. */
    public Instant start() {
        return asked().start();
    }

    /** Time of the newest message; EPOCH if there is none. */
    public Instant end() {
        return asked().end();
    }

    private MessagePlaces asked() {
        try {
            return places();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private MessagePlaces places() throws IOException {
        if (places.isEmpty()) {
            long at = file.position();
            long end = at + file.remaining();
            Optional<MessagePlaces> indexed =
                    index.isPresent() ? ChunkIndexes.read(index.get(), this::inputToEnd) : Optional.empty();
            places = Optional.of(indexed.isPresent() ? indexed.get() : placesByReading());
            file = inputAt(at, end);
        }
        return places.get();
    }

    private MessagePlaces placesByReading() {
        MessagePlaces found = new MessagePlaces();
        try (BagReader scan = open(path)) {
            for (Optional<BagMessage> next = scan.next(); next.isPresent(); next = scan.next()) {
                long chunkOffset = scan.chunk == null ? -1 : scan.chunk.offset;
                found.add(next.get().connection().id(), next.get().time(), chunkOffset, scan.recordStart);
            }
            scan.connections().forEach(this::add);
            scanned = Optional.of(new Scanned(scan.problems(), scan.problemCount()));
        }
        return found;
    }

    private Optional<BagMessage> nextByTime(SortedMessages messages) throws IOException {
        Optional<BagMessage> message = messages.next(messageCount);
        messageCount += message.isPresent() ? 1 : 0;
        if (message.isEmpty() && !ended) {
            ended = true;
            // What reading in file order came across is not met again.
            scanned.ifPresent(met -> {
                problems.clear();
                problems.addAll(met.problems);
                problemCount = met.count;
            });
            compareWithIndex();
        }
        return message;
    }

    /** A message record at a place of its own. */
    Optional<BagMessage> messageAt(RecordInput in, long offset, long number) throws IOException {
        RecordHeader header = in.header();
        if (header.op() != RecordHeader.MESSAGE) {
            throw new BagDamage("record with op " + header.op() + " where the index has a message");
        }
        long before = messageCount;
        messageCount = number;
        try {
            return message(header, in, offset);
        } finally {
            messageCount = before;
        }
    }

    RecordInput inputToEnd(long offset) throws IOException {
        return inputAt(offset, length);
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
        if (sorted.isPresent()) {
            return (long) (length * sorted.get().share());
        }
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
            throw new BagFormatException(
                    "File " + path + " is not a ROS bag of version 2.0: " + NotABag.explain(magic, length));
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
        if (offset < 0 || offset > length) {
            throw new BagDamage("byte " + Long.toUnsignedString(offset) + " of a file of " + length);
        }
        channel.position(offset);
        return new RecordInput(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES), offset, end);
    }

    /** Reads a record outside of chunks; those of a chunk that was never finished are there, too. */
    private Optional<BagMessage> fromFile() throws IOException {
        long offset = file.position();
        if (file.remaining() == 0) {
            ended();
            return Optional.empty();
        }
        try {
            recordStart = offset;
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
                recordStart = open.data.position();
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

    private void ended() {
        ended = true;
        compareWithIndex();
    }

    private void compareWithIndex() {
        index.map(BagIndex::messageCount)
                .filter(expected -> expected != messageCount)
                .ifPresent(
                        expected -> problem(length, messageCount + " messages were read, the index has " + expected));
    }

    private void add(BagConnection connection) {
        connections.add(connection).ifPresent(wrong -> problem(MAGIC.length, wrong));
    }

    void problem(long offset, String what) {
        problemCount++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new BagProblem(offset, what));
        }
    }

    private static FarmException unreadable(Path path, IOException e) {
        String why = e.getMessage();
        if (e instanceof NoSuchFileException) {
            why = "there is no such file";
        } else if (e instanceof AccessDeniedException) {
            why = "permission denied";
        } else if (Files.isDirectory(path)) {
            why = "it is a folder; name the bags in it, for example " + path + "/*.bag";
        }
        boolean wrongName = e instanceof NoSuchFileException || Files.isDirectory(path);
        return new FarmException(
                wrongName ? ErrorCode.CONFIG : ErrorCode.RESOURCE, "Cannot read bag " + path + ": " + why, e);
    }
}
