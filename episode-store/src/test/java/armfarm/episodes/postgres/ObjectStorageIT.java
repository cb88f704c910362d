package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.FsckReport;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.s3.LocalS3;
import armfarm.episodes.s3.S3ObjectStore;
import armfarm.episodes.s3.S3Settings;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealed shards in a real S3 server. */
class ObjectStorageIT {
    private static final String UPLOADED = "select count(*) from shard where object_key is not null";

    @TempDir
    private Path temp;

    private Path shards;
    private LocalS3 server;
    private S3ObjectStore objects;
    private StoreFixture farm;
    private List<GraspAttempt> stored;

    @BeforeEach
    void storeSome() throws IOException {
        shards = Files.createDirectories(temp.resolve("shards"));
        server = LocalS3.start(temp.resolve("s3"));
        objects = new S3ObjectStore(server.settings());
        farm = new StoreFixture(shards, Optional.of(objects));
        stored = farm.append(11);
        assertThat(farm.ask("select count(*) from shard where sha256 is not null"))
                .isEqualTo("2");
    }

    @AfterEach
    void close() {
        farm.close();
        objects.close();
        server.close();
    }

    @Test
    void bringsSealedShardsThereAndEveryImageCanStillBeRead() throws IOException {
        byte[] first = Files.readAllBytes(shard(1));

        assertThat(farm.upload()).isEmpty();

        assertThat(shard(1)).doesNotExist();
        assertThat(shard(2)).doesNotExist();
        assertThat(shard(3)).as("the one that grows").exists();
        assertThat(server.object(key(1))).hasBinaryContent(first);
        assertAllReadable();
        assertSound(farm.fsck());
        assertThat(farm.ask("select count(*) from shards where uploaded_at is not null"))
                .isEqualTo("2");
        assertThat(farm.ask("select location || coalesce(problem, ', no problem') from object_storage"))
                .isEqualTo("s3://farm-shards/farms/one, no problem");
        assertThat(farm.upload()).as("nothing more to do").isEmpty();
        stored.addAll(farm.append(5));
        farm.store.close();
        farm.open();
        assertAllReadable();
    }

    @Test
    void keepsTheNewestLocalCopiesThatThereIsRoomFor() throws IOException {
        ShardStorage room = farm.storage(Files.size(shard(2)));

        assertThat(farm.uploader(room, step -> {}).run(() -> false)).isEmpty();

        assertThat(server.keys()).hasSize(2);
        assertThat(shard(1)).doesNotExist();
        assertThat(shard(2)).exists();
        assertAllReadable();
        assertSound(farm.fsck());
    }

    @ParameterizedTest
    @EnumSource(
            value = ShardUploader.Step.class,
            names = {"UPLOAD_NOTED", "OBJECT_STORED", "UPLOAD_WRITTEN_DOWN", "FILE_REMOVED"})
    void goesOnAtTheNextStartAfterAFailureBetweenAnyTwoSteps(ShardUploader.Step failing) throws IOException {
        ShardUploader uploader = farm.uploader(farm.storage(), step -> {
            if (step == failing) {
                throw new IllegalStateException("the power failed");
            }
        });
        assertThatThrownBy(() -> uploader.run(() -> false)).hasMessage("the power failed");

        assertAllReadable();
        assertSound(farm.fsck());
        farm.store.close();
        farm.open();
        assertThat(farm.upload()).isEmpty();

        assertThat(server.keys()).hasSize(2);
        assertThat(farm.ask(UPLOADED)).isEqualTo("2");
        assertThat(farm.ask("select count(*) from spare_object")).isEqualTo("0");
        assertAllReadable();
        assertSound(farm.fsck());
    }

    @Test
    void onlyOneOfSeveralStoresUploadsAtATime() throws IOException {
        List<Optional<String>> beside = new ArrayList<>();
        ShardUploader other = farm.uploader(farm.storage(), step -> {
            throw new AssertionError("two upload at a time: " + step);
        });
        ShardUploader uploader = farm.uploader(farm.storage(), step -> beside.add(other.run(() -> false)));

        assertThat(uploader.run(() -> false)).isEmpty();

        assertThat(beside).hasSizeGreaterThan(4).containsOnly(Optional.empty());
        assertThat(server.keys()).hasSize(2);
        assertThat(farm.ask(UPLOADED)).isEqualTo("2");
        assertSound(farm.fsck());
        stored.addAll(farm.append(5));
        assertThat(farm.uploader(farm.storage(), step -> {}).run(() -> false)).isEmpty();
        assertThat(server.keys()).as("free for the next one").hasSizeGreaterThan(2);
    }

    @Test
    void storingGoesOnWhileTheServerIsAwayAndShardsWait() throws IOException {
        server.stop();

        Optional<String> problem = farm.upload();
        stored.addAll(farm.append(5));

        assertThat(problem).get().asString().contains("no answer").contains("shards wait on this machine");
        assertThat(farm.ask("select problem from object_storage")).isEqualTo(problem.orElseThrow());
        assertThat(farm.ask(UPLOADED)).isEqualTo("0");
        assertAllReadable();

        server.restart();

        assertThat(farm.upload()).isEmpty();
        assertThat(farm.ask("select count(*) from object_storage where problem is null and problem_since is null"))
                .isEqualTo("1");
        assertThat(server.keys()).hasSize(3);
        assertAllReadable();
    }

    @Test
    void aServerThatDiesDuringAnUploadLeavesTheShardHere() throws IOException {
        ShardUploader uploader = farm.uploader(farm.storage(), step -> {
            if (step == ShardUploader.Step.UPLOAD_NOTED) {
                server.stop();
            }
        });

        assertThat(uploader.run(() -> false)).get().asString().contains("no answer");

        assertThat(shard(1)).exists();
        assertThat(farm.ask(UPLOADED)).isEqualTo("0");
        server.restart();
        assertThat(farm.upload()).isEmpty();
        assertThat(shard(1)).doesNotExist();
        assertAllReadable();
    }

    @Test
    void wrongKeysAndAMissingBucketLoseNothingAndSayWhatToDo() throws IOException {
        Path wrong = Files.writeString(
                temp.resolve("wrong"), "[default]\naws_access_key_id = nobody\naws_secret_access_key = nothing\n");
        S3Settings right = server.settings();

        assertThat(problemWith(new S3Settings(
                        right.endpoint(), right.region(), right.bucket(), right.prefix(), true, wrong.toString())))
                .contains("refuses these credentials")
                .contains("Check the keys");
        assertThat(problemWith(new S3Settings(
                        right.endpoint(), right.region(), "nowhere", right.prefix(), true, right.credentialsFile())))
                .contains("there is no bucket 'nowhere'")
                .contains("images.s3.bucket");

        assertThat(shard(1)).exists();
        assertThat(farm.upload()).isEmpty();
        assertAllReadable();
    }

    private String problemWith(S3Settings settings) {
        try (S3ObjectStore refused = new S3ObjectStore(settings)) {
            ShardStorage storage = new ShardStorage(shards, StoreFixture.ROLL_BYTES, Optional.of(refused), 0);
            return farm.uploader(storage, step -> {}).run(() -> false).orElseThrow();
        }
    }

    @Test
    void aDamagedShardIsNotUploadedAndTheOthersAre() throws IOException {
        flip(shard(1));

        assertThat(farm.upload()).get().asString().contains("is damaged and was not uploaded");

        assertThat(shard(1)).exists();
        assertThat(shard(2)).doesNotExist();
        assertThat(server.keys()).hasSize(1);
    }

    @Test
    void anObjectThatIsGoneBeforeItsFileIsRemovedIsUploadedAgain() throws IOException {
        farm.uploader(farm.storage(Long.MAX_VALUE), step -> {}).run(() -> false);
        Files.delete(server.object(key(1)));

        assertThat(farm.upload()).isEmpty();
        assertThat(shard(1)).exists();
        assertThat(farm.upload()).isEmpty();

        assertThat(server.keys()).hasSize(2);
        assertThat(shard(1)).doesNotExist();
        assertAllReadable();
    }

    @Test
    void readersTakeTheObjectWhereTheFileIsDamaged() throws IOException {
        farm.uploader(farm.storage(Long.MAX_VALUE), step -> {}).run(() -> false);
        flip(shard(1));

        assertAllReadable();
        assertThat(farm.fsck().problems())
                .containsExactly("file shard-000001.tar is not as stored, its object " + key(1) + " is");
        FsckReport repaired = farm.repair();

        assertSound(repaired);
        assertThat(repaired.repaired()).containsExactly("damaged file shard-000001.tar removed, its object is whole");
        assertThat(repaired.knownLostFrames()).isZero();
        assertAllReadable();
        assertThat(farm.repair().repaired()).isEmpty();
    }

    @Test
    void aDamagedOrMissingObjectIsStoredAgainFromItsFile() throws IOException {
        farm.uploader(farm.storage(Long.MAX_VALUE), step -> {}).run(() -> false);
        flip(server.object(key(1)));
        Files.delete(server.object(key(2)));

        assertThat(farm.fsck().problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains(key(1) + " of shard shard-000001.tar has SHA-256"))
                .anyMatch(problem -> problem.contains(key(2) + " of shard shard-000002.tar is not in s3://"));
        FsckReport repaired = farm.repair();

        assertSound(repaired);
        assertThat(repaired.repaired())
                .containsExactly(
                        "object of shard shard-000001.tar stored again from its file",
                        "object of shard shard-000002.tar stored again from its file");
        assertThat(farm.repair().repaired()).isEmpty();
        assertThat(farm.upload()).isEmpty();
        assertThat(shard(1)).doesNotExist();
        assertAllReadable();
    }

    @Test
    void aDamagedObjectWithoutAFileIsWrittenDownOnceAndTheOtherImagesStay() throws IOException {
        farm.upload();
        byte[] whole = flip(server.object(key(1)));

        FsckReport found = farm.fsck();
        FsckReport repaired = farm.repair();

        assertThat(found.ok()).isFalse();
        assertThat(found.badHash()).as("the image and the shard").isEqualTo(2);
        assertSound(repaired);
        assertThat(repaired.knownLostFrames()).isEqualTo(1);
        assertThat(farm.repair().repaired()).isEmpty();
        assertThatThrownBy(() -> farm.store.episodes().attempt(stored.get(0).id()))
                .isInstanceOf(ShardException.class);
        assertThat(farm.store.episodes().attempt(stored.get(1).id())).contains(stored.get(1));
        assertThat(shards.resolve(".fsck")).doesNotExist();

        Files.write(server.object(key(1)), whole);
        assertThat(farm.repair().knownLostFrames()).isZero();
        assertAllReadable();
    }

    @Test
    void aMissingObjectWithoutAFileIsWrittenDownOnceAndTakenBackWhenItIsThereAgain() throws IOException {
        farm.upload();
        Path object = server.object(key(1));
        byte[] whole = Files.readAllBytes(object);
        Files.delete(object);

        FsckReport repaired = farm.repair();

        assertThat(repaired.knownLostFrames()).isGreaterThan(6);
        assertSound(repaired);
        assertThat(farm.repair().repaired()).isEmpty();

        Files.write(object, whole);
        assertSound(farm.repair());
        assertAllReadable();
    }

    @Test
    void aServerThatDoesNotAnswerIsNeverTakenForLostImages() {
        farm.upload();
        server.stop();

        assertThatThrownBy(farm::fsck)
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE));
        assertThatThrownBy(() ->
                        Fsck.repair(farm.database, StoreFixture.local(shards), StoreFixture.CLOCK, false, text -> {}))
                .hasMessageContaining("Another farm is writing");
        farm.store.close();
        assertThatThrownBy(() -> Fsck.repair(farm.database, farm.storage(), StoreFixture.CLOCK, false, text -> {}))
                .hasMessageContaining("no answer");
        assertThatThrownBy(() ->
                        Fsck.repair(farm.database, StoreFixture.local(shards), StoreFixture.CLOCK, false, text -> {}))
                .hasMessageContaining("is not connected to any");
        farm.open();
        assertThat(farm.ask("select count(*) from frame where lost is not null"))
                .isEqualTo("0");
        server.restart();
    }

    @Test
    void purgeReplacesTheObjectAndDeletesTheOldOne() throws IOException {
        farm.upload();
        String old = key(1);
        StoredFrame gone = farm.store.episodes().frames(stored.get(1).id()).get(0);

        farm.store.curation().purge(List.of(stored.get(1).id()), "Ada", "a face");

        assertPurged(old, gone);
        assertThat(farm.upload()).isEmpty();
        assertThat(shard(1)).doesNotExist();
        assertPurged(old, gone);
    }

    @ParameterizedTest
    @EnumSource(Purge.Step.class)
    void aPurgeGoesOnAfterAFailureBetweenAnyTwoSteps(Purge.Step failing) throws IOException {
        farm.upload();
        String old = key(1);
        StoredFrame gone = farm.store.episodes().frames(stored.get(1).id()).get(0);
        Purge purge = new Purge(farm.database.dataSource(), farm.storage(), StoreFixture.CLOCK, step -> {
            if (step == failing) {
                throw new IllegalStateException("the power failed");
            }
        });
        assertThatThrownBy(() -> purge.run(List.of(stored.get(1).id()), "Ada", "a face"))
                .hasMessage("the power failed");

        assertThat(farm.fsck().badHash()).as("not called damaged").isZero();
        assertThat(farm.fsck().ok()).isFalse();
        assertThat(farm.upload()).isEmpty(); // a farm runs in between
        FsckReport repaired = farm.repair();

        assertSound(repaired);
        assertThat(farm.repair().repaired()).isEmpty();
        assertPurged(old, gone);
    }

    @Test
    void aPurgeReachesAnObjectWhoseUploadWasNeverWrittenDown() throws IOException {
        ShardUploader uploader = farm.uploader(farm.storage(), step -> {
            if (step == ShardUploader.Step.OBJECT_STORED) {
                throw new IllegalStateException("the power failed");
            }
        });
        assertThatThrownBy(() -> uploader.run(() -> false)).hasMessage("the power failed");
        String old = server.keys().get(0);
        StoredFrame gone = farm.store.episodes().frames(stored.get(1).id()).get(0);

        farm.store.curation().purge(List.of(stored.get(1).id()), "Ada", "a face");
        assertThat(server.keys()).isEmpty();
        assertThat(farm.upload()).isEmpty();

        assertPurged(old, gone);
    }

    private void assertPurged(String oldKey, StoredFrame gone) throws IOException {
        assertThat(server.keys()).hasSize(2).doesNotContain(oldKey).contains(key(1));
        assertThat(farm.ask("select count(*) from spare_object")).isEqualTo("0");
        assertThat(objects.read(key(1), gone.image().byteOffset(), gone.image().byteLength()))
                .containsOnly(0);
        assertThatThrownBy(() -> farm.store.episodes().image(gone.image()))
                .isInstanceOfSatisfying(
                        ShardException.class, e -> assertThat(e.isPurged()).isTrue());
        assertThat(farm.store.episodes().attempt(stored.get(2).id())).contains(stored.get(2));
        assertSound(farm.fsck());
    }

    private void assertAllReadable() {
        for (GraspAttempt attempt : stored) {
            assertThat(farm.store.episodes().attempt(attempt.id())).contains(attempt);
        }
    }

    private static void assertSound(FsckReport report) {
        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    private Path shard(int number) {
        return shards.resolve("shard-00000" + number + ".tar");
    }

    private String key(int shard) {
        return farm.ask("select object_key from shard where id = " + shard);
    }

    /** Damages the first attempt's first image. @return the bytes before */
    private static byte[] flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged = bytes.clone();
        damaged[600] ^= 1;
        Files.write(file, damaged);
        return bytes;
    }
}
