package armfarm.cli.imports;

import armfarm.controller.base.JsonFile;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hashes in the manifest of a folder that {@code armfarm export} wrote; none for other folders. Immutable. */
final class ExportedHashes {
    private final Path root;
    private final Map<String, String> sha256ByPath = new TreeMap<>();

    private ExportedHashes(Path root) {
        this.root = root;
    }

    /** @param path a folder, or a file whose folder is meant */
    static ExportedHashes of(Path path) {
        Path root = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        ExportedHashes hashes = new ExportedHashes(root);
        Path manifest = root.resolve("manifest.json");
        if (Files.isRegularFile(manifest)) {
            hashes.read(manifest);
        }
        return hashes;
    }

    private void read(Path manifest) {
        try {
            for (JsonNode file : JsonFile.read(manifest, JsonNode.class).path("files")) {
                if (file.has("path") && file.has("sha256")) {
                    sha256ByPath.put(
                            file.get("path").asText(), file.get("sha256").asText());
                }
            }
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Cannot read " + manifest + ": " + e.getMessage()
                            + "; get it again, or move it away to import without its hashes",
                    e);
        }
    }

    /** What is wrong if the manifest has another hash for the file. */
    Optional<String> change(Path file, String sha256) {
        String path = root.toAbsolutePath().relativize(file.toAbsolutePath()).toString();
        return Optional.ofNullable(sha256ByPath.get(path))
                .filter(expected -> !expected.equals(sha256))
                .map(expected -> "File " + file + " has the SHA-256 " + sha256 + ", manifest.json expects " + expected
                        + ": it was changed or damaged. Get it again and import it once more");
    }
}
