package armfarm.messages;

import java.time.Instant;
import java.util.Objects;
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

    /** @throws IllegalArgumentException if the text is not a UUID */
    public static AttemptId parse(String text) {
        return new AttemptId(UUID.fromString(text));
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
