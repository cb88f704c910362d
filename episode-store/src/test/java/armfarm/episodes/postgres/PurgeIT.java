package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.CurationRecord;
import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FsckReport;
import armfarm.episodes.PurgePlan;
import armfarm.episodes.SplitRule;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.AttemptId;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PurgeIT {
    @TempDir
    private Path shards;

    private StoreFixture farm;
    private List<AttemptId> ids;
    /** One in a sealed shard, one in the open one. */
    private List<AttemptId> chosen;

    @BeforeEach
    void storeSome() {
        farm = new StoreFixture(shards);
        ids = StoreFixture.ids(farm.append(11));
        chosen = List.of(ids.get(1), ids.get(10));
        assertThat(shards.resolve("shard-000002.tar")).exists();
    }

    @AfterEach
    void closeStore() {
        farm.close();
    }

    @Test
    void removesTheImagesForGoodAndEveryReaderSaysSo() throws IOException {
        farm.store.snapshots().create("paper", AttemptFilter.ALL, new SplitRule(SplitRule.GroupBy.ATTEMPT, 10, 10));
        TrainingSet before = farm.store.trainingSets().create("before");
        StoredFrame gone = farm.store.episodes().frames(chosen.get(0)).get(0);
        byte[] shardBefore = Files.readAllBytes(shards.resolve(gone.image().shard()));
        String oldHash = farm.ask("select sha256 from shard where id = 1");

        PurgePlan plan = farm.store.curation().purge(chosen, "Ada", "a visitor's face");

        assertThat(plan).isEqualTo(new PurgePlan(chosen, 4, 2800, 0, Map.of("paper", 2L), 0));
        assertErased(shardBefore, gone.image());
        assertThatThrownBy(() -> farm.store.episodes().image(gone.image()))
                .isInstanceOfSatisfying(
                        ShardException.class, e -> assertThat(e.isPurged()).isTrue())
                .hasMessageContaining("is purged");
        assertThatThrownBy(() -> farm.store.episodes().attempt(chosen.get(1))).hasMessageContaining("is purged");
        assertThat(farm.store.episodes().attempt(ids.get(2))).isPresent();
        assertThat(farm.fsck()).satisfies(report -> {
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.purgedFrames()).isEqualTo(4);
            assertThat(report.frames()).isEqualTo(22);
        });

        assertThat(farm.store.trainingSets().create("after").attempts()).isEqualTo(9);
        assertThat(StoreFixture.examples(farm.store, before)).hasSize(11);
        assertThat(farm.store.curation().purgedFrom("paper")).isEqualTo(chosen);
        assertThat(farm.ask("select count(*) from snapshot_breaks")).isEqualTo("2");
        assertThat(farm.ask("select old_sha256 || ' ' || done_by || ' ' || reason from shard_rewrites"))
                .isEqualTo(oldHash + " Ada purge: a visitor's face");
        assertThat(farm.ask("select count(*) from grasps where purged")).isEqualTo("2");
        assertThat(farm.ask("select count(*) from frames where lost = 'purged'"))
                .isEqualTo("4");
        assertThat(farm.store.curation().decisions(chosen.get(0)))
                .extracting(CurationRecord::action)
                .containsExactly(Action.PURGE);
    }

    @Test
    void removesDepthAsItRemovesImages() throws IOException {
        EncodedImage depth = DepthCodec.encode(new DepthImage(64, 48, new short[64 * 48]));
        farm.attempts.depth = Optional.of(depth);
        List<AttemptId> withDepth = StoreFixture.ids(farm.append(1));
        StoredFrame gone = farm.store.episodes().frames(withDepth.get(0)).get(1);
        byte[] before = Files.readAllBytes(shards.resolve(gone.image().shard()));

        PurgePlan plan = farm.store.curation().purge(withDepth, "Ada", "a visitor's face");

        assertThat(plan.frames()).isEqualTo(2);
        assertThat(plan.bytes()).isEqualTo(2L * (700 + depth.byteCount()));
        byte[] after = Files.readAllBytes(shards.resolve(gone.image().shard()));
        for (ImageRef place : List.of(gone.image(), gone.depth().orElseThrow())) {
            int from = (int) place.byteOffset();
            assertThat(Arrays.copyOfRange(before, from, from + place.byteLength()))
                    .isNotEqualTo(new byte[place.byteLength()]);
            assertThat(Arrays.copyOfRange(after, from, from + place.byteLength()))
                    .isEqualTo(new byte[place.byteLength()]);
        }
        assertThatThrownBy(() -> farm.store.episodes().depth(gone.depth().orElseThrow()))
                .hasMessageContaining("is purged");
        assertThat(farm.fsck()).satisfies(report -> {
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.purgedFrames()).isEqualTo(2);
        });
    }

    /** The entry is there with its name and length, and nothing beside its content changed. */
    private void assertErased(byte[] before, ImageRef image) throws IOException {
        byte[] after = Files.readAllBytes(shards.resolve(image.shard()));
        int offset = (int) image.byteOffset();
        byte[] expected = before.clone();
        Arrays.fill(expected, offset, offset + image.byteLength(), (byte) 0);
        byte[] entry = Arrays.copyOfRange(after, offset - 512, offset + image.byteLength());
        assertThat(new String(entry, 0, 36, StandardCharsets.US_ASCII))
                .isEqualTo(chosen.get(0).toString());
        assertThat(Arrays.equals(
                        Arrays.copyOf(after, offset + image.byteLength()),
                        Arrays.copyOf(expected, offset + image.byteLength())))
                .isTrue();
        assertThat(after).hasSameSizeAs(before);
    }

    @ParameterizedTest
    @EnumSource(value = Purge.Step.class, mode = EnumSource.Mode.EXCLUDE, names = "WRITTEN_DOWN")
    void goesOnAfterAFailureBetweenAnyTwoSteps(Purge.Step failing) {
        failingAfter(failing);

        assertThat(farm.ask("select count(*) from purge_pending")).isEqualTo("2");
        assertThat(farm.fsck()).satisfies(report -> {
            assertThat(report.ok()).isFalse();
            assertThat(report.badHash()).as("not called damaged").isZero();
            assertThat(report.problems()).singleElement().asString().contains("purge of 2 attempts was not finished");
        });
        assertThat(farm.store.trainingSets().create("meanwhile").attempts()).isEqualTo(9);
        assertThat(farm.store.curation().include(chosen, "Ada", "", false).unusable())
                .isEqualTo(2);

        FsckReport repaired = farm.repair();

        assertThat(repaired.ok()).as(repaired.toString()).isTrue();
        assertThat(repaired.repaired()).containsExactly("purge of 2 attempts finished");
        assertThat(repaired.purgedFrames()).isEqualTo(4);
        assertThat(farm.ask("select count(*) from attempt where purged_at is not null"))
                .isEqualTo("2");
        assertThat(farm.ask("select count(*) from curation")).isEqualTo("2");
        assertThat(farm.repair().repaired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Purge.Step.class)
    void aRepeatedPurgeFinishesAnEarlierOne(Purge.Step failing) {
        failingAfter(failing);

        PurgePlan plan = farm.store.curation().purge(chosen, "Ada", "again");

        assertThat(plan.attempts()).isEmpty();
        assertThat(plan.alreadyPurged()).isEqualTo(2);
        assertThat(farm.fsck().ok()).isTrue();
        assertThat(farm.ask("select count(*) from curation")).isEqualTo("2");
    }

    private void failingAfter(Purge.Step failing) {
        Purge purge = new Purge(farm.database.dataSource(), farm.storage(), StoreFixture.CLOCK, step -> {
            if (step == failing) {
                throw new IllegalStateException("the power failed");
            }
        });
        assertThatThrownBy(() -> purge.run(chosen, "Ada", "a face")).hasMessage("the power failed");
    }

    @Test
    void refusesWhileDamageIsNotWrittenDown() throws IOException {
        Path shard = shards.resolve("shard-000001.tar");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[600] ^= 1; // the first attempt's first image
        Files.write(shard, bytes);

        assertThatThrownBy(() -> farm.store.curation().purge(chosen, "Ada", "a face"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Nothing was purged")
                .hasMessageContaining("fsck --repair");

        assertThat(Files.readAllBytes(shard)).isEqualTo(bytes);
        assertThat(farm.ask("select count(*) from purge_pending")).isEqualTo("0");
        farm.repair();
        assertThat(farm.store.curation().purge(chosen, "Ada", "a face").frames())
                .isEqualTo(4);
        assertThat(farm.fsck().ok()).isTrue();
    }

    @Test
    void removesImagesAgainThatABackupBroughtBack() throws IOException {
        Path shard = shards.resolve("shard-000001.tar");
        byte[] backup = Files.readAllBytes(shard);
        farm.store.curation().purge(chosen, "Ada", "a face");
        byte[] purged = Files.readAllBytes(shard);
        Files.write(shard, backup);

        assertThat(farm.fsck().problems()).anyMatch(problem -> problem.contains("was purged, but its images are"));
        FsckReport repaired = farm.repair();

        assertThat(repaired.ok()).as(repaired.toString()).isTrue();
        assertThat(Files.readAllBytes(shard)).isEqualTo(purged);
        assertThat(farm.repair().repaired()).isEmpty();
    }

    @Test
    void removesWhatIsLeftInAShardThatLostItsEnd() throws IOException {
        Path shard = shards.resolve("shard-000001.tar");
        byte[] backup = Files.readAllBytes(shard);
        Files.write(shard, Arrays.copyOf(backup, backup.length / 2));
        assertThatThrownBy(() -> farm.store.curation().purge(chosen, "Ada", "a face"))
                .hasMessageContaining("Nothing was purged");
        farm.repair();

        farm.store.curation().purge(chosen, "Ada", "a face");

        assertThat(farm.fsck().ok()).as(farm.fsck().toString()).isTrue();
        Files.write(shard, backup);
        assertThat(farm.repair().ok()).isTrue();
        assertThat(farm.repair().repaired()).isEmpty();
        assertThatThrownBy(() -> farm.store.episodes().attempt(chosen.get(0))).hasMessageContaining("is purged");
        assertThat(farm.store.episodes().attempt(ids.get(5))).isPresent();
    }

    @Test
    void goesOnStoringInTheShardThatLostImages() {
        farm.store.curation().purge(ids.subList(8, 11), "Ada", "faces");

        List<GraspAttempt> later = farm.append(5);

        assertThat(farm.store.episodes().attempt(later.get(4).id())).contains(later.get(4));
        assertThat(farm.fsck().ok()).isTrue();
    }

    @Test
    void isRefusedOnAStoreThatIsOpenForReading() {
        try (EpisodeStore reader = PostgresEpisodeStore.open(
                farm.database, ShardStorage.local(shards), StoreFixture.CLOCK, WriteAccess.none())) {
            assertThatThrownBy(() -> reader.curation().purge(chosen, "Ada", "a face"))
                    .hasMessageContaining("reading only");
            assertThat(reader.curation().planPurge(chosen).frames()).isEqualTo(4);
        }
    }
}
