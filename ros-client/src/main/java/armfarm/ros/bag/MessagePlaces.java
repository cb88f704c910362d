package armfarm.ros.bag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the messages of a bag are and when they were recorded. Of a bag that is in the order of time only the first place
 * of each connection is needed; places are kept up to a bound until it is known to be. Confined to one thread.
 */
final class MessagePlaces {
    /** Some 200 MB. */
    static final int MAX_PLACES = 4_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Map<Integer, Place> first = new HashMap<>();
    private List<Place> all = new ArrayList<>();
    private boolean ordered = true;
    private long count;
    private long lastNanos = Long.MIN_VALUE;
    private long startNanos = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;

    /**
     * One message.
     *
     * @param chunk byte of the file where its chunk begins; negative if it is outside of chunks
     * @param offset of its record: in the unpacked chunk, or in the file
     */
    record Place(long nanos, long chunk, long offset) {
        boolean isOf(BagMessage message) {
            return MessagePlaces.nanosOf(message.time()) == nanos;
        }
    }

    void add(int connection, Instant time, long chunk, long offset) {
        long nanos = nanosOf(time);
        Place place = new Place(nanos, chunk, offset);
        first.merge(connection, place, (a, b) -> b.nanos < a.nanos ? b : a);
        ordered &= nanos >= lastNanos;
        lastNanos = nanos;
        startNanos = Math.min(startNanos, nanos);
        endNanos = Math.max(endNanos, nanos);
        count++;
        if (count <= MAX_PLACES) {
            all.add(place);
        } else {
            all = List.of();
        }
    }

    long count() {
        return count;
    }

    /** Whether no message is older than one before it in the file. */
    boolean ordered() {
        return ordered;
    }

    /** By time, those of one time as in the file; empty if there are too many of them. */
    Optional<List<Place>> byTime() {
        if (count > MAX_PLACES) {
            return Optional.empty();
        }
        all.sort((a, b) -> Long.compare(a.nanos, b.nanos));
        return Optional.of(all);
    }

    /** The oldest message of a connection. */
    Optional<Place> firstOf(int connection) {
        return Optional.ofNullable(first.get(connection));
    }

    /** Time of the oldest message; EPOCH if there is none. */
    Instant start() {
        return count == 0 ? Instant.EPOCH : instant(startNanos);
    }

    /** Time of the newest message; EPOCH if there is none. */
    Instant end() {
        return count == 0 ? Instant.EPOCH : instant(endNanos);
    }

    /** Of an unsigned 32-bit second that fits. */
    private static long nanosOf(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }
}
