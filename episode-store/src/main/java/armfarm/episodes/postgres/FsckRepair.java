package armfarm.episodes.postgres;

import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.FsckReport;
import armfarm.episodes.postgres.FsckScan.FrameFinding;
import armfarm.episodes.postgres.FsckScan.IndexedShard;
import armfarm.episodes.shard.ShardEraser;
import armfarm.episodes.shard.ShardOwner;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Brings rows and files in order. Rows say first what is lost, files change afterwards, and every step can be repeated.
 * Used once.
 */
final class FsckRepair {
    private static final String BY = "fsck";
    /** FIPS 180-4. */
    private static final String SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String BACK_AGAIN = """
        select a.id as attempt_id from attempt a where a.id = any(?) and a.excluded
            and (select c.done_by from curation c where c.attempt_id = a.id and c.action <> 'PURGE'
                order by c.id desc limit 1) = ?\
        """;

    private final Database database;
    private final DataSource dataSource;
    private final ShardStorage storage;
    private final InstantSource clock;
    private final Consumer<String> progress;
    private final ShardCopies copies;
    private final Purge purge;
    private final AttemptCuration curation;
    private final List<String> done = new ArrayList<>();

    /**
     * @param progress told what takes long
     * @param reached called after each step of a purge
     */
    FsckRepair(
            Database database,
            ShardStorage storage,
            InstantSource clock,
            Consumer<String> progress,
            Consumer<Purge.Step> reached) {
        this.database = database;
        this.dataSource = database.dataSource();
        this.storage = storage;
        this.clock = clock;
        this.progress = progress;
        copies = new ShardCopies(storage, clock);
        purge = new Purge(dataSource, storage, clock, reached);
        curation = new AttemptCuration(dataSource, clock, purge, true);
    }

    FsckReport run(boolean dryRun) {
        try (Connection lock = dataSource.getConnection()) {
            if (!WriterLocks.tryLockWriter(lock)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "Another farm is writing to this database: stop it, or all its stores, before repairing");
            }
            try {
                refuseForeignFolder(lock);
                return dryRun ? describe() : repair();
            } finally {
                WriterLocks.unlockWriter(lock, true);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot repair " + database.location() + "; a later run goes on", e);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot repair the shards in " + storage.folder() + ": " + e
                            + "; fix the disk, a later run goes on",
                    e);
        }
    }

    /** Where a disk is not mounted, everything would be written down as missing. */
    private void refuseForeignFolder(Connection connection) throws SQLException {
        String farm = Sql.list(connection, "select farm_id from farm_info", row -> row.getString(1))
                .get(0);
        boolean empty = Sql.list(connection, "select not exists (select from shard)", row -> row.getBoolean(1))
                .get(0);
        if (!empty && !ShardOwner.isClaimed(storage.folder())) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Folder " + storage.folder() + " holds no shards of any farm: found no file " + ShardOwner.FILE
                            + ", expected one with " + farm + ". Is the disk mounted? Nothing was changed");
        }
        ShardOwner.claim(storage.folder(), farm);
    }

    private FsckReport describe() throws SQLException {
        FsckScan scan = new FsckScan(storage, true, progress);
        FsckReport report = Fsck.scan(database, storage, scan);
        try (Connection connection = dataSource.getConnection()) {
            tellPurged(Purge.pending(connection));
        }
        scan.otherLengths.forEach((number, found) -> done.add(newLength(scan.shards.get(number), found)));
        tellFrames(scan);
        tellPurged(scan.resurrected);
        scan.copies.filesToRemove.forEach(file -> done.add(removedCopy(file)));
        scan.brokenSeals.keySet().forEach(number -> done.add(newHash(number)));
        scan.copies.objectsToStore.forEach(number -> done.add(storedAgain(number)));
        scan.tails.forEach((file, keep) -> {
            if (ShardState.numberOf(file) > 0 && !scan.copies.filesToRemove.contains(file)) {
                done.add(scan.shards.containsKey(ShardState.numberOf(file)) ? tail(file, keep) : deleted(file));
            }
        });
        return report.withRepaired(done);
    }

    private FsckReport repair() throws SQLException, IOException {
        tellPurged(purge.finish());
        FsckScan scan = new FsckScan(storage, true, progress);
        FsckReport before = Fsck.scan(database, storage, scan);
        writeDown(scan);
        tellFrames(scan);
        for (String file : scan.copies.filesToRemove) {
            Files.delete(storage.file(file));
            done.add(removedCopy(file));
        }
        tellPurged(purge.finish());
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (int number : scan.brokenSeals.keySet()) {
                rehash(connection, number);
            }
            connection.commit();
            for (int number : scan.copies.objectsToStore) {
                storeAgain(connection, number);
            }
            int deleted = copies.deleteSpare(connection);
            if (deleted > 0) {
                done.add(deleted + " objects that others have replaced deleted");
            }
        }
        for (Map.Entry<String, Long> tail : scan.tails.entrySet()) {
            if (!scan.copies.filesToRemove.contains(tail.getKey())) {
                cut(scan, tail.getKey(), tail.getValue());
            }
        }
        FsckReport after = done.isEmpty() ? before : Fsck.check(database, storage, true, progress);
        return after.withRepaired(done);
    }

    /** Marks, exclusions and lengths go into one transaction. */
    private void writeDown(FsckScan scan) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            PostgresTrainingSets.lockLabels(connection);
            mark(connection, scan.bad, false);
            mark(connection, scan.recovered, true);
            for (Map.Entry<Integer, Long> entry : scan.otherLengths.entrySet()) {
                setLength(connection, scan.shards.get(entry.getKey()), entry.getValue());
            }
            for (String state : List.of("DAMAGED", "MISSING")) {
                curation.setExcluded(
                        connection,
                        attempts(scan.bad, state),
                        Action.EXCLUDE,
                        BY,
                        "images are " + state.toLowerCase(Locale.ROOT));
            }
            List<AttemptId> back = Sql.list(
                    connection,
                    BACK_AGAIN,
                    AttemptCuration::id,
                    AttemptCuration.ids(
                            connection,
                            scan.recovered.stream()
                                    .map(FrameFinding::attempt)
                                    .distinct()
                                    .toList()),
                    BY);
            curation.setExcluded(connection, back, Action.INCLUDE, BY, "images are there again");
            Sql.update(
                    connection,
                    "insert into purge_pending (attempt_id, asked_at) select unnest(?::uuid[]), ? on conflict do"
                            + " nothing",
                    AttemptCuration.ids(connection, scan.resurrected),
                    clock.instant());
            connection.commit();
        }
    }

    private static void mark(Connection connection, Collection<FrameFinding> frames, boolean asStored)
            throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (FrameFinding frame : frames) {
            rows.add(new Object[] {
                asStored ? null : frame.state(), frame.attempt().uuid(), frame.sequence()
            });
        }
        Sql.batch(connection, "update frame set lost = ? where attempt_id = ? and sequence = ?", rows);
    }

    private static List<AttemptId> attempts(List<FrameFinding> frames, String state) {
        return frames.stream()
                .filter(frame -> frame.state().equals(state))
                .map(FrameFinding::attempt)
                .distinct()
                .toList();
    }

    /** A shard that was open goes on in a new file, so that nothing is written where lost images were. */
    private void setLength(Connection connection, IndexedShard shard, long found) throws SQLException, IOException {
        ShardState state = shard.state();
        boolean whole = found >= state.committedLength();
        Sql.update(connection, "update shard set known_length = ? where id = ?", whole ? null : found, state.number());
        if (!whole && !state.isSealed()) {
            String hash = hash(state.fileName());
            Sql.update(
                    connection,
                    "update shard set sealed_at = ?, sha256 = ? where id = ?",
                    clock.instant(),
                    hash,
                    state.number());
            writeRewrite(connection, state.number(), null, hash, "sealed: its end is missing");
        }
        done.add(newLength(shard, found));
    }

    private void rehash(Connection connection, int number) throws SQLException, IOException {
        String old = Sql.list(connection, "select sha256 from shard where id = ?", row -> row.getString(1), number)
                .get(0);
        String found = hash(ShardState.fileName(number));
        if (found.equals(old)) {
            return; // finishing a purge has set it right
        }
        long lost = Sql.list(
                        connection,
                        "select count(*) from frame where shard_id = ? and lost in ('DAMAGED', 'MISSING')",
                        row -> row.getLong(1),
                        number)
                .get(0);
        String why = lost > 0
                ? lost + " images in it are damaged or missing"
                : "no image in it is damaged, so images came back or the difference is in tar headers or metadata";
        writeRewrite(connection, number, old, found, why);
        Sql.update(connection, "update shard set sha256 = ? where id = ?", found, number);
        done.add(newHash(number));
    }

    private void writeRewrite(Connection connection, int number, String old, String found, String why)
            throws SQLException {
        Sql.update(
                connection,
                "insert into shard_rewrite (shard_id, rewritten_at, old_sha256, new_sha256, done_by, reason)"
                        + " values (?, ?, ?, ?, ?, ?)",
                number,
                clock.instant(),
                old,
                found,
                BY,
                why);
    }

    /** Of the file or, without one, of the object. */
    private String hash(String fileName) throws IOException {
        Path file = storage.file(fileName);
        if (Files.exists(file)) {
            return Hash.SHA_256.hex(file);
        }
        return ObjectRows.keyOf(dataSource, fileName)
                .map(key -> copies.objects(key).sha256(key))
                .orElse(SHA256_OF_NOTHING);
    }

    /** From the file, which is what the index now says, be it whole or with damage that is written down. */
    private void storeAgain(Connection connection, int number) throws SQLException, IOException {
        String key = copies.store(connection, number, hash(ShardState.fileName(number)));
        ObjectRows.setObject(connection, number, key, clock.instant());
        connection.commit();
        done.add(storedAgain(number));
    }

    /** Shards that no index row names were begun and never committed; other people's files stay. */
    private void cut(FsckScan scan, String file, long keep) throws IOException {
        int number = ShardState.numberOf(file);
        if (scan.shards.containsKey(number)) {
            ShardEraser.cut(storage.file(file), keep);
            done.add(tail(file, keep));
        } else if (number > 0) {
            Files.delete(storage.file(file));
            done.add(deleted(file));
        }
    }

    private void tellPurged(Collection<AttemptId> attempts) {
        if (!attempts.isEmpty()) {
            done.add("purge of " + attempts.size() + " attempts finished");
        }
    }

    private void tellFrames(FsckScan scan) {
        for (String state : List.of("DAMAGED", "MISSING")) {
            long frames = scan.bad.stream()
                    .filter(frame -> frame.state().equals(state))
                    .count();
            if (frames > 0) {
                done.add(frames + " images marked as " + state.toLowerCase(Locale.ROOT) + ", their "
                        + attempts(scan.bad, state).size() + " attempts excluded");
            }
        }
        if (!scan.recovered.isEmpty()) {
            done.add(scan.recovered.size() + " images that were lost are there again");
        }
    }

    private static String storedAgain(int number) {
        return "object of shard " + ShardState.fileName(number) + " stored again from its file";
    }

    private static String removedCopy(String file) {
        return "damaged file " + file + " removed, its object is whole";
    }

    private static String newHash(int number) {
        return "new hash of sealed shard " + ShardState.fileName(number) + " written down beside the old one";
    }

    private static String newLength(IndexedShard shard, long found) {
        ShardState state = shard.state();
        return "shard " + state.fileName() + " known to have " + found + " of " + state.committedLength() + " bytes"
                + (state.isSealed() || found >= state.committedLength() ? "" : ", sealed");
    }

    private static String tail(String file, long keep) {
        return "file " + file + " cut to " + keep + " bytes";
    }

    private static String deleted(String file) {
        return "file " + file + ", never committed, deleted";
    }
}
