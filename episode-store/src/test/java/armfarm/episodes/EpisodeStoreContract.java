package armfarm.episodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.Purpose;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import armfarm.messages.SuccessRate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EpisodeStore} promises, whatever it keeps its episodes in. */
public abstract class EpisodeStoreContract {
    protected static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");
    private static final String TOPIC = "arm.events";
    private static final OutcomeLabel FAILED = new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1);
    private static final SplitRule BY_ATTEMPT = new SplitRule(SplitRule.GroupBy.ATTEMPT, 20, 20);

    private final Attempts attempts = new Attempts(71);
    private EpisodeStore store;

    /** A new store for one writer. */
    protected abstract EpisodeStore open(InstantSource clock);

    /** Closes what the store stands on. */
    protected void closeBehind() {}

    @BeforeEach
    void openStore() {
        store = open(InstantSource.fixed(NOW));
    }

    @AfterEach
    void closeStore() {
        store.close();
        closeBehind();
    }

    @Test
    void givesBackWhatWasAppendedWithItsImages() {
        attempts.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        attempts.predictedCauses = Optional.of(new PredictedCauses(0.1, 1.0 / 7, 1.0 / 30));
        GraspAttempt attempt = append(1).get(0);

        assertThat(store.stream().isStored(attempt.id())).isTrue();
        assertThat(store.episodes().attempt(attempt.id())).contains(attempt);
        assertThat(store.episodes().frames(attempt.id()))
                .hasSize(2)
                .extracting(frame -> store.episodes().image(frame.image()))
                .containsExactly(
                        attempt.frames().get(0).image(), attempt.frames().get(1).image());
        AttemptId other = attempts.next().id();
        assertThat(store.stream().isStored(other)).isFalse();
        assertThat(store.episodes().attempt(other)).isEmpty();
        assertThat(store.episodes().frames(other)).isEmpty();
        assertThatThrownBy(() -> store.episodes().image(new ImageRef("nowhere", 0, 1, 0)))
                .isInstanceOfSatisfying(
                        ShardException.class, e -> assertThat(e.isMissing()).isTrue());
    }

    @Test
    void storesWhatComesTwiceOnceAndCountsIt() {
        EpisodeBatch batch = new EpisodeBatch(
                attempts.next(3), List.of(rejected(4, Optional.empty())), List.of(new StreamPosition(TOPIC, 0, 9)));

        store.stream().append(batch);
        store.stream().append(batch);

        FarmCounts counts = store.statistics().counts();
        assertThat(counts.stored()).isEqualTo(3);
        assertThat(counts.duplicates()).isEqualTo(3);
        assertThat(counts.frames()).isEqualTo(6);
        assertThat(counts.rejectedRecords()).isEqualTo(1);
        assertThat(store.stream().positions(TOPIC)).containsExactly(new StreamPosition(TOPIC, 0, 9));
        assertThat(store.stream().positions("another.topic")).isEmpty();
    }

    @Test
    void goesBackInTheStreamOnlyWhenToldTo() {
        store.stream().append(at(10, attempts.next(1)));

        assertThatThrownBy(() -> store.stream().append(at(9, attempts.next(1))))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining("partition 0 is already beyond 9");
        assertThat(store.statistics().counts().stored()).isEqualTo(1);

        store.stream()
                .append(EpisodeBatch.startingOver(List.of(), List.of(), List.of(new StreamPosition(TOPIC, 0, 3))));
        assertThat(store.stream().positions(TOPIC)).containsExactly(new StreamPosition(TOPIC, 0, 3));
    }

    @Test
    void refusesABatchThatDoesNotContinueWhatIsStored() {
        store.stream().append(at(10, List.of()));
        EpisodeBatch late = EpisodeBatch.continuing(
                attempts.next(1),
                List.of(),
                List.of(new StreamPosition(TOPIC, 0, 12)),
                List.of(new StreamPosition(TOPIC, 0, 8)));

        assertThatThrownBy(() -> store.stream().append(late)).isInstanceOf(StreamMovedException.class);

        assertThat(store.statistics().counts().stored()).isZero();
        assertThat(store.stream().positions(TOPIC)).containsExactly(new StreamPosition(TOPIC, 0, 10));
    }

    @Test
    void knowsTheNewestAttemptAndNumberOfEachArm() {
        List<GraspAttempt> first = append(3);
        Attempts foreign = new Attempts(72);
        foreign.next(40);
        store.stream().append(EpisodeBatch.imported(foreign.next(1), "ab".repeat(32)));
        String newest = first.stream()
                .map(attempt -> attempt.id().toString())
                .max(String::compareTo)
                .orElseThrow();

        assertThat(store.stream().lastAttemptNumber(attempts.arm))
                .as("an imported one is not this farm's")
                .isEqualTo(3);
        assertThat(store.stream().lastAttemptNumber(new ArmId("arm_9"))).isZero();
        assertThat(store.stream().newestAttempt(attempts.arm).orElseThrow().toString())
                .isGreaterThanOrEqualTo(newest);
        assertThat(store.stream().newestAttempt(new ArmId("arm_9"))).isEmpty();
        assertThat(store.statistics().counts().imported()).isEqualTo(1);
    }

    @Test
    void findsAttemptsByTheBeginningOfTheirId() {
        List<GraspAttempt> stored = append(2);
        String id = stored.get(0).id().toString();

        assertThat(store.episodes().startingWith(id.toUpperCase(Locale.ROOT), 5))
                .containsExactly(stored.get(0).id());
        assertThat(store.episodes().startingWith("", 1)).hasSize(1);
        assertThat(store.episodes().startingWith("%", 5)).isEmpty();
    }

    @Test
    void countsWhatWasMadeStoredRejectedAndAborted() {
        append(2);
        attempts.next(); // lost: the number shows
        attempts.outcome = Outcome.ABORTED;
        append(1);
        attempts.outcome = Outcome.FAILURE;
        attempts.purpose = Purpose.EVALUATION;
        append(1);
        AttemptId refused = new Attempts(73).next().id();
        store.stream()
                .append(new EpisodeBatch(
                        List.of(),
                        List.of(rejected(1, Optional.of(refused)), rejected(2, Optional.of(refused))),
                        List.of()));

        assertThat(store.statistics().counts()).isEqualTo(new FarmCounts(5, 4, 1, 2, 1, 0, 0, 7, 3, 1, 0));
        assertThat(store.statistics().labelAgreement()).hasValueCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void countsWhyPracticeFailedByTheLabelThatCounts() {
        append(1);
        attempts.outcome = Outcome.FAILURE;
        append(2); // a simulator was asked, so it was lifted
        attempts.aboveMeters = 0.02;
        List<GraspAttempt> blocked = append(1);
        attempts.lifted = false;
        attempts.aboveMeters = 0.001;
        attempts.openingMeters = 0.0003;
        GraspAttempt empty = append(1).get(0);
        attempts.openingMeters = null;
        append(1);
        attempts.purpose = Purpose.EVALUATION;
        append(1);

        assertThat(store.statistics().practiceFailures()).isEqualTo(new FailureCounts(1, 2, 1, 1));
        assertThat(store.statistics().outcomes(0, 9))
                .extracting(OutcomePoint::failureCause)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(FailureCause.SLIPPED),
                        Optional.of(FailureCause.SLIPPED),
                        Optional.of(FailureCause.BLOCKED),
                        Optional.of(FailureCause.EMPTY),
                        Optional.empty(),
                        Optional.empty());

        label(empty, Outcome.SUCCESS);
        assertThat(store.statistics().practiceFailures()).isEqualTo(new FailureCounts(0, 2, 1, 1));
        label(empty, Outcome.FAILURE);
        label(blocked.get(0), Outcome.UNKNOWN);
        assertThat(store.statistics().practiceFailures()).isEqualTo(new FailureCounts(1, 2, 0, 1));
    }

    private void label(GraspAttempt attempt, Outcome outcome) {
        store.curation()
                .addLabel(
                        attempt.id(),
                        new OutcomeLabel(LabelSource.HUMAN, outcome, 1),
                        Optional.of("ada"),
                        Optional.empty());
    }

    @Test
    void dividesSuccessByWhoChoseTheGraspAndListsOutcomesInOrder() {
        ModelVersion model = new ModelVersion("m0001-aaaaaaaa");
        append(1);
        attempts.model = Optional.of(model);
        append(2);
        attempts.outcome = Outcome.FAILURE;
        append(1);
        attempts.purpose = Purpose.EVALUATION;
        attempts.objectSet = ObjectSet.HELD_OUT;
        append(1);
        attempts.outcome = Outcome.SUCCESS;
        attempts.objectSet = ObjectSet.HELD_OUT_KINDS;
        append(1);

        SuccessByPolicy success = store.statistics().successByPolicy();
        List<OutcomePoint> points = store.statistics().outcomes(0, 3);
        List<OutcomePoint> rest = store.statistics().outcomes(points.get(2).serial(), 10);

        assertThat(success.random()).isEqualTo(new SuccessRate(1, 1));
        assertThat(success.practice())
                .containsExactly(new ModelSuccess(
                        model, new SuccessRate(2, 3), new PredictedSuccess(new SuccessRate(2, 3), 0.75)));
        assertThat(success.heldOut(model)).isEqualTo(new SuccessRate(0, 1));
        assertThat(store.statistics().recentSuccess(attempts.arm, 3)).isEqualTo(new SuccessRate(1, 3));
        assertThat(points).hasSize(3).extracting(OutcomePoint::storedAt).containsOnly(NOW);
        assertThat(points.get(0).model()).isEmpty();
        assertThat(rest)
                .extracting(OutcomePoint::outcome)
                .containsExactly(Outcome.FAILURE, Outcome.FAILURE, Outcome.SUCCESS);
    }

    @Test
    void keepsEveryLabelAndRefusesOneForWhatHasNoOutcome() {
        AttemptId attempt = append(1).get(0).id();
        attempts.outcome = Outcome.ABORTED;
        AttemptId aborted = append(1).get(0).id();
        AttemptId unknown = attempts.next().id();

        store.curation().addLabel(attempt, FAILED, Optional.of("Ada"), Optional.of("it fell"));

        assertThat(store.curation().labels(attempt))
                .extracting(label -> label.label().source())
                .containsExactly(LabelSource.GRIPPER, LabelSource.SIMULATOR, LabelSource.HUMAN);
        assertThat(store.curation().labels(attempt).get(2)).satisfies(label -> {
            assertThat(label.labelledBy()).contains("Ada");
            assertThat(label.note()).contains("it fell");
            assertThat(label.labelledAt()).isEqualTo(NOW);
        });
        assertThatThrownBy(() -> label(aborted)).hasMessageContaining("was aborted (camera lost)");
        assertThatThrownBy(() -> label(unknown)).hasMessageContaining("There is no attempt " + unknown);
        assertThat(store.episodes().attempt(attempt).orElseThrow().ended().labels())
                .as("a later opinion is no part of the attempt")
                .hasSize(2);
    }

    @Test
    void excludesAndIncludesOnceAndADryRunChangesNothing() {
        List<AttemptId> ids = ids(append(3));

        CurationResult dry = store.curation().exclude(ids, "Ada", "a glove", true);
        assertThat(dry.changed()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(store.curation().decisions(ids.get(0))).isEmpty();

        store.curation().exclude(ids.subList(0, 2), "Ada", "a glove", false);
        CurationResult again = store.curation().exclude(ids, "Ada", "a glove", false);
        CurationResult back = store.curation().include(ids.subList(0, 1), "Grace", "no glove", false);

        assertThat(again.changed()).containsExactly(ids.get(2));
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(back).isEqualTo(new CurationResult(ids.subList(0, 1), 0, 0));
        assertThat(store.curation().decisions(ids.get(0)))
                .extracting(CurationRecord::action)
                .containsExactly(Action.EXCLUDE, Action.INCLUDE);
        assertThat(store.curation().matching(AttemptFilter.ALL)).hasSize(3);
    }

    @Test
    void trainsOnPracticeWithTrainingObjectsThatEndedInSuccessOrFailure() {
        List<AttemptId> usable = ids(append(3));
        for (Outcome outcome : List.of(Outcome.UNKNOWN, Outcome.ABORTED)) {
            attempts.outcome = outcome;
            append(1);
        }
        attempts.outcome = Outcome.SUCCESS;
        attempts.objectSet = ObjectSet.HELD_OUT;
        append(1);
        attempts.objectSet = ObjectSet.HELD_OUT_KINDS;
        append(1);
        attempts.objectSet = ObjectSet.TRAINING;
        attempts.purpose = Purpose.EVALUATION;
        append(1);
        store.curation().exclude(usable.subList(0, 1), "Ada", "a glove", false);

        TrainingSet set = store.trainingSets().create("round-1");

        assertThat(set.attempts()).isEqualTo(2);
        assertThat(store.trainingSets().find(set.id())).contains(set);
        assertThat(examples(set))
                .extracting(TrainingExample::attempt)
                .containsExactlyElementsOf(
                        usable.subList(1, 3).stream().sorted().toList());
    }

    @Test
    void trainsOnTheSourcesThatAreNamed() {
        List<AttemptId> own = ids(append(1));
        attempts.source = Optional.of(AttemptSource.GAZEBO);
        List<AttemptId> gazebo = ids(append(1));
        attempts.purpose = Purpose.IMPORT;
        attempts.source = Optional.of(new AttemptSource("imported:lab"));
        List<AttemptId> lab = ids(append(1));
        attempts.source = Optional.of(new AttemptSource("bag:run"));
        List<AttemptId> bag = ids(append(1));
        attempts.objectSet = ObjectSet.HELD_OUT;
        append(1);

        assertThat(trained(Map.of("own", 1.0))).containsExactlyInAnyOrder(own.get(0), gazebo.get(0));
        assertThat(trained(Map.of("own", 1.0, "gazebo", 0.0))).containsExactlyElementsOf(own);
        assertThat(trained(Map.of("gazebo", 2.0, "bag", 1.0))).containsExactlyInAnyOrder(gazebo.get(0), bag.get(0));
        assertThat(trained(Map.of("imported", 1.0))).containsExactlyElementsOf(lab);
        assertThat(trained(Map.of("imported:lab", 1.0, "imported", 0.0))).containsExactlyElementsOf(lab);
        assertThat(trained(Map.of("imported:other", 1.0))).isEmpty();
    }

    private List<AttemptId> trained(Map<String, Double> weights) {
        return examples(store.trainingSets().create("of " + weights, TrainingSources.of(weights))).stream()
                .map(TrainingExample::attempt)
                .toList();
    }

    @Test
    void trainsOnNoImportWhoseCameraOrGraspItCannotUse() {
        attempts.purpose = Purpose.IMPORT;
        TrainingSources imported = TrainingSources.of(Map.of("imported", 1.0));
        AttemptId whole = ids(append(1)).get(0);
        attempts.camera = new CameraInfo(64, 48, 0, 0, 0, 0, Pose.topDown(0.5, 0, 1, 0.25));
        append(1);
        attempts.camera = new CameraInfo(64, 48, 80, 81, 32.5, 24.5, Pose.IDENTITY);
        append(1);
        attempts.camera = Attempts.CAMERA;
        attempts.grasp = Optional.of(new Pose(0.2, 0.2, 0.05, Math.sqrt(0.5), 0, 0, Math.sqrt(0.5)));
        append(1);
        attempts.grasp = Optional.of(Pose.topDown(0.5, 0.22, 0.3, 0));
        AttemptId high = ids(append(1)).get(0);

        assertThat(examples(store.trainingSets().create("anywhere", imported)))
                .extracting(TrainingExample::attempt)
                .containsExactly(whole, high);
        assertThat(examples(store.trainingSets()
                        .create("in the bin", imported.within(new TrainingSources.Box(0, 9, 0, 9, 0, 0.1)))))
                .extracting(TrainingExample::attempt)
                .containsExactly(whole);
    }

    @Test
    void aTrainingSetKnowsItsSourcesAndItsHashCoversThem() {
        append(2);
        TrainingSources half = TrainingSources.of(Map.of("own", 1.0, "imported", 0.5));

        TrainingSet own = store.trainingSets().create("own");
        TrainingSet mixed = store.trainingSets().create("mixed", half);
        TrainingSet other =
                store.trainingSets().create("other", TrainingSources.of(Map.of("own", 1.0, "imported", 0.25)));

        assertThat(own.sources()).isEqualTo(TrainingSources.OWN);
        assertThat(mixed.sources()).isEqualTo(half);
        assertThat(store.trainingSets().find(mixed.id())).contains(mixed);
        assertThat(List.of(own.attempts(), mixed.attempts(), other.attempts())).containsOnly(2L);
        assertThat(List.of(own.sha256(), mixed.sha256(), other.sha256())).doesNotHaveDuplicates();
        assertThat(examples(mixed)).isEqualTo(examples(own)).hasSize(2);
    }

    @Test
    void showsTheTrainerGraspImageAndSplit() {
        attempts.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        GraspAttempt attempt = append(1).get(0);

        TrainingExample example =
                examples(store.trainingSets().create("round-1")).get(0);

        Pose grasp = attempt.firstStep().orElseThrow().commandedInBase();
        assertThat(example.graspInBase().distanceMeters(grasp)).isLessThan(1e-12);
        assertThat(example.gripperInBase())
                .isEqualTo(attempt.firstStep().orElseThrow().gripperInBase());
        assertThat(example.camera()).isEqualTo(attempt.started().camera());
        assertThat(example.model()).isEqualTo(attempts.model);
        assertThat(example.success()).isTrue();
        assertThat(example.source()).isEqualTo(AttemptSource.OWN);
        assertThat(example.split()).isEqualTo(TrainingSplit.of(attempt.id()));
        assertThat(store.episodes().image(example.image()))
                .isEqualTo(attempt.frames().get(0).image());
    }

    @Test
    void aFrozenTrainingSetStaysAsItWas() {
        List<AttemptId> early = ids(append(3));
        TrainingSet frozen = store.trainingSets().create("frozen");
        List<TrainingExample> before = examples(frozen);

        append(1);
        label(early.get(0));
        store.curation().exclude(early.subList(1, 2), "Ada", "a glove", false);
        TrainingSet newer = store.trainingSets().create("newer");

        assertThat(examples(frozen)).isEqualTo(before);
        assertThat(store.trainingSets().find(frozen.id())).contains(frozen);
        assertThat(newer.attempts()).isEqualTo(3);
        assertThat(newer.successes()).isEqualTo(2);
        assertThat(newer.sha256()).isNotEqualTo(frozen.sha256());
        assertThat(store.trainingSets().create("the same").sha256()).isEqualTo(newer.sha256());
    }

    @Test
    void freezesSnapshotsUnderNamesThatAreGivenOnce() {
        List<AttemptId> ids = ids(append(12));
        store.curation().exclude(ids.subList(0, 2), "Ada", "a glove", false);

        Snapshot snapshot = store.snapshots().create("first", AttemptFilter.ALL, BY_ATTEMPT);
        append(1);
        label(ids.get(4));

        assertThat(snapshot.size()).isEqualTo(10);
        assertThat(snapshot.successes()).isEqualTo(10);
        assertThat(store.snapshots().find("first")).contains(snapshot);
        assertThat(store.snapshots().names()).containsExactly("first");
        List<SnapshotMember> members = store.snapshots().members("first", 0, 100);
        assertThat(members)
                .extracting(SnapshotMember::attempt)
                .containsExactlyElementsOf(ids.subList(2, 12).stream().sorted().toList());
        assertThat(members)
                .allSatisfy(member -> assertThat(member.label().outcome()).isEqualTo(Outcome.SUCCESS));
        assertThat(members.stream()
                        .filter(member -> member.split() == Split.TRAIN)
                        .count())
                .isEqualTo(snapshot.attempts().get(Split.TRAIN));
        assertThat(store.snapshots().members("first", 8, 100)).isEqualTo(members.subList(8, 10));
        assertThatThrownBy(() -> store.snapshots().create("first", AttemptFilter.ALL, BY_ATTEMPT))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG));
        assertThatThrownBy(() -> store.snapshots().create("../first", AttemptFilter.ALL, BY_ATTEMPT))
                .hasMessageContaining("'../first' cannot be used");
        store.curation().exclude(store.curation().matching(AttemptFilter.ALL), "Ada", "all of them", false);
        assertThatThrownBy(() -> store.snapshots().create("nothing", AttemptFilter.ALL, BY_ATTEMPT))
                .hasMessageContaining("would be empty");
        assertThat(store.snapshots().find("nothing")).isEmpty();
    }

    @Test
    void namesWhatAModelWasTrainedOnAlsoLater() {
        List<AttemptId> ids = ids(append(40));
        label(ids.get(3));
        TrainingSet set = store.trainingSets().create("round-1");
        ModelRecord model = model("m0001-aaaaaaaa", 1, Optional.of(set.id()));
        store.models().save(model);
        append(2);
        label(ids.get(4));

        Snapshot snapshot = store.snapshots().create("of-m1", model.version());

        assertThat(snapshot.model()).contains(model.version());
        assertThat(snapshot.size()).isEqualTo(40);
        assertThat(snapshot.successes()).isEqualTo(39);
        List<SnapshotMember> members = store.snapshots().members("of-m1", 0, 100);
        assertThat(examples(set))
                .hasSize(40)
                .allSatisfy(example -> assertThat(members)
                        .filteredOn(member -> member.attempt().equals(example.attempt()))
                        .singleElement()
                        .satisfies(member -> {
                            assertThat(member.split()).isEqualTo(example.split());
                            assertThat(member.label().outcome() == Outcome.SUCCESS)
                                    .isEqualTo(example.success());
                        }));
        assertThatThrownBy(() -> store.snapshots().create("of-m2", new ModelVersion("m0002-bbbbbbbb")))
                .hasMessageContaining("What model m0002-bbbbbbbb was trained on is not known here");
    }

    @Test
    void remembersModelsAndTheirStates() {
        ModelRecord second = model("m0002-bbbbbbbb", 2, Optional.empty());
        ModelRecord first = model("m0001-aaaaaaaa", 1, Optional.empty());
        store.models().save(second);
        store.models().save(first);

        store.models().setState(first.version(), ModelState.REFUSED, "NaN in layer 3");

        assertThat(store.models().all())
                .extracting(ModelRecord::version, ModelRecord::state, ModelRecord::reason)
                .containsExactly(
                        tuple(first.version(), ModelState.REFUSED, "NaN in layer 3"),
                        tuple(second.version(), ModelState.CANDIDATE, "trained"));
        assertThatThrownBy(() -> store.models().save(first)).hasMessageContaining("already registered");
        assertThatThrownBy(() -> store.models().setState(new ModelVersion("m9"), ModelState.FLEET, ""))
                .hasMessageContaining("not registered");
    }

    @Test
    void keepsRejectedRecordsAndWhatBecameOfThem() {
        GraspAttempt attempt = attempts.next();
        RejectedRecord named = rejected(1, Optional.of(attempt.id()));
        store.stream()
                .append(new EpisodeBatch(List.of(attempt), List.of(named, rejected(2, Optional.empty())), List.of()));
        RejectedRecords rejections = store.rejectedRecords();

        assertThat(rejections.count()).isEqualTo(2);
        List<StoredRejection> found = rejections.list(0, 10);
        assertThat(found).extracting(StoredRejection::attemptStored).containsExactly(true, false);
        assertThat(rejections.list(found.get(0).id(), 10)).containsExactly(found.get(1));
        assertThat(rejections.payload(found.get(0).id())).contains(named.payload());
        assertThat(rejections.around(List.of(attempts.next().id()))).containsExactly(found.get(1));
        assertThat(rejections.find(99_999)).isEmpty();

        rejections.markReplayed(Map.of(found.get(1).id(), "stays rejected"));
        assertThat(rejections.find(found.get(1).id()).orElseThrow().replay())
                .contains(new StoredRejection.Replay(NOW, "stays rejected"));
    }

    private List<GraspAttempt> append(int count) {
        List<GraspAttempt> some = attempts.next(count);
        store.stream().append(new EpisodeBatch(some, List.of(), List.of()));
        return some;
    }

    private static EpisodeBatch at(long offset, List<GraspAttempt> attempts) {
        return new EpisodeBatch(attempts, List.of(), List.of(new StreamPosition(TOPIC, 0, offset)));
    }

    private void label(AttemptId attempt) {
        store.curation().addLabel(attempt, FAILED, Optional.of("Ada"), Optional.empty());
    }

    private List<TrainingExample> examples(TrainingSet set) {
        List<TrainingExample> shown = new ArrayList<>();
        store.trainingSets().examples(set.id(), shown::add);
        return shown;
    }

    private static List<AttemptId> ids(List<GraspAttempt> attempts) {
        return attempts.stream().map(GraspAttempt::id).toList();
    }

    private static ModelRecord model(String version, int round, Optional<TrainingSetId> set) {
        return new ModelRecord(
                new ModelVersion(version),
                round,
                ModelState.CANDIDATE,
                NOW,
                set,
                "{}",
                version + ".model.zip",
                "ab".repeat(32),
                "trained");
    }

    private static RejectedRecord rejected(long offset, Optional<AttemptId> attempt) {
        return new RejectedRecord(
                TOPIC, 0, offset, attempt, "not a message", new EncodedImage(RejectedRecord.PAYLOAD_TYPE, new byte[] {
                    1, (byte) offset
                }));
    }
}
