package armfarm.episodes.export;

import armfarm.episodes.Episodes;
import armfarm.episodes.Snapshot;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import java.nio.file.Path;
import java.util.List;

/** An export whose data files are all there. */
public record ExportContext(
        Snapshot snapshot, Snapshots snapshots, Episodes episodes, Path folder, List<FinishedPart> parts) {
    public ExportContext {
        parts = List.copyOf(parts);
    }

    /** What all parts hold. */
    public PartCounts total() {
        return sum(parts);
    }

    /** The split's parts in order. */
    public List<FinishedPart> parts(Split split) {
        return parts.stream().filter(part -> part.part().split() == split).toList();
    }

    /** What the split's parts hold. */
    public PartCounts total(Split split) {
        return sum(parts(split));
    }

    private static PartCounts sum(List<FinishedPart> parts) {
        return parts.stream().map(FinishedPart::counts).reduce(PartCounts.NONE, PartCounts::plus);
    }
}
