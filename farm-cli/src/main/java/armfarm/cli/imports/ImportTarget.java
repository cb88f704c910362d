package armfarm.cli.imports;

import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where imported attempts go.
 *
 * @param stored whether an attempt is there already
 * @param store takes a commit; may throw, then the import ends
 */
public record ImportTarget(Predicate<AttemptId> stored, Consumer<EpisodeBatch> store) {
    /** Counts only. */
    public static ImportTarget nowhere() {
        return new ImportTarget(id -> false, batch -> {});
    }
}
