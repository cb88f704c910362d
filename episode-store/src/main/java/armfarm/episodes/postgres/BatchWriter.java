package armfarm.episodes.postgres;

import armfarm.episodes.shard.AttemptRecords;
import armfarm.episodes.shard.FrameRef;
import armfarm.episodes.shard.ShardOwner;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardWriter;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamMovedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer, or one of several stores that share the stream and the shard folder. It holds one connection for its whole life,
 * and on it the database's writer lock, alone or shared, and the locks of its shards: whoever commits here also holds the locks.
 *
 * <p>After any failure the connection is cut, and shards and lock are opened anew from what the database says was
 * committed; memory is never trusted, because a commit may have succeeded although its answer was lost.
 */
final class BatchWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
    private static final String LOCK_TIMEOUT = "3s";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;
    private final Path shardFolder;
    private final long rollBytes;
    private final InstantSource clock;
    private final Runnable beforeCommit;
    private final Optional<String> name;

    private Connection connection;
    private ShardLeases leases;
    private ShardWriter shards;
    private boolean hadLock;

    /**
     * @param name of a store that has others beside it, never used before; empty for the only writer
     * @param beforeCommit called when the images are on disk and the rows not yet committed
     */
    BatchWriter(
            DataSource dataSource,
            Path shardFolder,
            long rollBytes,
            InstantSource clock,
            Optional<String> name,
            Runnable beforeCommit) {
        this.dataSource = dataSource;
        this.name = name;
        this.shardFolder = shardFolder;
        this.rollBytes = rollBytes;
        this.clock = clock;
        this.beforeCommit = beforeCommit;
    }

    /** Whether nobody else can be writing. */
    boolean isAlone() {
        return name.isEmpty();
    }

    synchronized void append(EpisodeBatch batch) {
        if (connection == null) {
            open();
        }
        try {
            List<ShardState> changed = write(batch);
            beforeCommit.run();
            connection.commit();
            leases.sealed(changed);
        } catch (StreamMovedException e) {
            rollback(e);
            throw e;
        } catch (SQLException e) {
            FarmException failure = SqlErrors.translate("Cannot store " + describe(batch), e);
            startOver(failure);
            throw failure;
        } catch (RuntimeException e) {
            startOver(e);
            throw e;
        }
    }

    /** Before anything was written to a shard. */
    private void rollback(StreamMovedException refused) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            refused.addSuppressed(e);
            startOver(refused);
        }
    }

    private String describe(EpisodeBatch batch) {
        return batch.attempts().size() + " attempts (free in " + shardFolder + ": "
                + (shardFolder.toFile().getUsableSpace() >> 20)
                + " MiB); nothing stored is lost and the same batch may be given again";
    }

    /** Takes the lock and cuts off what a crash left behind. */
    synchronized void open() {
        try {
            connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            lock();
            hadLock = true;
            String farmId = Sql.list(connection, "select farm_id from farm_info", row -> row.getString(1))
                    .get(0);
            ShardOwner.claim(shardFolder, farmId);
            leases = new ShardLeases(dataSource, connection, shardFolder, name);
            shards = ShardWriter.open(shardFolder, leases.first(), rollBytes, leases::next);
            connection.commit();
        } catch (SQLException e) {
            abandon();
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                // When it was ours before, the server may not have noticed yet that our old connection is gone.
                throw new FarmException(
                        hadLock ? ErrorCode.RESOURCE : ErrorCode.CONFIG,
                        name.isPresent()
                                ? "Another farm is writing to this database: 'armfarm up', or a command that changes the store,"
                                        + " needs it for itself; stop it or choose another database"
                                : "Another farm is writing to this database: stop it, or all its stores, or choose another"
                                        + " database",
                        e);
            }
            throw SqlErrors.translate("Cannot open the episode store for writing", e);
        } catch (RuntimeException e) {
            abandon();
            throw e;
        }
    }

    private void lock() throws SQLException {
        Sql.update(connection, "set local lock_timeout = '" + LOCK_TIMEOUT + "'");
        WriterLocks.lockWriter(connection, name.isEmpty());
    }

    /** @return the shards that changed */
    private List<ShardState> write(EpisodeBatch batch) throws SQLException {
        leases.releaseSealed();
        if (name.isPresent()) {
            WriterLocks.limitTransaction(connection);
        }
        // First, for who has these rows is the only one that stores what belongs to them.
        new PositionRows(connection).advance(batch);
        Instant storedAt = clock.instant();
        List<GraspAttempt> fresh = notStored(batch.attempts());
        AttemptRows rows = new AttemptRows(storedAt, batch.importedFrom());
        // The database waits meanwhile: all cores may help.
        List<AttemptRecords> records =
                fresh.parallelStream().map(AttemptRecords::of).toList();
        for (int i = 0; i < fresh.size(); i++) {
            List<FrameRef> images = shards.append(records.get(i));
            rows.add(fresh.get(i), shards.number(), images);
        }
        List<ShardState> changed = fresh.isEmpty() ? List.of() : shards.sync();
        saveRejected(batch.rejected(), storedAt);
        saveShards(changed, storedAt);
        if (!fresh.isEmpty()) {
            WriterLocks.lockSerials(connection);
            rows.insert(connection);
        }
        int duplicates = batch.attempts().size() - fresh.size();
        if (duplicates > 0) {
            Sql.update(connection, "update farm_info set duplicate_attempts = duplicate_attempts + ?", duplicates);
        }
        return changed;
    }

    private List<GraspAttempt> notStored(List<GraspAttempt> attempts) throws SQLException {
        UUID[] ids = attempts.stream().map(attempt -> attempt.id().uuid()).toArray(UUID[]::new);
        Set<UUID> seen = new HashSet<>(Sql.list(
                connection, "select id from attempt where id = any(?)", row -> row.getObject(1, UUID.class), (Object)
                        connection.createArrayOf("uuid", ids)));
        List<GraspAttempt> fresh = new ArrayList<>();
        for (GraspAttempt attempt : attempts) {
            if (seen.add(attempt.id().uuid())) {
                fresh.add(attempt);
            }
        }
        return fresh;
    }

    private void saveShards(List<ShardState> states, Instant now) throws SQLException {
        for (ShardState state : states) {
            Sql.update(
                    connection,
                    "update shard set committed_length = ?, sealed_at = ?, sha256 = ? where id = ?",
                    state.committedLength(),
                    state.isSealed() ? now : null,
                    Sql.orNull(state.sha256()),
                    state.number());
        }
    }

    private void saveRejected(List<RejectedRecord> rejected, Instant now) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (RejectedRecord record : rejected) {
            rows.add(new Object[] {
                record.topic(),
                record.partition(),
                record.offset(),
                record.attempt().map(AttemptId::uuid).orElse(null),
                record.reason(),
                record.payload().bytes(),
                now
            });
        }
        Sql.batch(connection, """
                insert into rejected_record
                    (topic, partition, record_offset, attempt_id, reason, payload, stored_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (topic, partition, record_offset, md5(payload)) do nothing""", rows);
    }

    private void startOver(RuntimeException failure) {
        abandon();
        try {
            open();
        } catch (FarmException e) {
            failure.addSuppressed(e); // the next append tries again
        }
    }

    /** Cuts the connection, so that the server drops its transaction and its lock whatever state they are in. */
    private void abandon() {
        if (shards != null) {
            shards.close();
            shards = null;
        }
        if (connection != null) {
            try (Connection gone = connection) {
                gone.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The writer's connection was already broken", e);
            }
            connection = null;
        }
    }

    @Override
    public synchronized void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
            leases.releaseAll();
            WriterLocks.unlockWriter(connection, name.isEmpty());
            connection.commit();
            connection.close();
            connection = null;
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot close the episode store", e);
        } finally {
            abandon();
        }
    }
}
