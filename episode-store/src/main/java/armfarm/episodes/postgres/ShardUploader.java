package armfarm.episodes.postgres;

import armfarm.episodes.postgres.ObjectRows.SealedShard;
import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ObjectStore.StoredObject;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sealed shards into the object store, and then removes local copies beyond those to keep.
 *
 * <p>The object is stored and verified before the index names it, and the index names it before a file is removed, so after
 * a failure between any two steps the same call goes on. Confined to one thread.
 */
final class ShardUploader {
    private static final Logger log = LoggerFactory.getLogger(ShardUploader.class);

    /** Where a test makes it fail. */
    enum Step {
        UPLOAD_NOTED,
        OBJECT_STORED,
        UPLOAD_WRITTEN_DOWN,
        SPARE_DELETED,
        FILE_REMOVED
    }

    private final DataSource dataSource;
    private final ShardStorage storage;
    private final ObjectStore objects;
    private final InstantSource clock;
    private final Consumer<Step> reached;
    /** Damaged or missing shards, which only a repair makes fit for upload, and what is wrong with them. */
    private final Map<String, String> unfit = new HashMap<>();

    /** @param reached called after each step */
    ShardUploader(DataSource dataSource, ShardStorage storage, InstantSource clock, Consumer<Step> reached) {
        this.dataSource = dataSource;
        this.storage = storage;
        this.objects = storage.objects().orElseThrow();
        this.clock = clock;
        this.reached = reached;
    }

    /**
     * Does all there is to do and writes down how it went; nothing while another store of the farm is at it, for two would delete
     * each other's unnamed objects.
     *
     * @param stopped asked between shards; when true, the rest is left for the next start and nothing is written down
     * @return what went wrong; shards then wait in the folder, and a later call goes on
     * @throws FarmException if the database does not answer
     */
    Optional<String> run(BooleanSupplier stopped) {
        try (Connection connection = dataSource.getConnection()) {
            if (!WriterLocks.tryLockUploads(connection)) {
                return Optional.empty();
            }
            try {
                return run(connection, stopped);
            } finally {
                WriterLocks.unlockUploads(connection);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot write down which shards are in " + objects.location(), e);
        }
    }

    private Optional<String> run(Connection connection, BooleanSupplier stopped) throws SQLException {
        Optional<String> problem;
        try {
            objects.check();
            upload(connection, stopped);
            deleteSpare(connection);
            removeLocalCopies(connection);
            problem = unfit.values().stream().sorted().findFirst();
        } catch (FarmException e) {
            problem = Optional.of(e.getMessage());
        }
        if (!stopped.getAsBoolean()) {
            ObjectRows.saveState(connection, objects.location(), clock.instant(), problem);
        }
        return problem;
    }

    private void upload(Connection connection, BooleanSupplier stopped) throws SQLException {
        String farmId = ObjectRows.farmId(connection);
        for (SealedShard shard : ObjectRows.sealed(connection, false)) {
            String name = shard.state().fileName();
            if (stopped.getAsBoolean()) {
                return;
            } else if (!unfit.containsKey(name)) {
                try {
                    upload(
                            connection,
                            shard,
                            ObjectRows.newKey(farmId, shard.state().number(), shard.sha256()));
                } catch (ShardException e) {
                    log.warn("{}", e.getMessage());
                    unfit.put(name, e.getMessage());
                }
            }
        }
    }

    /** What an earlier run stored and did not come to write down is taken as it is. */
    private void upload(Connection connection, SealedShard shard, String key) throws SQLException {
        ObjectRows.noteSpare(connection, shard.state().number(), key, clock.instant());
        reached.accept(Step.UPLOAD_NOTED);
        if (!isStored(shard, key)) {
            objects.put(key, storage.file(shard.state().fileName()), shard.sha256());
        }
        reached.accept(Step.OBJECT_STORED);
        ObjectRows.setObject(connection, shard.state().number(), key, clock.instant());
        log.info("Shard {} is in {} as {}", shard.state().fileName(), objects.location(), key);
        reached.accept(Step.UPLOAD_WRITTEN_DOWN);
    }

    private boolean isStored(SealedShard shard, String key) {
        Optional<StoredObject> found = objects.find(key);
        return found.isPresent() && found.get().is(shard.state().committedLength(), shard.sha256());
    }

    private void deleteSpare(Connection connection) throws SQLException {
        for (String key : ObjectRows.spare(connection)) {
            objects.delete(key);
            reached.accept(Step.SPARE_DELETED);
            ObjectRows.deleted(connection, key);
        }
    }

    /** The newest uploaded shards stay, as many as there is room for. */
    private void removeLocalCopies(Connection connection) throws SQLException {
        List<SealedShard> uploaded = ObjectRows.sealed(connection, true);
        long kept = 0;
        for (int i = uploaded.size() - 1; i >= 0; i--) {
            SealedShard shard = uploaded.get(i);
            Path file = storage.file(shard.state().fileName());
            if (Files.exists(file)) {
                kept += shard.state().committedLength();
                if (kept > storage.keepLocalBytes()) {
                    removeLocalCopy(connection, shard, file);
                }
            }
        }
    }

    /** Asks once more for the object: since it was stored, somebody may have removed it. */
    private void removeLocalCopy(Connection connection, SealedShard shard, Path file) throws SQLException {
        if (!isStored(shard, shard.key().orElseThrow())) {
            log.warn("Object {} is not in {} any more; it will be uploaded again", shard.key(), objects.location());
            ObjectRows.forgetObject(connection, shard.state().number());
            return;
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot remove the local copy " + file + ": " + e + ". Check its permissions.",
                    e);
        }
        log.info("Removed {}: it is in {}", file, objects.location());
        reached.accept(Step.FILE_REMOVED);
    }
}
