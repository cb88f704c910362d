package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FsckReport;
import armfarm.episodes.OutcomePoint;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several stores of one farm, with one database and one shard folder. */
class SharedStoresIT {
    private static final String TOPIC = "arm.events";

    @TempDir
    private Path shards;

    private final AtomicReference<Runnable> beforeCommitOfFirst = new AtomicReference<>(() -> {});
    private Database database;
    private EpisodeStore first;
    private EpisodeStore second;
    private final Attempts attempts = new Attempts(21);
    private final Attempts others = new Attempts(22);

    @BeforeEach
    void open() {
        others.arm = new ArmId("arm_2");
        database = TestPostgres.newDatabase();
        first = PostgresEpisodeStore.open(
                database,
                StoreFixture.local(shards),
                StoreFixture.CLOCK,
                WriteAccess.shared("first")
                        .withBeforeCommit(() -> beforeCommitOfFirst.get().run()));
        second = open("second");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        database.close();
    }

    private EpisodeStore open(String name) {
        return PostgresEpisodeStore.open(
                database, StoreFixture.local(shards), StoreFixture.CLOCK, WriteAccess.shared(name));
    }

    @Test
    void writeBesideEachOtherToShardsOfTheirOwn() {
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> storeInTurns(first, attempts, 0));
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> storeInTurns(second, others, 1));
        CompletableFuture.allOf(one, two).join();

        assertThat(first.statistics().counts().stored()).isEqualTo(60);
        assertThat(first.statistics().counts().duplicates()).isZero();
        assertThat(ask("select count(*) from (select shard_id from frame f join attempt a on a.id = f.attempt_id"
                        + " group by shard_id having count(distinct a.arm) > 1) mixed"))
                .isEqualTo("0");
        assertThat(ask("select count(distinct writer) from shard")).isEqualTo("2");
        assertThat(ask("select count(*) >= 12 from shard where sealed_at is not null"))
                .isEqualTo("true");
        assertThat(ask("select count(*) from pg_locks where locktype = 'advisory' and objsubid = 2"
                        + " and database = (select oid from pg_database where datname = current_database())"))
                .as("full shards are let go of; one grows for each store, one may wait to be let go of")
                .isIn("2", "3", "4");
        assertSound();
    }

    private static void storeInTurns(EpisodeStore store, Attempts make, int partition) {
        for (int i = 0; i < 10; i++) {
            store.stream().append(batch(make.next(3), partition, i == 0 ? -1 : i, i + 1));
        }
    }

    @Test
    void aStoreThatLostItsPartitionIsRefusedAndGoesOnWithOthers() {
        first.stream().append(batch(attempts.next(1), 0, -1, 10));
        second.stream().append(batch(others.next(1), 0, 10, 20));

        EpisodeBatch late = batch(attempts.next(2), 0, 10, 15);
        EpisodeBatch lateFirst = batch(attempts.next(1), 0, -1, 15);
        assertThatThrownBy(() -> first.stream().append(late))
                .isInstanceOf(StreamMovedException.class)
                .hasMessageContaining("partition 0 is not 10 any more: another store went on with it");
        assertThatThrownBy(() -> first.stream().append(lateFirst))
                .hasMessageContaining("partition 0 is not unset any more");

        assertThat(first.statistics().counts().stored()).isEqualTo(2);
        assertThat(first.stream().positions(TOPIC)).containsExactly(new StreamPosition(TOPIC, 0, 20));
        first.stream().append(batch(attempts.next(1), 1, -1, 3));
        first.stream().append(batch(late.attempts(), 0, 20, 30));
        assertThat(first.statistics().counts().stored()).isEqualTo(5);
        assertSound();
    }

    /** As between a pause in the middle of a commit and the next owner's start. */
    @Test
    void whoeverIsSecondWaitsForTheCommitOfTheFirstAndIsRefused() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        beforeCommitOfFirst.set(() -> await(written, goOn));
        List<GraspAttempt> same = attempts.next(2);

        CompletableFuture<Void> one =
                CompletableFuture.runAsync(() -> first.stream().append(batch(same, 0, -1, 10)));
        written.await();
        CompletableFuture<Void> two =
                CompletableFuture.runAsync(() -> second.stream().append(batch(same, 0, -1, 10)));
        assertThat(two.isDone()).isFalse();
        goOn.countDown();

        one.join();
        assertThat(two)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(StreamMovedException.class);
        assertThat(first.statistics().counts().stored()).isEqualTo(2);
        assertThat(first.statistics().counts().duplicates()).isZero();
        assertSound();
    }

    @Test
    void aReaderThatPagesBySerialMissesNothing() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        beforeCommitOfFirst.set(() -> await(written, goOn));
        List<OutcomePoint> seen = new ArrayList<>();

        CompletableFuture<Void> one =
                CompletableFuture.runAsync(() -> first.stream().append(batch(attempts.next(2), 0, -1, 1)));
        written.await();
        CompletableFuture<Void> two =
                CompletableFuture.runAsync(() -> second.stream().append(batch(others.next(3), 1, -1, 1)));
        assertThatThrownBy(() -> two.get(2, TimeUnit.SECONDS))
                .as("greater serial numbers wait for the smaller ones")
                .isInstanceOf(TimeoutException.class);
        page(seen);
        goOn.countDown();
        CompletableFuture.allOf(one, two).join();
        page(seen);

        assertThat(seen).hasSize(5);
        assertThat(seen).extracting(OutcomePoint::serial).isSorted().doesNotHaveDuplicates();
    }

    private void page(List<OutcomePoint> seen) {
        long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1).serial();
        seen.addAll(first.statistics().outcomes(last, 100));
    }

    private static void await(CountDownLatch written, CountDownLatch goOn) {
        written.countDown();
        try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void goesOnInTheShardOfADeadStoreAndLeavesThoseOfTheLiving() throws IOException {
        first.stream().append(batch(attempts.next(1), 0, -1, 1));
        second.stream().append(batch(others.next(1), 1, -1, 1));
        Path ofFirst = shards.resolve("shard-000001.tar");
        Files.write(ofFirst, new byte[777], StandardOpenOption.APPEND);
        first.close();

        try (EpisodeStore third = open("third")) {
            third.stream().append(batch(attempts.next(1), 0, 1, 2));
            second.stream().append(batch(others.next(1), 1, 1, 2));

            assertThat(ask("select string_agg(split_part(writer, ' ', 1), ',' order by id) from shard"))
                    .isEqualTo("third,second");
            assertSound();
        }
    }

    @Test
    void storesWhoseConnectionsWereCutTakeTheSameBatchOnceMore() {
        first.stream().append(batch(attempts.next(1), 0, -1, 1));
        EpisodeBatch next = batch(attempts.next(20), 0, 1, 2);
        beforeCommitOfFirst.set(this::cutAllConnections);
        assertThatThrownBy(() -> first.stream().append(next))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE));
        beforeCommitOfFirst.set(() -> {});

        first.stream().append(next);
        EpisodeBatch beside = batch(others.next(20), 1, -1, 1);
        assertThatThrownBy(() -> second.stream().append(beside))
                .hasMessageContaining("the same batch may be given again");
        second.stream().append(beside);

        assertThat(first.statistics().counts().stored()).isEqualTo(41);
        assertThat(first.statistics().counts().duplicates()).isZero();
        assertSound();
    }

    @Test
    void aFarmForItselfAndSharedStoresExcludeEachOther() {
        first.stream().append(batch(attempts.next(5), 0, -1, 1));
        second.stream().append(batch(others.next(1), 1, -1, 1));

        assertThatThrownBy(() -> PostgresEpisodeStore.open(
                        database, ShardStorage.local(shards), StoreFixture.CLOCK, WriteAccess.alone()))
                .hasMessageContaining("stop it, or all its stores");
        assertThatThrownBy(() -> Fsck.repair(database, shards, StoreFixture.CLOCK, false))
                .hasMessageContaining("stop it, or all its stores, before repairing");
        assertThatThrownBy(() -> first.curation()
                        .purge(List.of(AttemptId.parse("019aac04-2f80-7c3b-9a51-0123456789ab")), "ada", "test"))
                .isInstanceOf(FarmException.class);
        first.close();
        second.close();

        try (EpisodeStore alone = PostgresEpisodeStore.open(
                database, StoreFixture.local(shards), StoreFixture.CLOCK, WriteAccess.alone())) {
            assertThatThrownBy(() -> open("third")).hasMessageContaining("needs it for itself");
            alone.stream()
                    .append(new EpisodeBatch(attempts.next(20), List.of(), List.of(new StreamPosition(TOPIC, 0, 2))));
            assertThat(ask("select count(*) from shard where sealed_at is null"))
                    .as("left behind by the stores, gone on with")
                    .isEqualTo("1");
            assertSound();
        }
        assertThat(Fsck.repair(database, StoreFixture.local(shards), StoreFixture.CLOCK, false, text -> {})
                        .repaired())
                .isEmpty();
    }

    @Test
    void refusesAFolderThatIsNotTheOneOfTheOthers(@TempDir Path elsewhere) {
        first.stream().append(batch(attempts.next(1), 0, -1, 1));

        assertThatThrownBy(() -> PostgresEpisodeStore.open(
                        database, StoreFixture.local(elsewhere), StoreFixture.CLOCK, WriteAccess.shared("stranger")))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("shard-000001.tar of this farm is not in folder " + elsewhere)
                .hasMessageContaining("images.folder");
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

    /** @param from the position that is believed to be stored; -1 for none */
    private static EpisodeBatch batch(List<GraspAttempt> some, int partition, long from, long to) {
        List<StreamPosition> continued = from < 0 ? List.of() : List.of(new StreamPosition(TOPIC, partition, from));
        return EpisodeBatch.continuing(some, List.of(), List.of(new StreamPosition(TOPIC, partition, to)), continued);
    }

    private String ask(String sql) {
        return Sql.one(database.dataSource(), "Cannot ask", "select (" + sql + ")::text", row -> row.getString(1));
    }

    private void assertSound() {
        FsckReport report = Fsck.check(database, shards, true);
        assertThat(report.problems()).isEmpty();
        assertThat(report.orphanBytes()).isZero();
        assertThat(report.frames()).isEqualTo(2 * report.attempts());
    }
}
