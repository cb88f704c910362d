package armfarm.episodes.postgres;

import armfarm.episodes.query.ObjectStorage;
import armfarm.episodes.shard.ShardState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What the index knows of objects: which shard is in which, and which are to be deleted. */
final class ObjectRows {
    private static final int HASH_DIGITS = 16;

    private ObjectRows() {}

    /** A sealed shard. @param key of its object; empty if it waits for upload */
    record SealedShard(ShardState state, Optional<String> key) {
        String sha256() {
            return state.sha256().orElseThrow();
        }
    }

    static String farmId(Connection connection) throws SQLException {
        return Sql.list(connection, "select farm_id from farm_info", row -> row.getString(1))
                .get(0);
    }

    /**
     * The name says the content, so an object never changes: what replaces it has another one. Farms that share a bucket are
     * apart by their id.
     */
    static String newKey(String farmId, int shardNumber, String sha256) {
        String name = ShardState.fileName(shardNumber);
        int dot = name.lastIndexOf('.');
        return farmId + "/" + name.substring(0, dot) + "-" + sha256.substring(0, HASH_DIGITS) + name.substring(dot);
    }

    static Optional<String> keyOf(DataSource dataSource, String shard) {
        return Sql.list(
                        dataSource,
                        "Cannot look up the object of shard " + shard,
                        "select object_key from shard where name = ? and object_key is not null",
                        row -> row.getString(1),
                        shard)
                .stream()
                .findFirst();
    }

    /** Whole sealed shards that no purge is at work on, oldest first. */
    static List<SealedShard> sealed(Connection connection, boolean uploaded) throws SQLException {
        return Sql.list(
                connection,
                """
                select s.id, s.committed_length, s.sha256, s.object_key from shard s
                where s.sha256 is not null and s.known_length is null and (s.object_key is not null) = ?
                    and not exists (select from purge_pending p join frame f on f.attempt_id = p.attempt_id
                        where f.shard_id = s.id)
                order by s.id""",
                row -> new SealedShard(
                        new ShardState(
                                row.getInt("id"), row.getLong("committed_length"), Sql.optionalText(row, "sha256")),
                        Sql.optionalText(row, "object_key")),
                uploaded);
    }

    /** To be committed before an upload begins, so that its object is deleted if it never gets named. */
    static void noteSpare(Connection connection, int shard, String key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "insert into spare_object (object_key, shard_id, noted_at) values (?, ?, ?) on conflict do nothing",
                key,
                shard,
                now);
    }

    /** Writes down that the shard is in the object; one that it replaces is to be deleted. */
    static void setObject(Connection connection, int shard, String key, Instant now) throws SQLException {
        Sql.update(connection, """
                with replaced as (
                    insert into spare_object (object_key, shard_id, noted_at)
                    select object_key, id, ? from shard where id = ? and object_key <> ? on conflict do nothing
                ), named as (
                    delete from spare_object where object_key = ?
                )
                update shard set object_key = ?, uploaded_at = ? where id = ?""", now, shard, key, key, key, now, shard);
    }

    /** The object turned out not to be there; the shard waits for upload again. */
    static void forgetObject(Connection connection, int shard) throws SQLException {
        Sql.update(connection, "update shard set object_key = null, uploaded_at = null where id = ?", shard);
    }

    static List<String> spare(Connection connection) throws SQLException {
        return Sql.list(connection, "select object_key from spare_object order by object_key", row -> row.getString(1));
    }

    static void deleted(Connection connection, String key) throws SQLException {
        Sql.update(connection, "delete from spare_object where object_key = ?", key);
    }

    /** @param problem empty if all went well */
    static void saveState(Connection connection, String location, Instant now, Optional<String> problem)
            throws SQLException {
        Sql.update(connection, """
                insert into object_storage as o (location, checked_at, problem, problem_since) values (?, ?, ?, ?)
                on conflict (only_row) do update set location = excluded.location, checked_at = excluded.checked_at,
                    problem = excluded.problem, problem_since = case when excluded.problem is null then null
                        else coalesce(o.problem_since, excluded.problem_since) end""", location, now, Sql.orNull(problem), problem.isPresent() ? now : null);
    }

    static Optional<ObjectStorage> state(DataSource dataSource) {
        return Sql.list(dataSource, "Cannot look up where complete shards are", """
                select o.location, o.checked_at, o.problem, o.problem_since, s.uploaded, s.waiting, s.waiting_bytes
                from object_storage o, (
                    select count(object_key) as uploaded, count(*) - count(object_key) as waiting,
                        coalesce(sum(committed_length) filter (where object_key is null), 0) as waiting_bytes
                    from shard where sha256 is not null) s""", ObjectRows::state).stream()
                .findFirst();
    }

    private static ObjectStorage state(ResultSet row) throws SQLException {
        Optional<String> problem = Sql.optionalText(row, "problem");
        return new ObjectStorage(
                row.getString("location"),
                row.getLong("uploaded"),
                row.getLong("waiting"),
                row.getLong("waiting_bytes"),
                Sql.instant(row, "checked_at"),
                problem,
                problem.isPresent() ? Optional.of(Sql.instant(row, "problem_since")) : Optional.empty());
    }
}
