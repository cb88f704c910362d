package armfarm.episodes.postgres;

import armfarm.episodes.FsckReport;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Compares the rows with the files, and brings both in order if asked to. */
public final class Fsck {
    private Fsck() {}

    /**
     * Changes nothing; may run beside the farm. A shard that is only in the object store is read into the folder, one at a
     * time, so there must be room for one.
     *
     * @param deep read every byte and compare the hashes; otherwise only whether files and objects are long enough
     * @param progress told what takes long: which object is read
     * @throws FarmException (RESOURCE, CONFIG) if the object store does not answer or refuses; that says nothing of the images
     */
    public static FsckReport check(Database database, ShardStorage storage, boolean deep, Consumer<String> progress) {
        Migrations.migrate(database);
        return scan(database, storage, new FsckScan(storage, deep, progress));
    }

    /** As above, with all shards in the folder. */
    public static FsckReport check(Database database, Path shardFolder, boolean deep) {
        return check(database, ShardStorage.local(shardFolder), deep, text -> {});
    }

    /**
     * Finishes purges, replaces a damaged or missing copy of a shard (file or object) where the other one is whole, writes
     * down which images are damaged or missing and leaves their attempts out of training, brings hashes and lengths of shards
     * up to date with that, and cuts off bytes that belong to nothing. Lost images stay lost. A second run finds nothing to
     * do. Reads every byte twice if there is something to do. The farm must not run.
     *
     * @param dryRun only say what would be done
     * @param progress as for a check
     * @return what is wrong afterwards (for a dry run: now), and what was done
     * @throws FarmException (CONFIG) if another farm is writing to the database, or the folder does not hold this farm's
     *     shards; (RESOURCE) if disk, database or object store refused, a later run then goes on
     */
    public static FsckReport repair(
            Database database, ShardStorage storage, InstantSource clock, boolean dryRun, Consumer<String> progress) {
        Migrations.migrate(database);
        return new FsckRepair(database, storage, clock, progress, step -> {}).run(dryRun);
    }

    /** As above, with all shards in the folder. */
    public static FsckReport repair(Database database, Path shardFolder, InstantSource clock, boolean dryRun) {
        return repair(database, ShardStorage.local(shardFolder), clock, dryRun, text -> {});
    }

    static FsckReport scan(Database database, ShardStorage storage, FsckScan scan) {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            FsckReport report = scan.run(connection);
            connection.rollback();
            return report;
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot check " + database.location(), e);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot check the shards in " + storage.folder() + ": " + e, e);
        }
    }
}
