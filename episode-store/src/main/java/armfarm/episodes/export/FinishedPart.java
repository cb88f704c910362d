package armfarm.episodes.export;

import java.util.List;

/** A part whose files are complete. */
public record FinishedPart(ExportPart part, PartCounts counts, List<ExportedFile> files) {
    public FinishedPart {
        files = List.copyOf(files);
    }
}
