package armfarm.episodes.shard;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Ties a shard folder to one farm. A writer cuts off what its index does not know; with the wrong database that would be
 * everything.
 */
public final class ShardOwner {
    /** Name of the file that says whose shards these are. */
    public static final String FILE = "farm-id";

    private ShardOwner() {}

    /** Whether the folder is some farm's. */
    public static boolean isClaimed(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * Makes the folder the farm's if it is new.
     *
     * @throws FarmException (CONFIG) if it belongs to another farm
     */
    public static void claim(Path folder, String farmId) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            String owner = ownerOf(folder);
            if (owner.isEmpty()) {
                // Another store of the farm may be doing the same.
                Path unfinished = folder.resolve(FILE + "." + UUID.randomUUID() + ".new");
                Files.writeString(unfinished, farmId);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } else if (!owner.equals(farmId)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "Shard folder " + folder + " belongs to another database: found farm " + owner + ", expected "
                                + farmId + ". Configure the folder and the database that belong together.");
            }
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot use shard folder " + folder + ": " + e + ". Check its permissions.", e);
        }
    }

    /** Empty for a new folder. */
    private static String ownerOf(Path folder) throws IOException {
        boolean hasShards;
        try (Stream<Path> files = Files.list(folder)) {
            hasShards = files.anyMatch(
                    path -> ShardState.numberOf(path.getFileName().toString()) > 0);
        }
        // Afterwards, for another store of the farm may just have claimed the folder and begun.
        if (isClaimed(folder)) {
            return Files.readString(folder.resolve(FILE)).strip();
        }
        return hasShards ? "unknown (no file " + FILE + ")" : "";
    }
}
