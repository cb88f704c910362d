package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.SourceAttempts;
import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSources;
import armfarm.episodes.TrainingSplit;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import armfarm.messages.hash.Hash;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetIT {
    @TempDir
    private Path shards;

    private final Attempts attempts = new Attempts(21);
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

    @Test
    void holdsOnlyCollectionAttemptsOnTrainingObjectsThatEndedInSuccessOrFailure() {
        List<GraspAttempt> usable = append(3);
        attempts.outcome = Outcome.UNKNOWN;
        append(1);
        attempts.outcome = Outcome.ABORTED;
        append(1);
        attempts.outcome = Outcome.SUCCESS;
        attempts.purpose = Purpose.EVALUATION;
        append(2);
        attempts.objectSet = ObjectSet.HELD_OUT;
        append(2);
        attempts.purpose = Purpose.COLLECTION;
        append(2);

        TrainingSet set = store.trainingSets().create("round 1");

        assertThat(set.attempts()).isEqualTo(3);
        assertThat(set.successes()).isEqualTo(3);
        assertThat(StoreFixture.examples(store, set))
                .extracting(TrainingExample::attempt)
                .containsExactlyElementsOf(usable.stream().map(GraspAttempt::id).toList());
        assertThat(store.trainingSets().find(set.id())).contains(set);
    }

    @Test
    void countsAsTrainableOfEachSourceWhatASetOfItHolds() {
        attempts.source = Optional.of(AttemptSource.EMBEDDED);
        append(2);
        attempts.outcome = Outcome.ABORTED;
        append(1);
        attempts.outcome = Outcome.SUCCESS;
        attempts.purpose = Purpose.EVALUATION;
        append(1);
        attempts.purpose = Purpose.IMPORT;
        append(1); // under the name of an arm's simulator instead of a data set's
        attempts.source = Optional.of(new AttemptSource("imported:lab"));
        append(3);

        List<SourceAttempts> counted = store.trainingSets().bySource(TrainingSources.OWN);

        assertThat(counted)
                .containsExactlyInAnyOrder(
                        SourceAttempts.of(
                                AttemptSource.EMBEDDED,
                                2,
                                2,
                                Map.of("aborted", 1L, "made to evaluate", 1L, "imported, but not under a name", 1L)),
                        SourceAttempts.of(new AttemptSource("imported:lab"), 3, 3, Map.of()));
        assertThat(counted).allSatisfy(source -> {
            TrainingSources alone = TrainingSources.of(Map.of(source.source().name(), 1.0));
            assertThat(store.trainingSets().create("alone", alone).attempts()).isEqualTo(source.trainable());
        });
    }

    @Test
    void holdsAttemptsWithDepthOnlyWhereTheyAreNeededAndSaysHowManyHaveNone() {
        append(3);
        attempts.depth = Optional.of(DepthCodec.encode(new DepthImage(2, 1, new short[] {700, 800})));
        List<GraspAttempt> withDepth = append(2);
        attempts.source = Optional.of(new AttemptSource("imported:lab"));
        attempts.purpose = Purpose.IMPORT;
        attempts.depth = Optional.empty();
        append(1);
        TrainingSources chosen =
                TrainingSources.of(Map.of("own", 1.0, "imported", 1.0)).withDepthOnly();

        TrainingSet set = store.trainingSets().create("with depth", chosen);

        assertThat(StoreFixture.examples(store, set))
                .extracting(TrainingExample::attempt)
                .containsExactlyElementsOf(
                        withDepth.stream().map(GraspAttempt::id).toList());
        assertThat(StoreFixture.examples(store, set))
                .allSatisfy(example -> assertThat(
                                store.episodes().depth(example.depth().orElseThrow()))
                        .isEqualTo(withDepth.get(0).frames().get(0).depth().orElseThrow()));
        assertThat(store.trainingSets().find(set.id())).contains(set);
        assertThat(store.trainingSets().create("plain").attempts()).isEqualTo(5);
        assertThat(store.trainingSets().bySource(chosen))
                .anySatisfy(source -> {
                    assertThat(source.trainable()).isEqualTo(2);
                    assertThat(source.notTrainable()).isEqualTo(Map.of(SourceAttempts.NO_DEPTH, 3L));
                })
                .anySatisfy(source -> {
                    assertThat(source.source().name()).isEqualTo("imported:lab");
                    assertThat(source.notTrainable()).isEqualTo(Map.of(SourceAttempts.NO_DEPTH, 1L));
                });
        assertThat(store.trainingSets().bySource(TrainingSources.OWN))
                .allSatisfy(source -> assertThat(source.notTrainable()).isEmpty());
    }

    @Test
    void givesTheTrainerWhatItNeeds() {
        attempts.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        attempts.outcome = Outcome.FAILURE;
        GraspAttempt attempt = append(1).get(0);

        TrainingSet set = store.trainingSets().create("round 1");
        TrainingExample example = StoreFixture.examples(store, set).get(0);

        Pose grasp = attempt.firstStep().orElseThrow().commandedInBase();
        assertThat(example.graspInBase().distanceMeters(grasp)).isLessThan(1e-12);
        assertThat(example.graspInBase().yawRadians())
                .isCloseTo(grasp.yawRadians(), org.assertj.core.data.Offset.offset(1e-12));
        assertThat(example.gripperInBase())
                .isEqualTo(attempt.firstStep().orElseThrow().gripperInBase());
        assertThat(example.camera()).isEqualTo(attempt.started().camera());
        assertThat(example.success()).isFalse();
        assertThat(example.model()).isEqualTo(attempts.model);
        assertThat(example.exploration()).isFalse();
        assertThat(example.split()).isEqualTo(TrainingSplit.of(attempt.id()));
        assertThat(store.episodes().image(example.image()))
                .isEqualTo(attempt.frames().get(0).image());
    }

    @Test
    void staysAsItWasWhenAttemptsAndLabelsComeLater() {
        List<GraspAttempt> early = append(4);
        TrainingSet frozen = store.trainingSets().create("frozen");
        List<TrainingExample> before = StoreFixture.examples(store, frozen);

        List<GraspAttempt> late = append(2);
        store.curation()
                .addLabel(
                        early.get(0).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());

        assertThat(StoreFixture.examples(store, frozen)).isEqualTo(before);
        TrainingSet newer = store.trainingSets().create("newer");
        assertThat(newer.attempts()).isEqualTo(6);
        assertThat(newer.successes()).isEqualTo(5);
        assertThat(newer.sha256()).isNotEqualTo(frozen.sha256());
        assertThat(StoreFixture.examples(store, newer))
                .extracting(TrainingExample::attempt)
                .containsExactlyElementsOf(Stream.concat(early.stream(), late.stream())
                        .map(GraspAttempt::id)
                        .sorted()
                        .toList());
    }

    @Test
    void hashesSortedIdsAndLabels() {
        List<GraspAttempt> stored = append(5);
        String lines = stored.stream()
                .map(attempt -> attempt.id() + " SUCCESS\n")
                .sorted()
                .collect(Collectors.joining());

        TrainingSet set = store.trainingSets().create("round 1");

        String hash = Hash.SHA_256.hex(lines);
        assertThat(set.sha256()).isEqualTo(hash);
        assertThat(store.trainingSets().create("same content").sha256()).isEqualTo(set.sha256());
    }

    @Test
    void whatAModelWasTrainedOnCanBeNamedAsASnapshotAnyTimeLater() {
        List<GraspAttempt> stored = append(120);
        store.curation()
                .addLabel(
                        stored.get(3).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());
        TrainingSet set = store.trainingSets().create("round 1");
        ModelVersion model = ModelVersion.of(1, "0123456789");
        store.models()
                .save(new ModelRecord(
                        model,
                        1,
                        ModelState.CANDIDATE,
                        Instant.parse("2026-11-22T13:00:00Z"),
                        Optional.of(set.id()),
                        "{}",
                        "m.zip",
                        "00",
                        "trained"));
        append(5);
        store.curation()
                .addLabel(
                        stored.get(3).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.SUCCESS, 1),
                        Optional.empty(),
                        Optional.empty());
        store.curation()
                .addLabel(
                        stored.get(4).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());
        assertThat(store.curation().exclude(List.of(stored.get(5).id()), "eva", "shaky", false))
                .isNotNull();

        Snapshot snapshot = store.snapshots().create("of-m1", model);

        assertThat(snapshot.model()).contains(model);
        assertThat(snapshot.size()).isEqualTo(120);
        assertThat(snapshot.successes()).isEqualTo(119);
        Map<AttemptId, SnapshotMember> members = store.snapshots().members("of-m1", 0, 1000).stream()
                .collect(Collectors.toMap(SnapshotMember::attempt, member -> member));
        assertThat(StoreFixture.examples(store, set)).hasSize(120).allSatisfy(example -> {
            SnapshotMember member = members.get(example.attempt());
            assertThat(member.label().outcome() == Outcome.SUCCESS).isEqualTo(example.success());
            assertThat(member.split()).isEqualTo(example.split());
        });
        assertThat(snapshot.attempts().get(Split.VALIDATION)).isPositive();
        assertThatThrownBy(() -> store.snapshots().create("of-m2", new ModelVersion("m0002-none")))
                .hasMessageContaining("What model m0002-none was trained on is not known here");
        assertThat(store.snapshots().names()).containsExactly("of-m1");
    }

    @Test
    void isEmptyForANewFarm() {
        TrainingSet set = store.trainingSets().create("nothing");

        assertThat(set.attempts()).isZero();
        assertThat(StoreFixture.examples(store, set)).isEmpty();
    }

    @Test
    void refusesASetWhoseRowsNoLongerGiveItsHash() throws SQLException {
        append(3);
        TrainingSet set = store.trainingSets().create("round 1");
        TestPostgres.execute(
                database,
                "update attempt set outcome = 'FAILURE' where id = (select min(id::text)::uuid from attempt)");

        assertThatThrownBy(() -> StoreFixture.examples(store, set))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("no longer comes out as it was")
                .hasMessageContaining(set.sha256());
    }

    private List<GraspAttempt> append(int count) {
        List<GraspAttempt> some = attempts.next(count);
        store.stream().append(new EpisodeBatch(some, List.of(), List.of()));
        return some;
    }
}
