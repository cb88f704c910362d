package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.FsckReport;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.OutcomePoint;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.Purpose;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import armfarm.messages.SuccessRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpisodeStoreIT {
    private static final String TOPIC = "arm.events";
    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");
    private static final long ROLL_BYTES = 16_000;

    @TempDir
    private Path shards;

    private final Attempts attempts = new Attempts(11);
    private final AtomicReference<Runnable> beforeCommit = new AtomicReference<>(() -> {});
    private Database database;
    private EpisodeStore store;

    @BeforeEach
    void openStore() {
        database = TestPostgres.newDatabase();
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
        database.close();
    }

    @Test
    void givesBackAnAttemptAsItWasStored() {
        GraspAttempt attempt = attempts.next();
        attempts.outcome = Outcome.ABORTED;
        GraspAttempt aborted = attempts.next();

        append(attempt, aborted);

        assertThat(store.episodes().attempt(attempt.id())).contains(attempt);
        assertThat(store.episodes().attempt(aborted.id())).contains(aborted);
        assertThat(store.episodes().frames(attempt.id()))
                .extracting(frame -> store.episodes().image(frame.image()))
                .containsExactly(
                        attempt.frames().get(0).image(), attempt.frames().get(1).image());
        assertThat(store.episodes().attempt(AttemptId.parse("019aac04-2f80-7c3b-9a51-0123456789ab")))
                .isEmpty();
    }

    @Test
    void storesARedeliveredBatchOnceAndCountsTheDuplicates() throws IOException {
        List<GraspAttempt> first = attempts.next(20);
        EpisodeBatch batch =
                new EpisodeBatch(first, List.of(rejected(5, first.get(0).id())), positions(40));
        store.stream().append(batch);
        long bytes = shardBytes();

        store.stream().append(batch);

        assertThat(shardBytes()).isEqualTo(bytes);
        FarmCounts counts = store.statistics().counts();
        assertThat(counts.stored()).isEqualTo(20);
        assertThat(counts.attempts()).isEqualTo(20);
        assertThat(counts.duplicates()).isEqualTo(20);
        assertThat(counts.frames()).isEqualTo(40);
        assertThat(counts.rejectedRecords()).isEqualTo(1);
        assertThat(counts.rejected()).isZero();
        assertThat(store.stream().positions(TOPIC)).isEqualTo(positions(40));
        assertThat(fsck().ok()).isTrue();
    }

    @Test
    void storesAnAttemptThatIsTwiceInABatchOnce() {
        GraspAttempt attempt = attempts.next();

        append(attempt, attempt);

        assertThat(store.statistics().counts().stored()).isEqualTo(1);
        assertThat(store.statistics().counts().duplicates()).isEqualTo(1);
    }

    @Test
    void losesNothingWhenTheServerFailsBetweenSyncAndCommit() throws IOException {
        append(attempts.next());
        long bytes = shardBytes();
        EpisodeBatch batch = new EpisodeBatch(attempts.next(20), List.of(), positions(7));
        beforeCommit.set(this::cutAllConnections);

        assertThatThrownBy(() -> store.stream().append(batch)).isInstanceOf(FarmException.class);

        assertThat(shardBytes()).as("shards cut back").isEqualTo(bytes);
        assertThat(store.statistics().counts().stored()).isEqualTo(1);
        assertThat(store.stream().positions(TOPIC)).isEmpty();

        beforeCommit.set(() -> {});
        store.stream().append(batch);

        assertThat(store.statistics().counts().stored()).isEqualTo(21);
        assertThat(store.statistics().counts().duplicates()).isZero();
        assertThat(store.stream().positions(TOPIC)).isEqualTo(positions(7));
        assertThat(fsck()).satisfies(report -> {
            assertThat(report.ok()).isTrue();
            assertThat(report.orphanBytes()).isZero();
        });
    }

    @Test
    void cutsOffATornTailAtTheNextStartAndGoesOn() throws IOException {
        append(attempts.next());
        Path newest = newestShard();
        store.close();
        Files.write(newest, new byte[777], StandardOpenOption.APPEND);
        assertThat(fsck().orphanBytes()).isEqualTo(777);

        store = open();

        assertThat(fsck().orphanBytes()).isZero();
        GraspAttempt next = attempts.next();
        append(next);
        assertThat(store.episodes().attempt(next.id())).contains(next);
    }

    @Test
    void refusesToGoBackInTheStreamAndStoresNothing() {
        store.stream().append(new EpisodeBatch(List.of(), List.of(), positions(10)));

        EpisodeBatch older = new EpisodeBatch(attempts.next(2), List.of(), positions(9));
        assertThatThrownBy(() -> store.stream().append(older))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("partition 0 is already beyond 9");

        assertThat(store.statistics().counts().stored()).isZero();
        assertThat(store.stream().positions(TOPIC)).isEqualTo(positions(10));
    }

    @Test
    void letsOnlyOneStoreWrite() {
        assertThatThrownBy(this::open)
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Another farm is writing to this database");

        append(attempts.next());
        assertThat(store.statistics().counts().stored()).isEqualTo(1);
    }

    @Test
    void refusesASchemaThatIsNewerThanThisBuild() throws SQLException {
        TestPostgres.execute(database, """
            insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                installed_by, execution_time, success)
            values (99, '900', 'later', 'SQL', 'V900__later.sql', 1, 'armfarm', 1, true)\
            """);

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageMatching("(?s).*found schema 900, this build knows \\d+\\..*");
    }

    @Test
    void refusesTheShardFolderOfAnotherDatabaseAndLeavesItAlone() throws IOException {
        append(attempts.next());
        long bytes = shardBytes();

        try (Database other = TestPostgres.newDatabase()) {
            TestPostgres.execute(other, "update farm_info set farm_id = gen_random_uuid()");
            assertThatThrownBy(() -> PostgresEpisodeStore.open(
                            other, ShardStorage.local(shards), InstantSource.fixed(NOW), WriteAccess.alone()))
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining("belongs to another database");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }

        assertThat(shardBytes()).isEqualTo(bytes);
    }

    @Test
    void refusesToAppendWhenOpenForReading() {
        try (EpisodeStore reader = PostgresEpisodeStore.open(
                database, ShardStorage.local(shards), InstantSource.fixed(NOW), WriteAccess.none())) {
            assertThat(reader.statistics().counts().stored()).isZero();
            assertThatThrownBy(() -> reader.stream().append(new EpisodeBatch(List.of(), List.of(), List.of())))
                    .hasMessageContaining("reading only");
        }
    }

    @Test
    void countsWhatWasMadeStoredRejectedAndAborted() {
        append(attempts.next(3).toArray(GraspAttempt[]::new));
        attempts.next(); // lost: the number shows
        attempts.outcome = Outcome.ABORTED;
        append(attempts.next());
        Attempts other = new Attempts(12);
        other.arm = new ArmId("arm_2");
        other.purpose = Purpose.EVALUATION;
        append(other.next());
        AttemptId refused = other.next().id();
        store.stream()
                .append(new EpisodeBatch(List.of(), List.of(rejected(1, refused), rejected(2, refused)), List.of()));

        assertThat(store.statistics().counts()).isEqualTo(new FarmCounts(6, 5, 1, 2, 1, 0, 0, 9, 4, 1, 0));
        assertThat(store.stream().lastAttemptNumber(new ArmId("arm_1"))).isEqualTo(5);
        assertThat(store.stream().lastAttemptNumber(new ArmId("arm_3"))).isZero();
        assertThat(store.stream().isStored(refused)).isFalse();
    }

    @Test
    void keepsImportedAttemptsApartFromThoseOfItsOwnArms() throws IOException {
        append(attempts.next(2).toArray(GraspAttempt[]::new));
        Attempts foreign = new Attempts(13);
        foreign.next(56);
        GraspAttempt practice = foreign.next();
        foreign.purpose = Purpose.IMPORT;
        foreign.outcome = Outcome.UNKNOWN;
        EpisodeBatch batch = EpisodeBatch.imported(List.of(practice, foreign.next()), "ab".repeat(32));

        store.stream().append(batch);
        store.stream().append(batch);

        FarmCounts counts = store.statistics().counts();
        assertThat(counts.imported()).isEqualTo(2);
        assertThat(counts.attempts()).as("no attempt of arm_1 is missing").isEqualTo(4);
        assertThat(counts.stored()).isEqualTo(4);
        assertThat(counts.practice()).isEqualTo(3);
        assertThat(store.stream().lastAttemptNumber(new ArmId("arm_1"))).isEqualTo(2);
        assertThat(store.episodes().attempt(practice.id())).contains(practice);
        assertThat(store.trainingSets().create("with imported practice").attempts())
                .isEqualTo(3);
        assertThat(fsck().ok()).isTrue();
    }

    @Test
    void keepsWhereAnAttemptComesFrom() {
        attempts.source = Optional.of(AttemptSource.GAZEBO);
        GraspAttempt gazebo = attempts.next();
        attempts.source = Optional.of(new AttemptSource("imported:lab_2016"));
        attempts.purpose = Purpose.IMPORT;
        GraspAttempt imported = attempts.next();

        append(gazebo, imported);

        assertThat(store.episodes().attempt(gazebo.id())).contains(gazebo);
        assertThat(store.episodes().attempt(imported.id())).contains(imported);
    }

    @Test
    void findsAttemptsByTheBeginningOfTheirId() {
        GraspAttempt first = attempts.next();
        append(first, attempts.next());
        String id = first.id().toString();

        assertThat(store.episodes().startingWith(id.toUpperCase(Locale.ROOT), 5))
                .containsExactly(first.id());
        assertThat(store.episodes().startingWith(id.substring(0, 6), 5)).hasSize(2);
        assertThat(store.episodes().startingWith(id.substring(0, 6), 1)).hasSize(1);
        assertThat(store.episodes().startingWith("%", 5)).isEmpty();
    }

    /** Each attempt of these tests has the prediction 0.75. */
    private static ModelSuccess predicted(ModelVersion model, SuccessRate rate) {
        return new ModelSuccess(model, rate, new PredictedSuccess(rate, 0.75));
    }

    @Test
    void dividesSuccessByWhoChoseTheGrasp() {
        ModelVersion one = new ModelVersion("m0001-aaaaaaaa");
        ModelVersion two = new ModelVersion("m0002-bbbbbbbb");
        appendOutcomes(Optional.empty(), false, 1, 4);
        appendOutcomes(Optional.of(one), false, 3, 1);
        appendOutcomes(Optional.of(one), true, 2, 0);
        attempts.outcome = Outcome.UNKNOWN;
        append(attempts.next());
        attempts.purpose = Purpose.EVALUATION;
        appendOutcomes(Optional.of(two), false, 5, 0); // on training objects: nobody's held-out rate
        attempts.objectSet = ObjectSet.HELD_OUT;
        appendOutcomes(Optional.of(two), false, 4, 2);
        appendOutcomes(Optional.empty(), false, 0, 3);

        var success = store.statistics().successByPolicy();

        assertThat(success.random()).isEqualTo(new SuccessRate(3, 7));
        assertThat(success.practice()).containsExactly(predicted(one, new SuccessRate(3, 4)));
        assertThat(success.heldOut()).containsExactly(predicted(two, new SuccessRate(4, 6)));
        assertThat(success.predictedInPractice(one).difference()).isEqualTo(0);
        assertThat(success.predictedInPractice(two)).isEqualTo(PredictedSuccess.NONE);
        assertThat(success.heldOutRandom()).isEqualTo(new SuccessRate(0, 3));
        assertThat(store.statistics().recentSuccess(attempts.arm, 6)).isEqualTo(new SuccessRate(1, 6));
    }

    @Test
    void listsOutcomesInTheOrderOfStoringFromAnyPoint() {
        append(attempts.next(5).toArray(GraspAttempt[]::new));

        List<OutcomePoint> first = store.statistics().outcomes(0, 3);
        List<OutcomePoint> rest = store.statistics().outcomes(first.get(2).serial(), 10);

        assertThat(first).hasSize(3).extracting(OutcomePoint::storedAt).containsOnly(NOW);
        assertThat(rest).hasSize(2).extracting(OutcomePoint::outcome).containsOnly(Outcome.SUCCESS);
        assertThat(rest.get(0).serial()).isGreaterThan(first.get(2).serial());
    }

    @Test
    void remembersModelsAndTheirStates() {
        var set = store.trainingSets().create("round 1");
        ModelRecord model = new ModelRecord(
                new ModelVersion("m0001-aaaaaaaa"),
                1,
                ModelState.CANDIDATE,
                NOW,
                Optional.of(set.id()),
                "{\"auc\": 0.8}",
                "m0001-aaaaaaaa.model",
                "ab".repeat(32),
                "trained");
        store.models().save(model);
        assertThat(store.models().all()).containsExactly(model);

        store.models().setState(model.version(), ModelState.REFUSED, "NaN in layer 3");

        assertThat(store.models().all()).singleElement().satisfies(found -> {
            assertThat(found.state()).isEqualTo(ModelState.REFUSED);
            assertThat(found.reason()).isEqualTo("NaN in layer 3");
        });
        assertThatThrownBy(() -> store.models().save(model)).hasMessageContaining("already registered");
        assertThatThrownBy(() -> store.models().setState(new ModelVersion("m9"), ModelState.FLEET, ""))
                .hasMessageContaining("not registered");
    }

    @Test
    void fsckFindsAFlippedBitAndAMissingTail() throws IOException {
        append(attempts.next(20).toArray(GraspAttempt[]::new));
        assertThat(fsck()).satisfies(report -> {
            assertThat(report.ok()).isTrue();
            assertThat(report.attempts()).isEqualTo(20);
            assertThat(report.frames()).isEqualTo(40);
        });

        Path first = shards.resolve("shard-000001.tar");
        byte[] bytes = Files.readAllBytes(first);
        bytes[600] ^= 1;
        Files.write(first, bytes);
        Files.delete(newestShard());
        FsckReport report = fsck();

        assertThat(report.ok()).isFalse();
        assertThat(report.badHash()).as("the image and its sealed shard").isEqualTo(2);
        assertThat(report.missing()).isPositive();
        assertThat(report.problems()).anyMatch(problem -> problem.contains("shard-000001.tar"));
    }

    private void appendOutcomes(Optional<ModelVersion> model, boolean exploration, int successes, int failures) {
        attempts.model = model;
        attempts.exploration = exploration;
        attempts.outcome = Outcome.SUCCESS;
        append(attempts.next(successes).toArray(GraspAttempt[]::new));
        attempts.outcome = Outcome.FAILURE;
        append(attempts.next(failures).toArray(GraspAttempt[]::new));
    }

    private PostgresEpisodeStore open() {
        return PostgresEpisodeStore.open(
                database,
                new ShardStorage(shards, ROLL_BYTES, Optional.empty(), 0),
                InstantSource.fixed(NOW),
                WriteAccess.alone().withBeforeCommit(() -> beforeCommit.get().run()));
    }

    private void append(GraspAttempt... some) {
        store.stream().append(new EpisodeBatch(List.of(some), List.of(), List.of()));
    }

    private FsckReport fsck() {
        return Fsck.check(database, shards, true);
    }

    private void cutAllConnections() {
        try {
            TestPostgres.execute(
                    database,
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long shardBytes() throws IOException {
        try (var files = Files.list(shards)) {
            long bytes = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".tar")).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private Path newestShard() throws IOException {
        try (var files = Files.list(shards)) {
            return files.filter(path -> path.toString().endsWith(".tar"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static List<StreamPosition> positions(long nextOffset) {
        return List.of(new StreamPosition(TOPIC, 0, nextOffset), new StreamPosition(TOPIC, 1, nextOffset + 1));
    }

    private static RejectedRecord rejected(long offset, AttemptId attempt) {
        return new RejectedRecord(
                TOPIC,
                0,
                offset,
                Optional.of(attempt),
                "not a message\0",
                new EncodedImage(RejectedRecord.PAYLOAD_TYPE, new byte[] {1, 2, 3}));
    }
}
