package armfarm.episodes.postgres;

import armfarm.episodes.shard.ShardLease;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardWriter;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which shards a writer may append to. A shard belongs to the session that holds its lock in the database; its number is
 * reserved, and its row committed, before there is a file. Shards whose writer is gone are gone on with before new ones are begun.
 *
 * <p>Lives as long as the session. Confined to the writer's thread.
 */
final class ShardLeases {
    private static final Logger log = LoggerFactory.getLogger(ShardLeases.class);
    private static final String OPEN = "sealed_at is null and known_length is null";
    private static final String FAILURE = "Cannot find a shard to write to";

    private final DataSource dataSource;
    private final Connection session;
    private final Path folder;
    private final Optional<String> writer;
    private final Set<Integer> held = new HashSet<>();
    private final Set<Integer> sealed = new HashSet<>();

    private record Row(int number, long committedLength, Optional<String> writer) {
        ShardState state() {
            return new ShardState(number, committedLength, Optional.empty());
        }
    }

    /**
     * @param session holds the writer lock, and the locks of shards
     * @param writer name of a store that has others beside it; empty for the only writer, which needs no locks
     */
    ShardLeases(DataSource dataSource, Connection session, Path folder, Optional<String> writer) {
        this.dataSource = dataSource;
        this.session = session;
        this.folder = folder;
        this.writer = writer;
    }

    /**
     * The shard to begin with, if one is left behind.
     *
     * @throws armfarm.episodes.shard.ShardException if the only writer finds less than was committed
     * @throws FarmException (CONFIG) if a store finds that the folder is not the one the other stores have
     */
    Optional<ShardLease> first() throws SQLException {
        if (writer.isPresent()) {
            requireSharedFolder();
            for (Row mine : open()) {
                if (mine.writer().equals(writer)) {
                    // Its lock is free as soon as the server notices that the connection before this one is gone.
                    WriterLocks.lockShard(session, mine.number());
                    WriterLocks.unlockShard(session, mine.number());
                }
            }
        } else {
            ShardWriter.removeAbove(
                    folder,
                    Sql.list(session, "select coalesce(max(id), 0) from shard", row -> row.getInt(1))
                            .get(0));
            open().forEach(row -> ShardWriter.cut(folder, row.state()));
        }
        return leftBehind();
    }

    /** The next shard to write to: one left behind, else a new one. */
    ShardLease next() {
        try {
            Optional<ShardLease> leftBehind = leftBehind();
            return leftBehind.isPresent() ? leftBehind.get() : reserve();
        } catch (SQLException e) {
            throw SqlErrors.translate(FAILURE, e);
        }
    }

    /** To be called after the commit of the sealed shard. */
    void sealed(List<ShardState> states) {
        states.stream()
                .filter(ShardState::isSealed)
                .map(ShardState::number)
                .filter(held::contains)
                .forEach(sealed::add);
    }

    /** Lets go of what is sealed and committed; in the session's next transaction, so that it costs none of its own. */
    void releaseSealed() throws SQLException {
        for (int number : sealed) {
            held.remove(number);
            if (writer.isPresent()) {
                WriterLocks.unlockShard(session, number);
            }
        }
        sealed.clear();
    }

    /** Lets go of all, at the end. */
    void releaseAll() throws SQLException {
        sealed.addAll(held);
        releaseSealed();
    }

    private List<Row> open() throws SQLException {
        return Sql.list(
                session,
                "select id, committed_length, writer from shard where " + OPEN + " order by id",
                row -> new Row(row.getInt("id"), row.getLong("committed_length"), Sql.optionalText(row, "writer")));
    }

    private Optional<ShardLease> leftBehind() throws SQLException {
        for (Row row : open()) {
            if (held.contains(row.number()) || !lock(row.number())) {
                continue;
            }
            Optional<ShardLease> lease = take(row.number());
            if (lease.isPresent()) {
                held.add(row.number());
                return lease;
            }
            unlock(row.number());
        }
        return Optional.empty();
    }

    private boolean lock(int number) throws SQLException {
        return writer.isEmpty() || WriterLocks.tryLockShard(session, number);
    }

    private void unlock(int number) throws SQLException {
        if (writer.isPresent()) {
            WriterLocks.unlockShard(session, number);
        }
    }

    /** Looks again, now that the row cannot change any more, and writes down who has it, whatever becomes of the session's commit. */
    private Optional<ShardLease> take(int number) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            List<Row> rows = Sql.list(
                    connection,
                    "select id, committed_length, writer from shard where id = ? and " + OPEN,
                    row -> new Row(row.getInt("id"), row.getLong("committed_length"), Sql.optionalText(row, "writer")),
                    number);
            if (rows.isEmpty() || isShort(rows.get(0))) {
                return Optional.empty();
            }
            Row row = rows.get(0);
            Sql.update(connection, "update shard set writer = ? where id = ?", Sql.orNull(writer), number);
            return Optional.of(new ShardLease(row.state(), !Objects.equals(row.writer(), writer)));
        }
    }

    private boolean isShort(Row row) {
        long found = length(row.state().fileName());
        if (found < row.committedLength()) {
            log.error(
                    "Shard {} lost stored images: found {} bytes, expected at least {}. Restore it from a backup, or have it"
                            + " written down with 'armfarm fsck --repair'; it is left as it is",
                    folder.resolve(row.state().fileName()),
                    found,
                    row.committedLength());
            return true;
        }
        return false;
    }

    private long length(String fileName) {
        Path file = folder.resolve(fileName);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot look at shard " + file + ": " + e + ". Check the disk.", e);
        }
    }

    private ShardLease reserve() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            WriterLocks.lockShardNumbers(connection);
            int number = Sql.list(connection, "select coalesce(max(id), 0) + 1 from shard", row -> row.getInt(1))
                    .get(0);
            if (!lock(number)) {
                throw new FarmException(
                        ErrorCode.BUG, "Shard number " + number + " is locked although there is no such shard");
            }
            Sql.update(
                    connection,
                    "insert into shard (id, name, committed_length, writer) values (?, ?, 0, ?)",
                    number,
                    ShardState.fileName(number),
                    Sql.orNull(writer));
            connection.commit();
            held.add(number);
            return ShardLease.fresh(number);
        }
    }

    /** Each store of a farm that had a folder of its own would hide its images from the others. */
    private void requireSharedFolder() throws SQLException {
        String here = "committed_length > 0 and object_key is null and known_length is null";
        for (String name : Sql.list(session, "select name from shard where " + here, row -> row.getString(1))) {
            if (!Files.exists(folder.resolve(name))
                    // Meanwhile another store may have uploaded and removed it.
                    && !Sql.list(session, "select id from shard where name = ? and " + here, row -> "", name)
                            .isEmpty()) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "Shard " + name + " of this farm is not in folder " + folder
                                + ": all stores of a farm need the same folder on a disk that they share, set images.folder"
                                + " accordingly. If the shard is lost, 'armfarm fsck --repair' writes that down");
            }
        }
    }
}
