package armfarm.episodes.postgres;

import armfarm.episodes.FsckReport;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/** Compares the rows with the files, and brings both in order if asked to. */
public final class Fsck {
    private Fsck() {}

    /**
     * Changes nothing; may run beside the farm.
     *
     * @param deep read every byte and compare the hashes; otherwise only whether the files are long enough
     */
    public static FsckReport check(Database database, Path shardFolder, boolean deep) {
        Migrations.migrate(database);
        return scan(database, shardFolder, new FsckScan(shardFolder, deep));
    }

    /**
     * Finishes purges, writes down which images are damaged or missing and leaves their attempts out of training, brings
     * hashes and lengths of shards up to date with that, and cuts off bytes that belong to nothing. Lost images stay lost.
     * A second run finds nothing to do. Reads every byte twice if there is something to do. The farm must not run.
     *
     * @param dryRun only say what would be done
     * @return what is wrong afterwards (for a dry run: now), and what was done
     * @throws FarmException (CONFIG) if another farm is writing to the database, or the folder does not hold this farm's
     *     shards; (RESOURCE) if disk or database refused, a later run then goes on
     */
    public static FsckReport repair(Database database, Path shardFolder, InstantSource clock, boolean dryRun) {
        Migrations.migrate(database);
        return new FsckRepair(database, shardFolder, clock, step -> {}).run(dryRun);
    }

    static FsckReport scan(Database database, Path shardFolder, FsckScan scan) {
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
            throw new FarmException(ErrorCode.RESOURCE, "Cannot check the shards in " + shardFolder + ": " + e, e);
        }
    }
}
