package armfarm.cli.bags;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What became of one recording. Every message of it is used, ignored or rejected. Immutable.
 *
 * @param kind attempts (exported by a farm), mapped (attempts by named topics) or frames
 * @param indexed whether the recording was closed properly
 * @param ignored messages on topics that do not matter here
 * @param rejected messages that could not be used, by reason
 * @param attemptsRejected attempts that could not be put together, by reason
 * @param notes what is not known of attempts that were made, with their number
 * @param problems damaged places of the file, the first hundred
 * @param dryRun nothing was stored
 */
public record ImportReport(
        String file,
        String sha256,
        String kind,
        boolean indexed,
        long messages,
        long ignored,
        Map<String, Long> rejected,
        @JsonProperty("attempts_rejected") Map<String, Long> attemptsRejected,
        Map<String, Long> notes,
        @JsonUnwrapped Stored stored,
        List<String> problems,
        @JsonProperty("problem_count") long problemCount,
        @JsonProperty("dry_run") boolean dryRun) {
    /**
     * What came into the store.
     *
     * @param attemptsStored that were new
     * @param attemptsAlreadyStored that were there before
     */
    public record Stored(
            @JsonProperty("attempts_stored") long attemptsStored,
            @JsonProperty("attempts_already_stored") long attemptsAlreadyStored,
            @JsonProperty("frames_stored") long framesStored) {}

    public ImportReport {
        notes = Map.copyOf(notes);
        rejected = Map.copyOf(rejected);
        attemptsRejected = Map.copyOf(attemptsRejected);
        problems = List.copyOf(problems);
    }

    public long attemptsStored() {
        return stored.attemptsStored;
    }

    public long attemptsAlreadyStored() {
        return stored.attemptsAlreadyStored;
    }

    public long framesStored() {
        return stored.framesStored;
    }

    /** Nothing was rejected and nothing damaged. */
    public boolean complete() {
        return rejected.isEmpty() && attemptsRejected.isEmpty() && problemCount == 0;
    }
}
