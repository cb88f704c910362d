package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Split;
import armfarm.episodes.SplitRule;
import armfarm.episodes.SplitRule.GroupBy;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.ArmId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotIT {
    private static final SplitRule BY_ATTEMPT = new SplitRule(GroupBy.ATTEMPT, 20, 10);

    @TempDir
    private Path shards;

    private final Attempts attempts = new Attempts(55);
    private Database database;
    private EpisodeStore store;

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

    private List<SnapshotMember> members(String name) {
        return store.snapshots().members(name, 0, 1000);
    }

    @Test
    void staysAsItWasWhenDataAndLabelsCome() {
        List<GraspAttempt> first = append(50);
        Snapshot made = store.snapshots().create("night-1", AttemptFilter.parse("outcome='success'"), BY_ATTEMPT);
        List<SnapshotMember> before = members("night-1");

        store.curation()
                .addLabel(
                        first.get(0).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());
        append(20);
        Snapshot later = store.snapshots().create("night-2", AttemptFilter.parse("outcome='success'"), BY_ATTEMPT);

        assertThat(store.snapshots().find("night-1")).contains(made);
        assertThat(members("night-1")).isEqualTo(before).hasSize(50);
        assertThat(made.size()).isEqualTo(50);
        assertThat(made.successes()).isEqualTo(50);
        assertThat(later.size()).isEqualTo(69);
        assertThat(later.sha256()).isNotEqualTo(made.sha256());
        assertThat(store.snapshots().names()).containsExactly("night-1", "night-2");
    }

    @Test
    void theSameChoiceHasTheSameHashAndTheSameSplits() {
        append(60);

        Snapshot one = store.snapshots().create("one", AttemptFilter.ALL, BY_ATTEMPT);
        Snapshot other = store.snapshots().create("other", AttemptFilter.ALL, BY_ATTEMPT);
        append(40);
        store.snapshots().create("grown", AttemptFilter.ALL, BY_ATTEMPT);

        assertThat(other.sha256()).isEqualTo(one.sha256()).hasSize(64);
        assertThat(members("grown").subList(0, 60)).isEqualTo(members("one"));
        assertThat(one.attempts().get(Split.VALIDATION)).isBetween(4L, 22L);
        assertThat(one.attempts().values().stream().mapToLong(n -> n).sum()).isEqualTo(60);
    }

    @Test
    void neverTearsAGroupApart() {
        for (int arm = 1; arm <= 12; arm++) {
            attempts.arm = new ArmId("arm_" + arm);
            append(5);
        }

        store.snapshots().create("by-arm", AttemptFilter.ALL, new SplitRule(GroupBy.ARM, 30, 30));

        Map<String, Set<Split>> splits = members("by-arm").stream()
                .collect(Collectors.groupingBy(
                        member -> store.episodes()
                                .attempt(member.attempt())
                                .orElseThrow()
                                .started()
                                .arm()
                                .name(),
                        Collectors.mapping(SnapshotMember::split, Collectors.toSet())));
        assertThat(splits).hasSize(12);
        assertThat(splits.values()).allMatch(found -> found.size() == 1);
        assertThat(splits.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
                .hasSizeGreaterThan(1);
    }

    @Test
    void leavesOutWhatEndedInNeitherAndWhatWasExcluded() throws SQLException {
        List<GraspAttempt> usable = append(3);
        attempts.outcome = Outcome.UNKNOWN;
        append(1);
        attempts.outcome = Outcome.ABORTED;
        append(1);
        TestPostgres.execute(
                database,
                "update attempt set excluded = true where id = '"
                        + usable.get(0).id() + "'");

        store.snapshots().create("usable", AttemptFilter.ALL, BY_ATTEMPT);

        assertThat(members("usable"))
                .extracting(SnapshotMember::attempt)
                .containsExactly(usable.get(1).id(), usable.get(2).id());
        assertThat(members("usable")).extracting(SnapshotMember::ordinal).containsExactly(1L, 2L);
        assertThat(members("usable").get(0).label().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(store.snapshots().members("usable", 1, 10)).hasSize(1);
    }

    @Test
    void refusesANameTwiceABadNameAndAnEmptyChoice() {
        append(2);
        store.snapshots().create("a", AttemptFilter.ALL, BY_ATTEMPT);

        assertThatThrownBy(() -> store.snapshots().create("a", AttemptFilter.ALL, BY_ATTEMPT))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("There is a snapshot a already");
        assertThatThrownBy(() -> store.snapshots().create("../a", AttemptFilter.ALL, BY_ATTEMPT))
                .hasMessageContaining("'../a' cannot be used");
        assertThatThrownBy(() -> store.snapshots().create("b", AttemptFilter.parse("arm=9"), BY_ATTEMPT))
                .hasMessageContaining("would be empty");
        assertThat(store.snapshots().names()).containsExactly("a");
        assertThat(store.snapshots().find("b")).isEmpty();
    }
}
