package armfarm.episodes.imports;

import armfarm.messages.GraspAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps all that a data set tells. */
public final class CollectingVisitor implements Dataset.Visitor {
    public final List<GraspAttempt> attempts = new ArrayList<>();
    public final Map<Long, String> rejected = new TreeMap<>();
    public final List<String> problems = new ArrayList<>();
    public final Map<String, Integer> leftOut = new TreeMap<>();

    /** Reads all files. */
    public static CollectingVisitor of(Dataset dataset) {
        CollectingVisitor visitor = new CollectingVisitor();
        dataset.files().forEach(file -> dataset.read(file, visitor));
        return visitor;
    }

    @Override
    public void attempt(GraspAttempt attempt, long fileBytesDone) {
        attempts.add(attempt);
    }

    @Override
    public void rejected(long record, String reason) {
        rejected.put(record, reason);
    }

    @Override
    public void damaged(String problem) {
        problems.add(problem);
    }

    @Override
    public void leftOut(String what) {
        leftOut.merge(what, 1, Integer::sum);
    }
}
