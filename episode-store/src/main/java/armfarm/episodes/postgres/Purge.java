package armfarm.episodes.postgres;

import armfarm.episodes.PurgePlan;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardEraser;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardReader;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Overwrites images with zeros in three steps: the decision is committed, the bytes are overwritten and synced, the rows
 * are committed. Every step can be repeated, so after a failure {@link #finish} goes on from wherever it stopped.
 *
 * <p>A shard in the object store is erased in its file, which is brought here if it is not; the new bytes become a new object
 * before the rows are committed, and the old object is deleted after that.
 *
 * <p>The caller holds the writer lock. Hashes are compared before the decision, because the new hash of a sealed shard
 * would otherwise hide damage that nobody has seen yet.
 */
final class Purge {
    private static final String PLACES = """
        select f.shard_id, s.name as shard, case when s.known_length is null then s.sha256 end as sha256, s.object_key,
            f.byte_offset, f.byte_length, f.crc32c, f.lost, f.depth
        from frame_file f join shard s on s.id = f.shard_id
        where f.attempt_id = any(?)
            and (f.lost is distinct from 'MISSING' or f.byte_offset + f.byte_length <= s.known_length)
        order by f.shard_id, f.byte_offset\
        """;

    private static final String DECIDE = """
        with pending as (
            insert into purge_pending (attempt_id, asked_at) select unnest(?::uuid[]), ?
            on conflict do nothing returning attempt_id
        )
        insert into curation (attempt_id, action, done_by, reason, done_at)
        select attempt_id, 'PURGE', ?, ?, ? from pending order by attempt_id\
        """;

    private static final String REWRITE = """
        insert into shard_rewrite (shard_id, rewritten_at, old_sha256, new_sha256, done_by, reason)
        select ?, ?, ?, ?, coalesce(string_agg(distinct c.done_by, ', '), 'armfarm'),
            'purge: ' || coalesce(string_agg(distinct c.reason, '; '), '')
        from purge_pending p join curation c on c.attempt_id = p.attempt_id and c.action = 'PURGE'
        where exists (select from frame f where f.attempt_id = p.attempt_id and f.shard_id = ?)\
        """;

    /** Where a test makes a purge fail. */
    enum Step {
        DECIDED,
        BYTES_GONE,
        OBJECTS_STORED,
        WRITTEN_DOWN
    }

    private final DataSource dataSource;
    private final ShardStorage storage;
    private final ShardCopies copies;
    private final InstantSource clock;
    private final Consumer<Step> reached;

    /** @param reached called after each step */
    Purge(DataSource dataSource, ShardStorage storage, InstantSource clock, Consumer<Step> reached) {
        this.dataSource = dataSource;
        this.storage = storage;
        this.copies = new ShardCopies(storage, clock);
        this.clock = clock;
        this.reached = reached;
    }

    /**
     * An image to remove.
     *
     * @param depth whether it is a frame's depth
     * @param sha256 of its shard if that is sealed and whole
     * @param objectKey of its shard if that is in the object store
     */
    private record Place(
            int shardId,
            ImageRef image,
            boolean depth,
            Optional<String> sha256,
            Optional<String> objectKey,
            boolean damaged) {
        static Place of(ResultSet row) throws SQLException {
            return new Place(
                    row.getInt("shard_id"),
                    Columns.image(row),
                    row.getBoolean("depth"),
                    Sql.optionalText(row, "sha256"),
                    Sql.optionalText(row, "object_key"),
                    row.getString("lost") != null);
        }
    }

    /** What would be done. */
    PurgePlan plan(Collection<AttemptId> wanted) {
        try (Connection connection = dataSource.getConnection()) {
            List<AttemptId> attempts = Sql.list(
                    connection,
                    "select id as attempt_id from attempt where id = any(?) and purged_at is null order by id",
                    AttemptCuration::id,
                    AttemptCuration.ids(connection, wanted));
            List<Place> places = places(connection, attempts);
            Map<String, Long> snapshots = new TreeMap<>();
            Sql.list(
                    connection,
                    "select snapshot, count(*) from snapshot_member where attempt_id = any(?) group by snapshot",
                    row -> snapshots.put(row.getString(1), row.getLong(2)),
                    AttemptCuration.ids(connection, attempts));
            long rejected = Sql.list(
                            connection,
                            "select count(*) from rejected_record where attempt_id = any(?)",
                            row -> row.getLong(1),
                            AttemptCuration.ids(connection, attempts))
                    .get(0);
            return new PurgePlan(
                    attempts,
                    places.stream().filter(place -> !place.depth()).count(),
                    places.stream()
                            .mapToLong(place -> place.image().byteLength())
                            .sum(),
                    wanted.stream().distinct().count() - attempts.size(),
                    snapshots,
                    rejected);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot look up what a purge would do", e);
        }
    }

    PurgePlan run(Collection<AttemptId> wanted, String doneBy, String reason) {
        finish();
        PurgePlan plan = plan(wanted);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            verify(places(connection, plan.attempts()));
            PostgresTrainingSets.lockLabels(connection);
            Instant now = clock.instant();
            Sql.update(connection, DECIDE, AttemptCuration.ids(connection, plan.attempts()), now, doneBy, reason, now);
            connection.commit();
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot purge " + plan.attempts().size() + " attempts; nothing was changed", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        reached.accept(Step.DECIDED);
        finish();
        return plan;
    }

    /**
     * Does what was decided and is not done yet.
     *
     * @return attempts that were
     */
    List<AttemptId> finish() {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<AttemptId> pending = pending(connection);
            if (pending.isEmpty()) {
                copies.deleteSpare(connection);
                connection.rollback();
                return pending;
            }
            List<Place> places = places(connection, pending);
            connection.commit();
            Map<Place, String> hashes = erase(places);
            reached.accept(Step.BYTES_GONE);
            Map<Place, String> keys = store(connection, hashes);
            reached.accept(Step.OBJECTS_STORED);
            writeDown(connection, hashes, keys);
            connection.commit();
            reached.accept(Step.WRITTEN_DOWN);
            copies.deleteSpare(connection);
            return pending;
        } catch (SQLException e) {
            throw SqlErrors.translate(
                    "The purge could not be finished; the decision is stored, 'armfarm fsck --repair' goes on", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static List<AttemptId> pending(Connection connection) throws SQLException {
        return Sql.list(connection, "select attempt_id from purge_pending order by attempt_id", AttemptCuration::id);
    }

    private static List<Place> places(Connection connection, List<AttemptId> attempts) throws SQLException {
        return Sql.list(connection, PLACES, Place::of, AttemptCuration.ids(connection, attempts));
    }

    /** Whole sealed shards by their hash, others image by image. */
    private void verify(List<Place> places) throws IOException {
        ShardReader reader = new ShardReader(storage.folder());
        try {
            for (List<Place> ofShard : byShard(places)) {
                Place first = ofShard.get(0);
                copies.bringHere(first.image().shard(), first.objectKey(), first.sha256());
                if (first.sha256().isPresent()) {
                    verifyHash(first.image().shard(), first.sha256().get());
                } else {
                    ofShard.stream().filter(place -> !place.damaged()).forEach(place -> reader.read(place.image()));
                }
            }
        } catch (ShardException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private void verifyHash(String shard, String expected) throws IOException {
        Path file = storage.file(shard);
        if (!Files.exists(file)) {
            throw damaged("sealed shard " + file + " is not there", null);
        }
        String found = Hash.SHA_256.hex(file);
        if (!found.equals(expected)) {
            throw damaged("sealed shard " + file + " has SHA-256 " + found + ", expected " + expected, null);
        }
    }

    private static FarmException damaged(String what, Throwable cause) {
        return new FarmException(
                ErrorCode.DATA,
                "Nothing was purged, because new hashes would hide damage that is not written down yet: " + what
                        + ". Restore the shard from a backup or have it written down with 'armfarm fsck --repair', then"
                        + " purge again",
                cause);
    }

    /** @return the new hash of each sealed shard, by one of the images in it */
    private Map<Place, String> erase(List<Place> places) throws IOException {
        Map<Place, String> hashes = new LinkedHashMap<>();
        for (List<Place> ofShard : byShard(places)) {
            Place first = ofShard.get(0);
            Path file = storage.file(first.image().shard());
            if (first.objectKey().isPresent()) {
                copies.bringHereIfThere(first.image().shard(), first.objectKey().get());
            }
            boolean found =
                    ShardEraser.erase(file, ofShard.stream().map(Place::image).toList());
            if (found && (first.sha256().isPresent() || first.objectKey().isPresent())) {
                hashes.put(first, Hash.SHA_256.hex(file));
            }
        }
        return hashes;
    }

    /** The old objects stay until the rows name the new ones. @return keys of these, by one of the images in it */
    private Map<Place, String> store(Connection connection, Map<Place, String> hashes) throws SQLException {
        Map<Place, String> keys = new LinkedHashMap<>();
        for (Map.Entry<Place, String> entry : hashes.entrySet()) {
            Place place = entry.getKey();
            if (place.objectKey().isPresent()) {
                keys.put(place, copies.store(connection, place.shardId(), entry.getValue()));
            }
        }
        return keys;
    }

    private void writeDown(Connection connection, Map<Place, String> hashes, Map<Place, String> keys)
            throws SQLException {
        Instant now = clock.instant();
        PostgresTrainingSets.lockLabels(connection);
        for (Map.Entry<Place, String> entry : hashes.entrySet()) {
            int shard = entry.getKey().shardId();
            Optional<String> old = entry.getKey().sha256();
            if (old.isPresent() && !old.get().equals(entry.getValue())) {
                Sql.update(connection, REWRITE, shard, now, old.get(), entry.getValue(), shard);
                Sql.update(connection, "update shard set sha256 = ? where id = ?", entry.getValue(), shard);
            }
        }
        for (Map.Entry<Place, String> entry : keys.entrySet()) {
            ObjectRows.setObject(connection, entry.getKey().shardId(), entry.getValue(), now);
        }
        Sql.update(connection, """
            update frame f set lost = 'PURGED' from purge_pending p
            where p.attempt_id = f.attempt_id and f.lost is distinct from 'PURGED'\
            """);
        Sql.update(connection, """
                insert into snapshot_break (snapshot, attempt_id, purged_at)
                select m.snapshot, m.attempt_id, ? from snapshot_member m join purge_pending p on p.attempt_id = m.attempt_id
                on conflict do nothing\
                """, now);
        Sql.update(connection, """
                update attempt a set purged_at = ? from purge_pending p
                where p.attempt_id = a.id and a.purged_at is null\
                """, now);
        Sql.update(connection, "delete from purge_pending");
    }

    private static Collection<List<Place>> byShard(List<Place> places) {
        return new ArrayList<>(places.stream()
                .collect(Collectors.groupingBy(Place::shardId, TreeMap::new, Collectors.toList()))
                .values());
    }

    private FarmException unreadable(IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Cannot purge in " + storage.folder() + ": " + e
                        + ". What was decided stays decided: fix the disk, then 'armfarm fsck --repair' goes on",
                e);
    }
}
