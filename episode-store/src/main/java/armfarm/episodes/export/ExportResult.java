package armfarm.episodes.export;

import java.time.Duration;

/**
 * A finished export that was opened again and checked.
 *
 * @param attempts written
 * @param leftOut attempts without an image of a step, which the format has no place for
 * @param files written, the manifest included
 * @param bytes of these files
 * @param manifestSha256 hash of manifest.json, and so of everything: it holds the hashes of all other files
 */
public record ExportResult(
        String snapshot,
        ExportFormat format,
        long attempts,
        long leftOut,
        long files,
        long bytes,
        String manifestSha256,
        Duration elapsed) {}
