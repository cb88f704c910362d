package armfarm.episodes.export;

import armfarm.episodes.Snapshot;

/**
 * A part and what lies before it.
 *
 * @param before attempts and steps of all earlier parts
 */
public record PartPlace(Snapshot snapshot, ExportPart part, PartCounts before) {}
