package armfarm.cli.imports;

import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.ImportFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what became of the records of one data set. Confined to one thread. */
final class DatasetTally {
    private static final int MAX_NAMED = 100;

    /** More names than this are counted together: they come from the data set. */
    private static final int MAX_LEFT_OUT = 200;

    private final String recordName;
    private final ImportTally records = new ImportTally();
    private final List<String> places = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Long> leftOut = new TreeMap<>();
    private long problemCount;
    private long attemptsStored;
    private long attemptsAlreadyStored;
    private long framesStored;

    DatasetTally(String recordName) {
        this.recordName = recordName;
    }

    void rejected(String file, long record, String reason) {
        records.rejectAttempt(reason);
        if (places.size() < MAX_NAMED) {
            places.add(file + ", " + recordName + " " + record + ": " + reason);
        }
    }

    void damaged(String problem) {
        problemCount++;
        if (problems.size() < MAX_NAMED) {
            problems.add(problem);
        }
    }

    void leftOut(String what) {
        boolean known = leftOut.containsKey(what) || leftOut.size() < MAX_LEFT_OUT;
        leftOut.merge(known ? what : "other features", 1L, Long::sum);
    }

    /** Adds what became of a file's attempts. */
    void count(AttemptSink sink) {
        attemptsStored += sink.attemptsStored();
        attemptsAlreadyStored += sink.attemptsAlreadyStored();
        framesStored += sink.framesStored();
    }

    DatasetReport report(Path path, ImportFormat format, Dataset dataset, boolean dryRun) {
        return new DatasetReport(
                path.toString(),
                format.label(),
                dataset.files().size(),
                attemptsStored,
                attemptsAlreadyStored,
                framesStored,
                records.attemptsRejected(),
                places,
                problems,
                problemCount,
                leftOut,
                dataset.notes(),
                dryRun);
    }
}
