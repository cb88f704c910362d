package armfarm.episodes.postgres;

import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.TrainingSets;
import armfarm.episodes.TrainingSplit;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.Pose;
import armfarm.messages.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Freezes sets of attempts to train on, and reads them. */
final class PostgresTrainingSets implements TrainingSets {
    /** Keeps a label or decision from becoming visible below the highest one of a set that is being frozen. */
    private static final long LABEL_LOCK = 0x6c6162656cL;

    /** Parameters: highest label id, lowest serial (exclusive), highest serial, highest curation id. */
    private static final String USABLE = """
        select a.stored_serial, a.id, coalesce(human.outcome, a.outcome) as label, a.grasp_x_meters,
            a.grasp_y_meters, a.grasp_z_meters, a.grasp_yaw_radians, a.model, a.exploration,
            a.camera_width_pixels, a.camera_height_pixels, a.camera_intrinsics_pixels, a.camera_in_base,
            f.gripper_in_base, f.shard_id, f.byte_offset, f.byte_length, f.crc32c,
            a.gripper_opening_meters, a.cause_if_failed
        from attempt a
        cross join lateral
            (select * from frame where attempt_id = a.id and step_index = 0 order by sequence limit 1) as f
        left join lateral
            (select l.outcome from label l where l.attempt_id = a.id and l.source = 'HUMAN' and l.id <= ?
                order by l.id desc limit 1) as human on true
        where a.stored_serial > ? and a.stored_serial <= ?
            and a.purpose = 'COLLECTION' and a.object_set = 'TRAINING' and a.abort_reason is null
            and coalesce(human.outcome, a.outcome) in ('SUCCESS', 'FAILURE')
            and not exists (select from (
                select distinct on (attempt_id, action = 'PURGE') attempt_id, action from curation where id <= ?
                order by attempt_id, action = 'PURGE', id desc) as latest
                where latest.attempt_id = a.id and latest.action <> 'INCLUDE')\
        """;

    private static final String SUMMARY = """
        select count(*) as attempts, count(*) filter (where label = 'SUCCESS') as successes,
            encode(sha256(convert_to(coalesce(string_agg(id || ' ' || label || E'\\n', '' order by id), ''),
                'UTF8')), 'hex') as sha256
        from (%s) as usable\
        """.formatted(USABLE);

    /** Parameters: the snapshot's name, then those of the usable ones, then the highest label id. */
    private static final String INSERT_MEMBERS = """
        insert into snapshot_member (snapshot, ordinal, attempt_id, label_id, split, object_id)
        select ?, row_number() over (order by u.id), u.id, counting.id, 'TRAIN', coalesce(a.truth_object, '')
        from (%s) as u
        join attempt a on a.id = u.id
        cross join lateral (
            select l.id from label l where l.attempt_id = u.id and l.id <= ?
            order by (l.source = 'HUMAN') desc, case when l.source = 'HUMAN' then -l.id else l.id end limit 1
        ) as counting\
        """.formatted(USABLE);

    private static final String EXAMPLES =
            "select usable.*, s.name as shard from (%s) as usable join shard s on s.id = usable.shard_id order by usable.id"
                    .formatted(USABLE);

    /** Some hundred kilobytes at a time. */
    private static final int FETCH_ROWS = 1000;

    private static final String COLUMNS =
            "id, name, created_at, max_stored_serial, max_label_id, max_curation_id, attempts, successes, sha256";

    private final DataSource dataSource;
    private final InstantSource clock;

    PostgresTrainingSets(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    private record Bounds(long maxSerial, long maxLabelId, long maxCurationId) {
        static Bounds of(ResultSet row) throws SQLException {
            return new Bounds(row.getLong("serial"), row.getLong("label"), row.getLong("curation"));
        }
    }

    private record Summary(long attempts, long successes, String sha256) {}

    @Override
    public TrainingSet create(String name) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            lockLabels(connection);
            Bounds bounds = Sql.list(connection, """
                select coalesce((select max(stored_serial) from attempt), 0) as serial,
                    coalesce((select max(id) from label), 0) as label,
                    coalesce((select max(id) from curation), 0) as curation\
                """, Bounds::of).get(0);
            Summary summary = summary(connection, bounds);
            TrainingSet set = Sql.list(
                            connection,
                            "insert into training_set (name, created_at, max_stored_serial, max_label_id,"
                                    + " max_curation_id, attempts, successes, sha256) values (?, ?, ?, ?, ?, ?, ?, ?)"
                                    + " returning "
                                    + COLUMNS,
                            PostgresTrainingSets::trainingSet,
                            name,
                            clock.instant(),
                            bounds.maxSerial(),
                            bounds.maxLabelId(),
                            bounds.maxCurationId(),
                            summary.attempts(),
                            summary.successes(),
                            summary.sha256())
                    .get(0);
            connection.commit();
            return set;
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot freeze training set " + name, e);
        }
    }

    /**
     * Puts the members of what a model was trained on into a snapshot whose row is there.
     *
     * @throws FarmException (CONFIG) if nothing is known of it; (DATA) if the rows no longer give the set's hash
     */
    static void insertMembers(Connection connection, String snapshot, ModelVersion trained) throws SQLException {
        record Known(Bounds bounds, String sha256) {}
        Known known = Sql.list(
                        connection,
                        "select max_stored_serial as serial, max_label_id as label, max_curation_id as curation,"
                                + " t.sha256 from model m join training_set t on t.id = m.training_set_id where m.version"
                                + " = ?",
                        row -> new Known(Bounds.of(row), row.getString("sha256")),
                        trained.name())
                .stream()
                .findFirst()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "What model " + trained
                                + " was trained on is not known here; expected one of the models of 'armfarm"
                                + " query --sql \"select version from models where training_set_id is not"
                                + " null\"'"));
        Bounds bounds = known.bounds();
        String found = summary(connection, bounds).sha256();
        if (!found.equals(known.sha256())) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The training set of model " + trained + " no longer comes out as it was: found sha256 " + found
                            + ", expected " + known.sha256() + "; 'armfarm fsck' tells what is wrong with the rows");
        }
        Sql.update(
                connection,
                INSERT_MEMBERS,
                snapshot,
                bounds.maxLabelId(),
                0L,
                bounds.maxSerial(),
                bounds.maxCurationId(),
                bounds.maxLabelId());
        Object[] validation = Sql.list(
                        connection,
                        "select attempt_id from snapshot_member where snapshot = ?",
                        row -> row.getObject("attempt_id", UUID.class),
                        snapshot)
                .stream()
                .filter(id -> TrainingSplit.of(new AttemptId(id)) == Split.VALIDATION)
                .toArray();
        Sql.update(
                connection,
                "update snapshot_member set split = 'VALIDATION' where snapshot = ? and attempt_id = any(?)",
                snapshot,
                connection.createArrayOf("uuid", validation));
    }

    private static Summary summary(Connection connection, Bounds bounds) throws SQLException {
        return Sql.list(
                        connection,
                        SUMMARY,
                        row -> new Summary(row.getLong("attempts"), row.getLong("successes"), row.getString("sha256")),
                        bounds.maxLabelId(),
                        0L,
                        bounds.maxSerial(),
                        bounds.maxCurationId())
                .get(0);
    }

    @Override
    public Optional<TrainingSet> find(TrainingSetId id) {
        return Sql.list(
                        dataSource,
                        "Cannot read training set " + id.value(),
                        "select " + COLUMNS + " from training_set where id = ?",
                        PostgresTrainingSets::trainingSet,
                        id.value())
                .stream()
                .findFirst();
    }

    @Override
    public void examples(TrainingSetId id, Consumer<TrainingExample> sink) {
        record Known(Bounds bounds, String sha256) {}
        String failure = "Cannot read training set " + id.value();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false); // or the driver keeps all rows in memory
            Known known = Sql.list(
                            connection,
                            "select max_stored_serial as serial, max_label_id as label, max_curation_id as curation,"
                                    + " sha256 from training_set where id = ?",
                            row -> new Known(Bounds.of(row), row.getString("sha256")),
                            id.value())
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> new FarmException(
                            ErrorCode.BUG, "There is no training set " + id.value() + " in this database"));
            String found = show(connection, known.bounds(), sink);
            connection.commit();
            if (!found.equals(known.sha256())) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Training set " + id.value() + " no longer comes out as it was: found sha256 " + found
                                + ", expected " + known.sha256()
                                + "; 'armfarm fsck' tells what is wrong with the rows");
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(failure, e);
        }
    }

    /** @return the hash over what was shown; the database sorts ids as their text is sorted */
    private static String show(Connection connection, Bounds bounds, Consumer<TrainingExample> sink)
            throws SQLException {
        MessageDigest digest = Hash.SHA_256.digest();
        try (PreparedStatement statement = connection.prepareStatement(EXAMPLES)) {
            statement.setFetchSize(FETCH_ROWS);
            Sql.bind(statement, new Object[] {bounds.maxLabelId(), 0L, bounds.maxSerial(), bounds.maxCurationId()});
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TrainingExample example = example(rows);
                    String line = example.attempt() + (example.success() ? " SUCCESS\n" : " FAILURE\n");
                    digest.update(line.getBytes(StandardCharsets.UTF_8));
                    sink.accept(example);
                }
            }
        }
        return Hash.hexOf(digest);
    }

    static void lockLabels(Connection connection) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(?)", row -> "", LABEL_LOCK);
    }

    private static TrainingSet trainingSet(ResultSet row) throws SQLException {
        return new TrainingSet(
                new TrainingSetId(row.getLong("id")),
                row.getString("name"),
                Sql.instant(row, "created_at"),
                row.getLong("max_stored_serial"),
                row.getLong("attempts"),
                row.getLong("successes"),
                row.getString("sha256"));
    }

    private static TrainingExample example(ResultSet row) throws SQLException {
        AttemptId attempt = new AttemptId(row.getObject("id", UUID.class));
        return new TrainingExample(
                row.getLong("stored_serial"),
                attempt,
                row.getString("label").equals("SUCCESS"),
                Pose.topDown(
                        row.getDouble("grasp_x_meters"),
                        row.getDouble("grasp_y_meters"),
                        row.getDouble("grasp_z_meters"),
                        row.getDouble("grasp_yaw_radians")),
                Columns.pose(row, "gripper_in_base").orElseThrow(),
                Columns.camera(row),
                Columns.image(row),
                Columns.model(row),
                row.getBoolean("exploration"),
                TrainingSplit.of(attempt),
                Sql.optionalDouble(row, "gripper_opening_meters"),
                Sql.optionalText(row, "cause_if_failed").map(FailureCause::valueOf));
    }
}
