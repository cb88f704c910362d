package armfarm.controller.bags;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param attemptsStored that were new
 * @param attemptsAlreadyStored that were there before
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
        @JsonProperty("attempts_stored") long attemptsStored,
        @JsonProperty("attempts_already_stored") long attemptsAlreadyStored,
        @JsonProperty("frames_stored") long framesStored,
        List<String> problems,
        @JsonProperty("problem_count") long problemCount,
        @JsonProperty("dry_run") boolean dryRun) {
    public ImportReport {
        rejected = Map.copyOf(rejected);
        attemptsRejected = Map.copyOf(attemptsRejected);
        problems = List.copyOf(problems);
    }

    /** Nothing was rejected and nothing damaged. */
    public boolean complete() {
        return rejected.isEmpty() && attemptsRejected.isEmpty() && problemCount == 0;
    }
}
