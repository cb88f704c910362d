package armfarm.episodes.postgres;

import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** What purge and repair do with the two copies of a shard: the file and the object. The caller holds the writer lock. */
final class ShardCopies {
    private final ShardStorage storage;
    private final InstantSource clock;

    ShardCopies(ShardStorage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** @throws FarmException (CONFIG) if the index names an object and there is no store to ask for it */
    ObjectStore objects(String key) {
        return objects(storage, key);
    }

    static ObjectStore objects(ShardStorage storage, String key) {
        return storage.objects()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "Object " + key + " of this farm is in object storage, but the folder " + storage.folder()
                                + " is not connected to any: see images.storage in docs/configuration.md. Nothing was"
                                + " changed"));
    }

    /**
     * Makes sure that the file is there, if there is an object to make it from: also in the place of a damaged one.
     *
     * @param sha256 that it must have; empty if that is not known
     */
    void bringHere(String shard, Optional<String> key, Optional<String> sha256) throws IOException {
        Path file = storage.file(shard);
        if (key.isEmpty()) {
            return;
        }
        ObjectStore objects = objects(key.get());
        boolean whole = Files.exists(file)
                && (sha256.isEmpty() || Hash.SHA_256.hex(file).equals(sha256.get()));
        if (!whole) {
            objects.download(key.get(), file);
        }
    }

    /** As above, for a file that may be half erased, which is as good. */
    void bringHereIfThere(String shard, String key) {
        Path file = storage.file(shard);
        if (!Files.exists(file)) {
            try {
                objects(key).download(key, file);
            } catch (ShardException e) {
                if (!e.isMissing()) {
                    throw e;
                }
            }
        }
    }

    /**
     * Stores the file as a new object, which no row names yet. Commits.
     *
     * @param sha256 of the file
     * @return its key
     */
    String store(Connection connection, int shard, String sha256) throws SQLException {
        String key = ObjectRows.newKey(ObjectRows.farmId(connection), shard, sha256);
        ObjectStore objects = objects(key);
        ObjectRows.noteSpare(connection, shard, key, clock.instant());
        connection.commit();
        objects.put(key, storage.file(ShardState.fileName(shard)), sha256);
        return key;
    }

    /** Deletes objects that no row names, and commits after each. @return how many */
    int deleteSpare(Connection connection) throws SQLException {
        int deleted = 0;
        for (String key : ObjectRows.spare(connection)) {
            objects(key).delete(key);
            ObjectRows.deleted(connection, key);
            connection.commit();
            deleted++;
        }
        return deleted;
    }
}
