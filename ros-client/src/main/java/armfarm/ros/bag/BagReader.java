package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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
    private final BagFile file;
    private final BagScan scan;
    private Optional<MessagePlaces> places = Optional.empty();
    private Optional<SortedMessages> sorted = Optional.empty();
    /** What read the whole bag for the places of its messages. */
    private Optional<BagScan> scanned = Optional.empty();

    private long sortedCount;
    private boolean sortedEnded;

    private BagReader(BagFile file, BagScan scan) {
        this.file = file;
        this.scan = scan;
    }

    /**
     * Opens a bag and reads its index, if it has one.
     *
     * @throws BagFormatException if the file is no bag of version 2.0, or encrypted
     * @throws FarmException (CONFIG) if there is no such file, (RESOURCE) if it cannot be read
     */
    public static BagReader open(Path path) {
        try {
            BagFile file = BagFile.open(path);
            try {
                return new BagReader(file, BagScan.open(file));
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw BagFile.unreadable(path, e);
        }
    }

    /** The next message that is whole; empty at the end. */
    public Optional<BagMessage> next() {
        try {
            return sorted.isPresent() ? nextByTime(sorted.get()) : scan.next();
        } catch (IOException e) {
            throw unreadable(e);
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
                    file,
                    scan,
                    found.byTime()
                            .orElseThrow(() -> new FarmException(
                                    ErrorCode.RESOURCE,
                                    "Bag " + file.path() + " has " + found.count()
                                            + " messages that are not in the order of"
                                            + " time, at most " + MessagePlaces.MAX_PLACES
                                            + " can be put in order; sort it with 'rosbag filter', or split it"))));
            return true;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The oldest message of a topic, wherever it is in the file. Called before the first message is read. */
    public Optional<BagMessage> firstOf(String topic) {
        try {
            MessagePlaces found = places();
            Optional<MessagePlaces.Place> place = scan.connections().all().stream()
                    .filter(connection -> connection.topic().equals(topic))
                    .flatMap(connection -> found.firstOf(connection.id()).stream())
                    .min(Comparator.comparingLong(MessagePlaces.Place::nanos));
            if (place.isEmpty()) {
                return Optional.empty();
            }
            return scan.aside(() -> new SortedMessages(file, scan, List.of(place.get())).next(0));
        } catch (IOException e) {
            throw unreadable(e);
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
            throw unreadable(e);
        }
    }

    private MessagePlaces places() throws IOException {
        if (places.isEmpty()) {
            places = Optional.of(scan.aside(() -> {
                Optional<MessagePlaces> indexed = scan.index().isPresent()
                        ? ChunkIndexes.read(scan.index().get(), file::inputToEnd)
                        : Optional.empty();
                return indexed.isPresent() ? indexed.get() : placesByReading();
            }));
        }
        return places.get();
    }

    private MessagePlaces placesByReading() throws IOException {
        MessagePlaces found = new MessagePlaces();
        try (BagFile again = BagFile.open(file.path())) {
            BagScan whole = BagScan.open(again);
            for (Optional<BagMessage> next = whole.next(); next.isPresent(); next = whole.next()) {
                found.add(next.get().connection().id(), next.get().time(), whole.chunkOffset(), whole.recordStart());
            }
            whole.connections().all().forEach(scan::add);
            scanned = Optional.of(whole);
        }
        return found;
    }

    private Optional<BagMessage> nextByTime(SortedMessages messages) throws IOException {
        Optional<BagMessage> message = messages.next(sortedCount);
        sortedCount += message.isPresent() ? 1 : 0;
        if (message.isEmpty() && !sortedEnded) {
            sortedEnded = true;
            // What reading in file order came across is not met again.
            scanned.ifPresent(whole -> scan.problems().replaceBy(whole.problems()));
            scan.compareWithIndex(sortedCount);
        }
        return message;
    }

    /** What the bag's end says; empty if the bag was never closed. */
    public Optional<BagIndex> index() {
        return scan.index();
    }

    /** Those seen so far; all of them if there is an index. */
    public Collection<BagConnection> connections() {
        return scan.connections().all();
    }

    /** Bytes of the file behind which reading is. */
    public long position() {
        if (sorted.isPresent()) {
            return (long) (file.length() * sorted.get().share());
        }
        return scan.position();
    }

    /** Bytes of the file. */
    public long length() {
        return file.length();
    }

    /** What could not be read so far, at most the first hundred. */
    public List<BagProblem> problems() {
        return scan.problems().kept();
    }

    /** How many problems there were, those that are not kept included. */
    public long problemCount() {
        return scan.problems().count();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private FarmException unreadable(IOException e) {
        return BagFile.unreadable(file.path(), e);
    }
}
