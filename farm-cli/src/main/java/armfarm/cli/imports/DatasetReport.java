package armfarm.cli.imports;

import java.util.List;
import java.util.Map;

/**
 * What became of one data set. Immutable.
 *
 * @param files that were read
 * @param attemptsStored that were new
 * @param attemptsAlreadyStored that were there before, or twice in the data set
 * @param framesStored images of the new ones
 * @param rejected records that are no attempts, by reason
 * @param rejectedPlaces file and record of the first hundred of them
 * @param problems what is damaged beyond a record, the first hundred
 * @param problemCount all of them
 * @param leftOut features of stored attempts that the store has no place for, with the number of attempts that had them
 * @param notes what a person should know besides, for example which files of the set are not here
 * @param dryRun nothing was stored
 */
public record DatasetReport(
        String path,
        String format,
        int files,
        long attemptsStored,
        long attemptsAlreadyStored,
        long framesStored,
        Map<String, Long> rejected,
        List<String> rejectedPlaces,
        List<String> problems,
        long problemCount,
        Map<String, Long> leftOut,
        List<String> notes,
        boolean dryRun) {
    public DatasetReport {
        rejected = Map.copyOf(rejected);
        rejectedPlaces = List.copyOf(rejectedPlaces);
        problems = List.copyOf(problems);
        leftOut = Map.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    /** Nothing was rejected and nothing damaged. */
    public boolean complete() {
        return rejected.isEmpty() && problemCount == 0;
    }
}
