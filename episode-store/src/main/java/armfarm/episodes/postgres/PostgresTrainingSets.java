package armfarm.episodes.postgres;

import armfarm.episodes.SourceAttempts;
import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.TrainingSets;
import armfarm.episodes.TrainingSources;
import armfarm.episodes.TrainingSplit;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Freezes sets of attempts to train on, and reads them. */
final class PostgresTrainingSets implements TrainingSets {
    /** Keeps a label or decision from becoming visible below the highest one of a set that is being frozen. */
    private static final long LABEL_LOCK = 0x6c6162656cL;

    /** The cosine of 20 degrees, a choice: a network sees grasps from above, turned about the vertical alone. */
    private static final double FROM_ABOVE = 0.94;

    /** Where attempt {@code a} comes from, and the group of that. */
    private static final String ORIGIN = """
        cross join lateral (
            select coalesce(a.source, case a.purpose when 'IMPORT' then 'imported:unnamed' else 'own' end) as source) as named
        cross join lateral (
            select named.source, case when split_part(named.source, ':', 1) in ('imported', 'bag')
                then split_part(named.source, ':', 1) else 'own' end as kind) as origin\
        """;

    /** Why import {@code a} cannot be trained on; null if it can. Parameters: the box. */
    private static final String OBSTACLE = """
        case
            when a.camera_intrinsics_pixels[1] <= 0 or a.camera_intrinsics_pixels[2] <= 0 then 'camera intrinsics not known'
            when a.camera_in_base = array[0, 0, 0, 0, 0, 0, 1]::float8[] then 'camera pose not known'
            when (select 2 * (l.commanded_in_base[4] ^ 2 + l.commanded_in_base[5] ^ 2) - 1 from frame l
                where l.attempt_id = a.id and l.step_index is not null order by l.sequence desc limit 1) < %s
                then 'grasp not from above'
            when not (a.grasp_x_meters between ? and ? and a.grasp_y_meters between ? and ?
                and a.grasp_z_meters between ? and ?) then 'grasp outside the grasp space'
        end\
        """.formatted(FROM_ABOVE);

    /**
     * Parameters: highest label id, lowest serial (exclusive), highest serial, highest curation id, then those of {@link
     * #ofSources}, the box, whether depth is needed.
     */
    private static final String USABLE = """
        select a.stored_serial, a.id, coalesce(human.outcome, a.outcome) as label, a.grasp_x_meters,
            a.grasp_y_meters, a.grasp_z_meters, a.grasp_yaw_radians, a.model, a.exploration,
            a.camera_width_pixels, a.camera_height_pixels, a.camera_intrinsics_pixels, a.camera_in_base,
            f.gripper_in_base, f.shard_id, f.byte_offset, f.byte_length, f.crc32c,
            f.depth_byte_offset, f.depth_byte_length, f.depth_crc32c,
            a.gripper_opening_meters, a.cause_if_failed, origin.source
        from attempt a
        %s
        cross join lateral
            (select * from frame where attempt_id = a.id and step_index = 0 order by sequence limit 1) as f
        left join lateral
            (select l.outcome from label l where l.attempt_id = a.id and l.source = 'HUMAN' and l.id <= ?
                order by l.id desc limit 1) as human on true
        where a.stored_serial > ? and a.stored_serial <= ?
            and (a.purpose = 'COLLECTION' or a.purpose = 'IMPORT' and origin.kind <> 'own')
            and a.object_set = 'TRAINING' and a.abort_reason is null
            and coalesce(human.outcome, a.outcome) in ('SUCCESS', 'FAILURE')
            and not exists (select from (
                select distinct on (attempt_id, action = 'PURGE') attempt_id, action from curation where id <= ?
                order by attempt_id, action = 'PURGE', id desc) as latest
                where latest.attempt_id = a.id and latest.action <> 'INCLUDE')
            and (origin.source = any(?::text[])
                or origin.kind = any(?::text[]) and not origin.source = any(?::text[]))
            and (a.purpose = 'COLLECTION' or (%s) is null)
            and (f.depth_byte_offset is not null or not ?::boolean)\
        """.formatted(ORIGIN, OBSTACLE);

    /** Parameters: what is hashed first, then those of the usable ones. */
    private static final String SUMMARY = """
        select count(*) as attempts, count(*) filter (where label = 'SUCCESS') as successes,
            encode(sha256(convert_to(?::text || coalesce(string_agg(id || ' ' || label || E'\\n', '' order by id), ''),
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

    /** As of now. Parameters: whether depth is needed, the box. */
    private static final String BY_SOURCE = """
        select origin.source, why.reason, count(*) as attempts,
            count(*) filter (where coalesce(a.label_outcome, a.outcome) = 'SUCCESS') as successes
        from attempt a
        %s
        cross join lateral (select case
            when a.purpose = 'EVALUATION' then 'made to evaluate'
            when a.object_set <> 'TRAINING' then 'on held-out objects'
            when a.purged_at is not null then 'purged'
            when a.excluded then 'excluded'
            when a.abort_reason is not null then 'aborted'
            when coalesce(a.label_outcome, a.outcome) not in ('SUCCESS', 'FAILURE') then 'outcome not known'
            when not exists (select from frame f where f.attempt_id = a.id and f.step_index = 0) then 'no image with a command'
            when ?::boolean and (select f.depth_byte_offset from frame f
                where f.attempt_id = a.id and f.step_index = 0 order by f.sequence limit 1) is null then '%s'
            when a.purpose = 'IMPORT' and origin.kind = 'own' then 'imported, but not under a name'
            when a.purpose = 'IMPORT' then %s
        end as reason) as why
        group by 1, 2 order by 1, 2\
        """.formatted(ORIGIN, SourceAttempts.NO_DEPTH, OBSTACLE);

    /** Some hundred kilobytes at a time. */
    private static final int FETCH_ROWS = 1000;

    private static final String COLUMNS =
            "id, name, created_at, max_stored_serial, max_label_id, max_curation_id, attempts, successes, sha256, sources";

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

    /** A set as its row says it. */
    private record Known(Bounds bounds, TrainingSources sources, String sha256) {
        static Known of(ResultSet row) throws SQLException {
            return new Known(Bounds.of(row), PostgresTrainingSets.sources(row), row.getString("sha256"));
        }
    }

    private record Summary(long attempts, long successes, String sha256) {}

    @Override
    public TrainingSet create(String name, TrainingSources sources) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            lockLabels(connection);
            Bounds bounds = Sql.list(connection, """
                select coalesce((select max(stored_serial) from attempt), 0) as serial,
                    coalesce((select max(id) from label), 0) as label,
                    coalesce((select max(id) from curation), 0) as curation\
                """, Bounds::of).get(0);
            Summary summary = summary(connection, bounds, sources);
            TrainingSet set = Sql.list(
                            connection,
                            "insert into training_set (name, created_at, max_stored_serial, max_label_id,"
                                    + " max_curation_id, attempts, successes, sha256, sources)"
                                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
                            summary.sha256(),
                            sources.isPlain() ? null : sources.toString())
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
        Known known = Sql.list(
                        connection,
                        "select max_stored_serial as serial, max_label_id as label, max_curation_id as curation,"
                                + " t.sha256, t.sources from model m join training_set t on t.id = m.training_set_id where m.version"
                                + " = ?",
                        Known::of,
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
        String found = summary(connection, bounds, known.sources()).sha256();
        if (!found.equals(known.sha256())) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The training set of model " + trained + " no longer comes out as it was: found sha256 " + found
                            + ", expected " + known.sha256() + "; 'armfarm fsck' tells what is wrong with the rows");
        }
        Sql.update(
                connection,
                INSERT_MEMBERS,
                joined(List.of(snapshot), usable(bounds, known.sources()), List.of(bounds.maxLabelId())));
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

    private static Summary summary(Connection connection, Bounds bounds, TrainingSources sources) throws SQLException {
        return Sql.list(
                        connection,
                        SUMMARY,
                        row -> new Summary(row.getLong("attempts"), row.getLong("successes"), row.getString("sha256")),
                        joined(List.of(TrainingSet.hashedFirst(sources)), usable(bounds, sources), List.of()))
                .get(0);
    }

    @Override
    public List<SourceAttempts> bySource(TrainingSources sources) {
        SortedMap<String, SortedMap<String, Long>> reasons = new TreeMap<>();
        Map<String, SourceAttempts> trainable = new HashMap<>();
        Sql.list(
                dataSource,
                "Cannot count the attempts by source",
                BY_SOURCE,
                row -> {
                    String source = row.getString("source");
                    SortedMap<String, Long> others = reasons.computeIfAbsent(source, key -> new TreeMap<>());
                    String reason = row.getString("reason");
                    long attempts = row.getLong("attempts");
                    return reason == null
                            ? trainable.put(
                                    source,
                                    SourceAttempts.of(
                                            new AttemptSource(source), attempts, row.getLong("successes"), Map.of()))
                            : others.put(reason, attempts);
                },
                joined(List.of(sources.needsDepth()), ofBox(sources.box()), List.of()));
        return reasons.entrySet().stream()
                .map(entry -> {
                    AttemptSource source = new AttemptSource(entry.getKey());
                    SourceAttempts usable =
                            trainable.getOrDefault(entry.getKey(), SourceAttempts.of(source, 0, 0, Map.of()));
                    return SourceAttempts.of(source, usable.trainable(), usable.successes(), entry.getValue());
                })
                .toList();
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
        String failure = "Cannot read training set " + id.value();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false); // or the driver keeps all rows in memory
            Known known = Sql.list(
                            connection,
                            "select max_stored_serial as serial, max_label_id as label, max_curation_id as curation,"
                                    + " sha256, sources from training_set where id = ?",
                            Known::of,
                            id.value())
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> new FarmException(
                            ErrorCode.BUG, "There is no training set " + id.value() + " in this database"));
            String found = show(connection, known, sink);
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
    private static String show(Connection connection, Known known, Consumer<TrainingExample> sink) throws SQLException {
        MessageDigest digest = Hash.SHA_256.digest();
        digest.update(TrainingSet.hashedFirst(known.sources()).getBytes(StandardCharsets.UTF_8));
        try (PreparedStatement statement = connection.prepareStatement(EXAMPLES)) {
            statement.setFetchSize(FETCH_ROWS);
            Sql.bind(statement, usable(known.bounds(), known.sources()).toArray());
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

    /** Parameters of {@link #USABLE}. */
    private static List<Object> usable(Bounds bounds, TrainingSources sources) {
        return List.of(joined(
                List.of(bounds.maxLabelId(), 0L, bounds.maxSerial(), bounds.maxCurationId()),
                ofSources(sources),
                Stream.concat(ofBox(sources.box()).stream(), Stream.of((Object) sources.needsDepth()))
                        .toList()));
    }

    /** The choices that are taken, twice, and those left out. */
    private static List<Object> ofSources(TrainingSources sources) {
        return List.of(array(sources.taken()), array(sources.taken()), array(sources.left()));
    }

    /** As PostgreSQL writes an array of texts; no choice has a character that would have to be quoted. */
    private static String array(List<String> choices) {
        return "{" + String.join(",", choices) + "}";
    }

    private static List<Object> ofBox(Optional<TrainingSources.Box> bounds) {
        double far = Double.POSITIVE_INFINITY;
        TrainingSources.Box box = bounds.orElseGet(() -> new TrainingSources.Box(-far, far, -far, far, -far, far));
        return List.of(
                box.minXMeters(),
                box.maxXMeters(),
                box.minYMeters(),
                box.maxYMeters(),
                box.minZMeters(),
                box.maxZMeters());
    }

    private static Object[] joined(List<?> first, List<?> second, List<?> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toArray();
    }

    private static TrainingSources sources(ResultSet row) throws SQLException {
        return Sql.optionalText(row, "sources").map(TrainingSources::parse).orElse(TrainingSources.OWN);
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
                row.getString("sha256"),
                sources(row));
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
                Sql.optionalText(row, "cause_if_failed").map(FailureCause::valueOf),
                new AttemptSource(row.getString("source")),
                Columns.depth(row));
    }
}
