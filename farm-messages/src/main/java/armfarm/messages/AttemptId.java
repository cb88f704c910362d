package armfarm.messages;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Identity of one attempt: a time-ordered UUID (version 7, RFC 9562) made by the arm's loop, never reused. */
public record AttemptId(UUID uuid) implements Comparable<AttemptId> {
    public AttemptId {
        Objects.requireNonNull(uuid);
    }

    /** Makes a new id from the wall-clock time and 74 random bits. */
    public static AttemptId next(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new AttemptId(new UUID(high, low));
    }

    /**
     * The id of an attempt that came without one: a UUID of version 7 whose random bits are a hash, so that the same content
     * has the same id wherever and whenever it is read.
     *
     * @param sha256 of what tells the attempt from all others, 64 hexadecimal digits
     * @param start when the attempt began; ids sort by it
     */
    public static AttemptId ofContent(String sha256, Instant start) {
        long first = Long.parseUnsignedLong(sha256.substring(0, 16), 16);
        long second = Long.parseUnsignedLong(sha256.substring(16, 32), 16);
        long high = (start.toEpochMilli() << 16) | 0x7000L | (first & 0x0FFFL);
        long low = (second & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new AttemptId(new UUID(high, low));
    }

    /** @throws IllegalArgumentException if the text is not a UUID */
    public static AttemptId parse(String text) {
        return new AttemptId(UUID.fromString(text));
    }

    /** When the attempt began, to the millisecond; empty where the UUID is of another version, which holds no such time. */
    public Optional<Instant> time() {
        return uuid.version() == 7
                ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }

    @Override
    public int compareTo(AttemptId other) {
        int byHigh = Long.compareUnsigned(uuid.getMostSignificantBits(), other.uuid.getMostSignificantBits());
        return byHigh != 0
                ? byHigh
                : Long.compareUnsigned(uuid.getLeastSignificantBits(), other.uuid.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
