package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.Snapshot;
import armfarm.episodes.SplitRule;
import armfarm.episodes.SplitRule.GroupBy;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.parquet.SnapshotTables;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTablesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private StoreFixture farm;
    private List<GraspAttempt> stored;

    @BeforeEach
    void storeSome() {
        farm = new StoreFixture(folder.resolve("shards"));
        stored = farm.append(7);
    }

    @AfterEach
    void closeStore() {
        farm.close();
    }

    private SnapshotTables tables(String name) {
        Snapshot snapshot = farm.store
                .snapshots()
                .find(name)
                .orElseGet(() -> farm.store
                        .snapshots()
                        .create(name, AttemptFilter.parse(""), new SplitRule(GroupBy.ATTEMPT, 20, 10)));
        return SnapshotTables.of(snapshot, folder.resolve("snapshots"), farm.store.queries(), done -> {});
    }

    @Test
    void listsEveryImageWithItsPlaceInTheShards() {
        Rows rows = new Rows();

        tables("all")
                .sql("select attempt_id, sequence, shard, byte_offset, byte_count, crc32c from frames", 0, LONG, rows);

        List<List<Object>> expected = new ArrayList<>();
        for (GraspAttempt attempt : stored) {
            for (StoredFrame frame : farm.store.episodes().frames(attempt.id())) {
                expected.add(List.of(
                        attempt.id().toString(),
                        (long) frame.sequence(),
                        frame.image().shard(),
                        frame.image().byteOffset(),
                        (long) frame.image().byteLength(),
                        frame.image().crc32c()));
            }
        }
        assertThat(rows.rows).containsExactlyElementsOf(expected);
    }

    @Test
    void keepsTheLabelsOfTheSnapshotWhateverPeopleSayLater() {
        SnapshotTables before = tables("before");
        farm.store
                .curation()
                .addLabel(
                        stored.get(0).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());
        farm.append(3);
        SnapshotTables after = tables("after");
        String question = "select outcome, label_source, count(*) from grasps group by all order by all";
        Rows then = new Rows();
        Rows now = new Rows();

        before.sql(question, 0, LONG, then);
        after.sql(question, 0, LONG, now);

        assertThat(then.rows).containsExactly(List.of("success", "gripper", 7L));
        assertThat(now.rows).containsExactly(List.of("failure", "human", 1L), List.of("success", "gripper", 9L));
    }

    @Test
    void givesTheTypesOfTheDatabasesOwnAnswers() {
        Rows rows = new Rows();

        long count = tables("all")
                .sql(
                        "select arm, attempt_number, grasp_x_meters, exploration, started_at, day, predicted"
                                + " from grasps where day = '2026-11-22' order by ordinal",
                        2,
                        LONG,
                        rows);

        assertThat(count).isEqualTo(2);
        assertThat(rows.columns)
                .extracting(TableColumn::type)
                .containsExactly(
                        TableColumn.Type.TEXT,
                        TableColumn.Type.INTEGER,
                        TableColumn.Type.NUMBER,
                        TableColumn.Type.FLAG,
                        TableColumn.Type.TIME,
                        TableColumn.Type.DAY,
                        TableColumn.Type.NUMBER);
        assertThat(rows.rows.get(0))
                .contains("arm_1", 1L, false, stored.get(0).started().startedAt(), LocalDate.parse("2026-11-22"));
        assertThat(rows.rows.get(0).get(4)).isInstanceOf(Instant.class);
    }

    @Test
    void sumsAreNumbersAsTheDatabasesOwn() {
        Rows rows = new Rows();
        String sums = "select sum(byte_count), null::boolean, array_agg(kind) from frames where sequence = 1";

        tables("all").sql(sums, 0, LONG, rows);

        assertThat(rows.columns)
                .extracting(TableColumn::type)
                .containsExactly(TableColumn.Type.NUMBER, TableColumn.Type.FLAG, TableColumn.Type.TEXTS);
        assertThat(rows.rows.get(0).get(0)).isEqualTo(7 * 700.0);
        assertThat(rows.rows.get(0).get(1)).isNull();
        assertThat(rows.rows.get(0).get(2)).isEqualTo(List.of("step", "step", "step", "step", "step", "step", "step"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm=arm_9/outcome=failure/ordinal=3", "[ab] * ?", "it's ünïcode"})
    void whatTheFolderIsCalledChangesNoAnswer(String name) {
        tables("other");
        Snapshot snapshot =
                farm.store.snapshots().create("named", AttemptFilter.ALL, new SplitRule(GroupBy.ATTEMPT, 20, 10));
        SnapshotTables tables = SnapshotTables.of(snapshot, folder.resolve(name), farm.store.queries(), done -> {});
        Rows rows = new Rows();

        tables.sql("select arm, outcome, count(*), max(ordinal) from grasps group by all", 0, LONG, rows);

        assertThat(rows.rows).containsExactly(List.of("arm_1", "success", 7L, 7L));
    }

    @Test
    void areWrittenOnceAndHaveTheSameBytesWhenWrittenAgain() throws IOException {
        Path first = tables("all").folder().resolve("frames.parquet");
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, new byte[0]);
        tables("all");
        assertThat(first).isEmptyFile();

        Files.delete(first);
        Files.delete(first.resolveSibling("grasps.parquet"));
        Files.delete(first.getParent());
        tables("all");

        assertThat(first).hasBinaryContent(bytes);
        assertThat(first.getParent().getParent()).isDirectoryNotContaining("glob:**/.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_text('/etc/hostname')",
                "select * from read_csv('/etc/passwd')",
                "select * from glob('/*')",
                "copy (select 1) to 'frames.parquet'",
                "copy grasps to '/tmp/grasps.csv'",
                "create table mine (x int)",
                "set enable_external_access = true",
                "attach 'other.db'",
                "install httpfs",
                "select 1; select 2",
                "drop view grasps",
                "selec 1",
                "select nothing from grasps"
            })
    void sqlCanReadTheTablesAndNothingElse(String sql) {
        SnapshotTables tables = tables("all");

        assertThatThrownBy(() -> tables.sql(sql, 0, LONG, new Rows()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("SQL");
        assertThat(tables.sql("select * from grasps", 0, LONG, new Rows())).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'-infinity'::timestamptz",
                "'infinity'::date",
                "interval '1 day'",
                "{'a': 1, 'b': [1, null]}",
                "map {'k': [1, 2]}",
                "'00ff'::blob",
                "'101'::bit",
                "uuid()",
                "'x'::enum('x', 'y')",
                "time '12:00'",
                "'2026-01-01'::timestamp_ns",
                "170141183460469231731687303715884105727",
                "[1.5::decimal(5, 2), null]",
                "[[1], [2, 3]]",
                "['2026-01-01'::timestamptz]",
                "[interval '1 day']",
                "union_value(n := 1)",
                "'nan'::double",
                "18446744073709551615::ubigint",
                "null",
                "[]"
            })
    void valuesOfEveryTypeAreWrittenOrRefusedWithAReason(String value) {
        Rows rows = new Rows();
        try {
            tables("all").sql("select " + value + " as v", 0, LONG, rows);
            assertThat(rows.rows).hasSize(1);
        } catch (FarmException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIG);
            assertThat(e).hasMessageContaining("v");
        }
    }

    @Test
    void aQuestionThatTakesTooLongIsStopped() {
        SnapshotTables tables = tables("all");

        assertThatThrownBy(() -> tables.sql(
                        "select count(*) from range(10000000000) a, range(1000) b where a.range % 7 = b.range % 5",
                        0, Duration.ofSeconds(1), new Rows()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("longer than 1 s");
    }

    private static final class Rows implements TableSink {
        private List<TableColumn> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        @Override
        public void begin(List<TableColumn> all) {
            columns = List.copyOf(all);
        }

        @Override
        public void row(List<Object> values) {
            rows.add(new ArrayList<>(values));
        }
    }
}
