package armfarm.controller.bags;

import armfarm.messages.AttemptId;
import java.time.Instant;

/**
 * Ids of attempts that a recording holds without ids: made of the recording's content alone, so that it gives the same
 * ones whenever and wherever it is imported.
 */
final class ImportIds {
    private ImportIds() {}

    /**
     * A UUID of version 7 whose random bits are a hash.
     *
     * @param what of the recording: a topic and a number
     * @param start when the attempt began; ids sort by it
     */
    static AttemptId of(String recordingSha256, String what, Instant start) {
        return AttemptId.ofContent(EventJson.sha256(recordingSha256 + " " + what), start);
    }
}
