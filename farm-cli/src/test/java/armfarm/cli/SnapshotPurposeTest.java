package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.DataQueries;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.CauseTable;
import armfarm.episodes.query.DataInfo;
import armfarm.episodes.query.ObjectStorage;
import armfarm.episodes.query.TableSink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotPurposeTest {
    /** Counts by the purpose that a filter ends with. */
    private record FakeQueries(Map<String, Long> usable) implements DataQueries {
        @Override
        public long count(AttemptFilter filter, Duration timeout) {
            String purpose = filter.text().replaceAll("(?s).*purpose = '(\\w+)'$", "$1");
            return usable.getOrDefault(purpose, 0L);
        }

        @Override
        public long attempts(AttemptQuery query, Duration timeout, TableSink sink) {
            throw new AssertionError("not asked");
        }

        @Override
        public CauseTable causes(AttemptFilter filter, Duration timeout) {
            throw new AssertionError("not asked");
        }

        @Override
        public long sql(String sql, long limit, Duration timeout, TableSink sink) {
            throw new AssertionError("not asked");
        }

        @Override
        public DataInfo info() {
            throw new AssertionError("not asked");
        }

        @Override
        public Optional<ObjectStorage> objectStorage() {
            throw new AssertionError("not asked");
        }
    }

    private static final AttemptFilter DAY = AttemptFilter.parse("day >= '2026-11-01' or arm = 3");

    private final FakeQueries farm = new FakeQueries(Map.of("collection", 1_500L, "evaluation", 600L, "import", 20L));
    private final FakeQueries imports = new FakeQueries(Map.of("import", 20L));

    @Test
    void practiceAloneIsTakenAndWhatIsLeftOutIsSaid() {
        AttemptFilter restricted = SnapshotPurpose.restrict(DAY, Set.of(), farm);

        assertThat(restricted.text()).isEqualTo("(day >= '2026-11-01' or arm = 3) and purpose in ('collection')");
        assertThat(SnapshotPurpose.leftOut(DAY, restricted, farm))
                .isEqualTo("600 of purpose evaluation, 20 of purpose import");
    }

    @Test
    void aStoreWithoutPracticeGivesWhatWasImportedOfTrainingObjects() {
        assertThat(SnapshotPurpose.restrict(AttemptFilter.ALL, Set.of(), imports)
                        .text())
                .isEqualTo("purpose in ('import') and object_set = 'training'");
    }

    @Test
    void whoeverAsksGetsWhatTheyAskFor() {
        AttemptFilter evaluations = AttemptFilter.parse("purpose = 'evaluation'");

        assertThat(SnapshotPurpose.restrict(evaluations, Set.of(), farm)).isEqualTo(evaluations);
        assertThat(SnapshotPurpose.restrict(DAY, Set.of(SnapshotPurpose.ALL), farm))
                .isEqualTo(DAY);
        assertThat(SnapshotPurpose.leftOut(DAY, DAY, farm)).isEmpty();
        assertThat(SnapshotPurpose.restrict(
                                AttemptFilter.ALL, Set.of(SnapshotPurpose.IMPORT, SnapshotPurpose.COLLECTION), farm)
                        .text())
                .isEqualTo("purpose in ('collection', 'import')");
    }
}
