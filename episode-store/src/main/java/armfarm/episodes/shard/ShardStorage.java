package armfarm.episodes.shard;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a farm's shards are: the folder in which they grow, and, if there is one, the object store that sealed ones go to,
 * which is closed with this.
 *
 * @param rollBytes a shard that is longer gets no further attempt
 * @param objects empty if all shards stay in the folder
 * @param keepLocalBytes of uploaded shards that stay in the folder as well, the newest ones; without meaning for no objects
 */
public record ShardStorage(Path folder, long rollBytes, Optional<ObjectStore> objects, long keepLocalBytes)
        implements AutoCloseable {
    /** All shards in the folder. */
    public static ShardStorage local(Path folder) {
        return new ShardStorage(folder, ShardWriter.DEFAULT_ROLL_BYTES, Optional.empty(), 0);
    }

    /** The file of a shard, whether it is there or not. */
    public Path file(String shard) {
        return folder.resolve(shard);
    }

    @Override
    public void close() {
        objects.ifPresent(ObjectStore::close);
    }
}
