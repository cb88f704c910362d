package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.CauseTable;
import armfarm.episodes.query.DataInfo;
import armfarm.episodes.query.FilterColumn;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptSource;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PredictedCauses;
import armfarm.messages.Purpose;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataQueriesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path shards;

    private final Attempts attempts = new Attempts(33);
    private Database database;
    private EpisodeStore store;

    /** Keeps what it is given. */
    private static final class Table implements TableSink {
        private final List<TableColumn> columns = new ArrayList<>();
        private final List<List<Object>> rows = new ArrayList<>();

        @Override
        public void begin(List<TableColumn> all) {
            columns.addAll(all);
        }

        @Override
        public void row(List<Object> values) {
            rows.add(new ArrayList<>(values));
        }
    }

    @BeforeEach
    void openStore() {
        database = TestPostgres.newDatabase();
        store = PostgresEpisodeStore.open(
                database,
                ShardStorage.local(shards),
                InstantSource.fixed(Instant.parse("2026-11-22T13:00:00Z")),
                WriteAccess.alone());
    }

    @AfterEach
    void closeStore() {
        store.close();
        database.close();
    }

    private List<GraspAttempt> append(int count) {
        List<GraspAttempt> made = attempts.next(count);
        store.stream().append(new EpisodeBatch(made, List.of(), List.of()));
        return made;
    }

    private Table ask(String filter, String... columns) {
        Table table = new Table();
        store.queries()
                .attempts(
                        new AttemptQuery(AttemptFilter.parse(filter), List.of(columns), AttemptQuery.Order.OLDEST, 100),
                        LONG,
                        table);
        return table;
    }

    @Test
    void findsFailuresByTheirCauseThroughAnIndex() throws SQLException {
        append(1);
        attempts.outcome = Outcome.FAILURE;
        GraspAttempt slipped = append(1).get(0);
        attempts.aboveMeters = 0.01;
        GraspAttempt blocked = append(1).get(0);

        assertThat(ask("failure_cause='slipped'", "attempt_id").rows)
                .containsExactly(List.of(slipped.id().toString()));
        assertThat(ask("failure_cause in ('blocked','empty')", "attempt_id", "failure_cause").rows)
                .containsExactly(List.of(blocked.id().toString(), "blocked"));
        assertThat(ask("failure_cause is null").rows).hasSize(1);

        store.curation()
                .addLabel(
                        slipped.id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.SUCCESS, 1),
                        Optional.of("ada"),
                        Optional.empty());
        assertThat(ask("failure_cause='slipped'").rows).isEmpty();
        try (Connection connection = database.dataSource().getConnection()) {
            Sql.update(connection, "set enable_seqscan = off");
            assertThat(Sql.list(
                            connection,
                            "explain select attempt_id from grasps where failure_cause = 'slipped'",
                            row -> row.getString(1)))
                    .anySatisfy(line -> assertThat(line).contains("attempt_by_failure_cause"));
        }
    }

    @Test
    void findsAttemptsByTheCauseThatWasPredictedForThem() {
        append(1);
        attempts.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        append(1);
        attempts.predictedCauses = Optional.of(new PredictedCauses(0.05, 0.125, 0.075));
        GraspAttempt slipping = append(1).get(0);
        attempts.predictedCauses = Optional.of(new PredictedCauses(0.125, 0, 0.125));
        GraspAttempt tie = append(1).get(0);
        attempts.predictedCauses = Optional.of(new PredictedCauses(0, 0.1, 0.15));
        GraspAttempt stopping = append(1).get(0);

        assertThat(ask("predicted_cause is not null", "attempt_id", "predicted_cause").rows)
                .containsExactly(
                        List.of(slipping.id().toString(), "slipped"),
                        List.of(tie.id().toString(), "empty"),
                        List.of(stopping.id().toString(), "blocked"));
        assertThat(ask(
                                "predicted_cause='slipped'",
                                "predicted",
                                "predicted_empty",
                                "predicted_slipped",
                                "predicted_blocked")
                        .rows)
                .containsExactly(List.of(0.75, 0.05, 0.125, 0.075));
        assertThat(ask("predicted_blocked>=0.125", "attempt_id").rows).hasSize(2);
        assertThat(ask("predicted_cause is null").rows).hasSize(2);
    }

    @Test
    void countsHowGraspsEndedAgainstHowTheyWereThoughtTo() {
        attempts.outcome = Outcome.FAILURE;
        append(1); // without a prediction
        attempts.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        attempts.predictedCauses = Optional.of(new PredictedCauses(0.0625, 0.125, 0.0625));
        append(2); // slipped, as was likeliest
        attempts.aboveMeters = 0.01;
        append(1); // blocked
        attempts.arm = new ArmId("arm_3");
        attempts.predictedCauses = Optional.of(new PredictedCauses(0.25, 0, 0));
        attempts.outcome = Outcome.SUCCESS;
        append(1);
        attempts.outcome = Outcome.ABORTED;
        append(1);

        CauseTable all = store.queries().causes(AttemptFilter.parse(""), LONG);
        CauseTable arm = store.queries().causes(AttemptFilter.parse("arm=1 or arm=2"), LONG);

        assertThat(all)
                .isEqualTo(new CauseTable(
                        new CauseTable.Expected(3, 0.4375, 0.375, 0.1875),
                        new CauseTable.Ends(1, 0, 2, 1, 0),
                        List.of(
                                new CauseTable.Row(FailureCause.EMPTY, new CauseTable.Ends(1, 0, 0, 0, 0)),
                                new CauseTable.Row(FailureCause.SLIPPED, new CauseTable.Ends(0, 0, 2, 1, 0)),
                                new CauseTable.Row(FailureCause.BLOCKED, new CauseTable.Ends(0, 0, 0, 0, 0)))));
        assertThat(arm.attempts()).isEqualTo(3);
        assertThat(arm.happened()).isEqualTo(new CauseTable.Ends(0, 0, 2, 1, 0));
        assertThat(store.queries().causes(AttemptFilter.parse("arm=77"), LONG).attempts())
                .isZero();
    }

    @Test
    void findsAttemptsByMeaning() {
        append(2);
        attempts.arm = new ArmId("arm_3");
        attempts.outcome = Outcome.FAILURE;
        List<GraspAttempt> wanted = append(3);

        Table table =
                ask("arm in (3,4) and outcome='failure' and day='2026-11-22'", "attempt_id", "arm", "day", "predicted");

        assertThat(table.columns)
                .extracting(TableColumn::type)
                .containsExactly(
                        TableColumn.Type.TEXT, TableColumn.Type.TEXT, TableColumn.Type.DAY, TableColumn.Type.NUMBER);
        assertThat(table.rows)
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(
                        wanted.stream().map(attempt -> attempt.id().toString()).toList());
        assertThat(table.rows.get(0).get(2)).isEqualTo(LocalDate.parse("2026-11-22"));
        assertThat(store.queries().count(AttemptFilter.parse("arm=1"), LONG)).isEqualTo(2);
    }

    @Test
    void findsAttemptsByWhereTheyComeFrom() {
        append(1);
        attempts.source = Optional.of(AttemptSource.GAZEBO);
        append(2);
        attempts.purpose = Purpose.IMPORT;
        attempts.source = Optional.of(new AttemptSource("imported:lab_2016"));
        append(3);

        assertThat(ask("source='own'").rows).hasSize(1);
        assertThat(ask("source='gazebo'").rows).hasSize(2);
        assertThat(ask("source like 'imported:%'", "source").rows)
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get(0)).isEqualTo("imported:lab_2016"));
    }

    @Test
    void leavesOutWhatIsNotThereUnlessNotStandsBeforeTheCondition() {
        append(2); // random choices predict nothing

        for (String leftOut : List.of("predicted>0.9", "predicted<=0.9", "predicted!=0.9", "predicted not in (0.9)")) {
            assertThat(ask(leftOut).rows).as(leftOut).isEmpty();
            assertThat(ask("not " + leftOut).rows).as("not " + leftOut).hasSize(2);
        }
        assertThat(ask("predicted is null").rows).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(FilterColumn.class)
    void knowsEveryColumnOfTheFilter(FilterColumn column) {
        append(1);

        Table table = ask(column.label() + " is null or " + column.label() + " is not null", column.label());

        assertThat(table.rows).hasSize(1);
        assertThat(ask("not " + column.label() + " is null or " + column.label() + " is null").rows)
                .hasSize(1);
    }

    @Test
    void aPersonsLabelCountsFromThenOnAndTheSensorsStays() {
        GraspAttempt attempt = append(1).get(0);

        store.curation()
                .addLabel(
                        attempt.id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 0.8),
                        Optional.empty(),
                        Optional.empty());

        assertThat(ask("outcome='failure' and label_source='human'", "sensor_outcome", "label_confidence").rows)
                .containsExactly(List.of("success", 0.8));
        assertThat(store.queries().info().curated().relabelled()).isEqualTo(1);
    }

    @Test
    void namesTheColumnsThereAreWhenOneIsNotKnown() {
        assertThatThrownBy(() -> ask("", "colour"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("There is no column 'colour'; expected some of abort_reason, arm, attempt_id");
    }

    @Test
    void answersSqlOnTheViewsRowByRow() {
        append(3);
        Table table = new Table();

        long rows = store.queries()
                .sql("select arm, count(*) as n, max(started_at) as latest from grasps group by arm;", 0, LONG, table);

        assertThat(rows).isEqualTo(1);
        assertThat(table.rows.get(0)).startsWith("arm_1", 3L);
        assertThat(table.rows.get(0).get(2)).isInstanceOf(Instant.class);
        assertThat(store.queries().sql("select * from generate_series(1, 100000)", 7, LONG, new Table()))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from attempt",
                "delete from attempt",
                "update grasps set arm = 'x'",
                "create table mine (x int)",
                "select 1; delete from attempt",
                "commit; delete from attempt",
                "reset role",
                "selec 1",
                "select pg_terminate_backend(1/0)"
            })
    void sqlCanReadTheViewsAndNothingElse(String sql) throws SQLException {
        append(1);

        assertThatThrownBy(() -> store.queries().sql(sql, 0, LONG, new Table())).isInstanceOf(FarmException.class);
        assertThat(store.queries().count(AttemptFilter.ALL, LONG)).isEqualTo(1);
        append(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select '-infinity'::timestamptz",
                "select 'infinity'::date",
                "insert into grasps select * from grasps",
                "select (select n from generate_series(1, 2) as n)",
                "select 'a' ->> ?",
                "select array[array[1, 2]]",
                "copy grasps to stdout",
                "declare c cursor with hold for select 1",
                "listen farm",
                ""
            })
    void whatCannotBeAnsweredIsTheQuestionsFault(String sql) {
        append(1);

        assertThatThrownBy(() -> store.queries().sql(sql, 0, LONG, new Table()))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageNotContaining("Connection is closed");
        assertThat(store.queries().count(AttemptFilter.ALL, LONG)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval '1 day 2 hours'",
                "'{\"a\": [1, null]}'::jsonb",
                "'<a/>'::xml",
                "point(1, 2)",
                "'[2026-01-01, infinity)'::daterange",
                "'\\x00ff'::bytea",
                "gen_random_uuid()",
                "'12.50'::money",
                "'NaN'::numeric",
                "'Infinity'::float8",
                "1e300::numeric * 1e300::numeric",
                "time '12:00'",
                "timestamp 'infinity'",
                "b'101'::bit(3)",
                "row(1, 'a', null)",
                "array['a', null]",
                "array['infinity'::timestamptz]",
                "array[interval '1 day']",
                "array[]::int[]",
                "array['NaN'::numeric, 1]",
                "'0.0.0.0/0'::inet",
                "null",
                "'grasps'::regclass",
                "(date '4713-01-01 BC')",
                "timestamptz '294200-01-01'"
            })
    void valuesOfEveryTypeAreWrittenOrRefusedWithAReason(String value) {
        Table table = new Table();
        try {
            store.queries().sql("select " + value + " as v", 0, LONG, table);
            assertThat(table.rows).hasSize(1);
        } catch (FarmException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIG);
            assertThat(e).hasMessageContaining("v");
        }
    }

    @Test
    void aQuestionThatTakesTooLongIsStopped() {
        assertThatThrownBy(() -> store.queries().sql("select pg_sleep(60)", 0, Duration.ofMillis(50), new Table()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("--timeout");
    }

    @Test
    void everyViewAndColumnSaysWhatItIs() {
        List<String> silent = Sql.list(database.dataSource(), "", """
                    select c.relname || coalesce('.' || a.attname, '') from pg_class c
                    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                    where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
                        and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)\
                    """, row -> row.getString(1));
        assertThat(silent).isEmpty();
    }

    @Test
    void describesTheStoreInNumbers() {
        append(2);
        attempts.outcome = Outcome.ABORTED;
        append(1);

        DataInfo info = store.queries().info();

        assertThat(info.attempts()).isEqualTo(3);
        assertThat(info.outcomes()).containsEntry("success", 2L).containsEntry("aborted", 1L);
        assertThat(info.arms()).containsExactly(new DataInfo.ArmAttempts("arm_1", 3, 2, 0));
        assertThat(info.images().count()).isEqualTo(5);
        assertThat(info.images().bytes()).isEqualTo(5 * 700);
        assertThat(info.first()).isPresent().get().isEqualTo(Instant.parse("2026-11-22T12:00:00.373456Z"));
        assertThat(info.snapshots()).isEmpty();
        assertThat(Optional.of(info.schemaVersion())).isPresent();
    }
}
