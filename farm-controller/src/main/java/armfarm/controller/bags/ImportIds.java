package armfarm.controller.bags;

import armfarm.messages.AttemptId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids of attempts that a recording holds without ids: made of the recording's content alone, so that it gives the same
 * ones whenever and wherever it is imported.
 */
final class ImportIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private ImportIds() {}

    /**
     * A UUID of version 7 whose random bits are a hash.
     *
     * @param what of the recording: a topic and a number
     * @param start when the attempt began; ids sort by it
     */
    static AttemptId of(String recordingSha256, String what, Instant start) {
        String hash = EventJson.sha256(recordingSha256 + " " + what);
        long first = new BigInteger(hash.substring(0, 16), 16).longValue();
        long second = new BigInteger(hash.substring(16, 32), 16).longValue();
        return new AttemptId(new UUID(
                (start.toEpochMilli() << 16) | VERSION_7 | (first & 0x0FFFL),
                (second & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT));
    }
}
