package armfarm.episodes.export;

/**
 * A complete file of an export.
 *
 * @param path under the export's folder, with '/' between folders
 * @param sha256 of its bytes, lower-case hexadecimal
 */
public record ExportedFile(String path, long bytes, String sha256) {}
