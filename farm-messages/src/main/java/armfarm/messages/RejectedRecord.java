package armfarm.messages;

import java.util.Optional;

/**
 * A record of the event stream that could not be used; kept whole with the reason, never dropped.
 *
 * @param attempt the attempt it belongs to, if that could be read
 * @param payload the record's bytes as received
 */
public record RejectedRecord(
        String topic, int partition, long offset, Optional<AttemptId> attempt, String reason, EncodedImage payload) {
    /** Media type of {@link #payload}. */
    public static final String PAYLOAD_TYPE = "application/x-protobuf";
}
