package armfarm.episodes;

import armfarm.messages.ModelVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A frozen choice of attempts with their labels and splits, under a name that is never given twice.
 *
 * @param filter what was asked for, as written; empty for everything and for what a model was trained on
 * @param model the model that was trained on exactly these attempts, labels and splits; empty for a choice by filter
 * @param attempts in it, by split; a split without attempts has 0
 * @param successes in it, all splits together
 * @param sha256 over the lines {@code <attempt id> <outcome> <label source> <label id> <split>\n}, sorted by id
 */
public record Snapshot(
        String name,
        Instant createdAt,
        String filter,
        Optional<ModelVersion> model,
        SplitRule splits,
        Map<Split, Long> attempts,
        long successes,
        String sha256) {
    public Snapshot {
        attempts = Map.copyOf(attempts);
    }

    /** Attempts of all splits. */
    public long size() {
        return attempts.values().stream().mapToLong(Long::longValue).sum();
    }
}
