package armfarm.cli.bags;

import armfarm.cli.imports.ImportTarget;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A store in memory that remembers each attempt once. */
final class MemoryTarget {
    private final Map<AttemptId, GraspAttempt> attempts = new LinkedHashMap<>();
    private final List<EpisodeBatch> batches = new ArrayList<>();

    ImportTarget target() {
        return new ImportTarget(attempts::containsKey, this::append);
    }

    private void append(EpisodeBatch batch) {
        batches.add(batch);
        batch.attempts().forEach(attempt -> attempts.putIfAbsent(attempt.id(), attempt));
    }

    List<GraspAttempt> attempts() {
        return List.copyOf(attempts.values());
    }

    void clear() {
        attempts.clear();
        batches.clear();
    }

    List<EpisodeBatch> batches() {
        return batches;
    }
}
