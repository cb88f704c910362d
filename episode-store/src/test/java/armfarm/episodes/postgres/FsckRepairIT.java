package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.CurationRecord;
import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.FsckReport;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsckRepairIT {
    private static final EncodedImage DEPTH = DepthCodec.encode(new DepthImage(64, 48, new short[64 * 48]));

    @TempDir
    private Path folder;

    private Path shards;
    private StoreFixture farm;
    private List<AttemptId> ids;

    @BeforeEach
    void storeSome() throws IOException {
        shards = Files.createDirectory(folder.resolve("shards"));
        farm = new StoreFixture(shards);
        ids = StoreFixture.ids(farm.append(11));
    }

    @AfterEach
    void closeStore() {
        farm.close();
    }

    @Test
    void hasNothingToDoOnASoundStore() {
        FsckReport report = farm.repair();

        assertThat(report.ok()).isTrue();
        assertThat(report.repaired()).isEmpty();
        assertThat(report).isEqualTo(farm.fsck());
    }

    @Test
    void writesDownADamagedImageLeavesItsAttemptOutAndDoesItOnce() throws IOException {
        Path first = shards.resolve("shard-000001.tar");
        byte[] backup = flip(first, 600);

        FsckReport repaired = farm.repair();

        assertThat(repaired.ok()).as(repaired.toString()).isTrue();
        assertThat(repaired.knownLostFrames()).isEqualTo(1);
        assertThat(repaired.repaired())
                .containsExactly(
                        "1 images marked as damaged, their 1 attempts excluded",
                        "new hash of sealed shard shard-000001.tar written down beside the old one");
        assertThat(farm.store.curation().decisions(ids.get(0)))
                .extracting(CurationRecord::action, CurationRecord::doneBy, CurationRecord::reason)
                .containsExactly(Tuple.tuple(Action.EXCLUDE, "fsck", "images are damaged"));
        assertThat(farm.store.trainingSets().create("after").attempts()).isEqualTo(10);
        assertThat(farm.ask("select reason from shard_rewrite")).isEqualTo("1 images in it are damaged or missing");
        assertChangesNothingMore();

        Files.write(first, backup);
        FsckReport restored = farm.repair();

        assertThat(restored.ok()).as(restored.toString()).isTrue();
        assertThat(restored.knownLostFrames()).isZero();
        assertThat(restored.repaired()).contains("1 images that were lost are there again");
        assertThat(farm.store.trainingSets().create("restored").attempts()).isEqualTo(11);
        assertChangesNothingMore();
    }

    @Test
    void aDamagedDepthIsFoundAndWrittenDownAsADamagedImageIs() throws IOException {
        farm.attempts.depth = Optional.of(DEPTH);
        AttemptId id = farm.append(1).get(0).id();
        assertThat(farm.fsck().frames()).as("a frame with depth is one frame").isEqualTo(24);
        ImageRef depth = farm.store.episodes().frames(id).get(0).depth().orElseThrow();
        Path shard = shards.resolve(depth.shard());
        byte[] backup = flip(shard, (int) depth.byteOffset() + 9);
        FsckReport damaged = farm.fsck();
        assertThat(damaged.ok()).isFalse();
        assertThat(damaged.problems()).anySatisfy(problem -> assertThat(problem).contains(id.toString()));

        FsckReport repaired = farm.repair();

        assertThat(repaired.ok()).as(repaired.toString()).isTrue();
        assertThat(repaired.knownLostFrames()).isEqualTo(1);
        assertThat(farm.store.curation().decisions(id))
                .extracting(CurationRecord::reason)
                .containsExactly("images are damaged");
        assertChangesNothingMore();

        Files.write(shard, backup);
        FsckReport restored = farm.repair();

        assertThat(restored.ok()).as(restored.toString()).isTrue();
        assertThat(restored.knownLostFrames()).isZero();
        assertThat(farm.store.episodes().depth(depth)).isEqualTo(DEPTH);
        assertChangesNothingMore();
    }

    @Test
    void cutsTailsAndRemovesShardsThatWereNeverCommitted() throws IOException {
        farm.store.close();
        Files.write(newest(), new byte[777], StandardOpenOption.APPEND);
        Files.write(shards.resolve("shard-000099.tar"), new byte[512]);
        Files.write(shards.resolve("mine.tar"), new byte[5]);

        FsckReport repaired = Fsck.repair(farm.database, shards, StoreFixture.CLOCK, false);

        assertThat(repaired.ok()).isTrue();
        assertThat(repaired.repaired()).hasSize(2);
        assertThat(repaired.orphanBytes()).as("other people's file stays").isEqualTo(5);
        assertThat(shards.resolve("shard-000099.tar")).doesNotExist();
        assertThat(Fsck.repair(farm.database, shards, StoreFixture.CLOCK, false).repaired())
                .isEmpty();
        farm.open();
    }

    @Test
    void letsTheFarmGoOnWhenTheOpenShardLostItsEnd() throws IOException {
        farm.store.close();
        Path newest = newest();
        byte[] backup = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(backup, backup.length - 3_000));
        assertThatThrownBy(farm::open).hasMessageContaining("lost stored images");

        FsckReport repaired = Fsck.repair(farm.database, shards, StoreFixture.CLOCK, false);

        assertThat(repaired.ok()).as(repaired.toString()).isTrue();
        assertThat(repaired.knownLostFrames()).isPositive();
        farm.open();
        GraspAttempt later = farm.append(1).get(0);
        assertThat(farm.store.episodes().frames(later.id()).get(0).image().shard())
                .isNotEqualTo(newest.getFileName().toString());
        assertThat(farm.store.episodes().attempt(later.id())).contains(later);
        assertChangesNothingMore();

        Files.write(newest, backup);
        assertThat(farm.repair().ok()).isTrue();
        assertThat(farm.store.episodes().attempt(ids.get(10))).isPresent();
        assertThat(farm.ask("select count(*) from shard where known_length is not null"))
                .isEqualTo("0");
        assertChangesNothingMore();
    }

    @Test
    void writesDownAWholeShardThatIsMissing() throws IOException {
        Files.delete(shards.resolve("shard-000001.tar"));

        FsckReport repaired = farm.repair();

        assertThat(repaired.ok()).as(repaired.toString()).isTrue();
        assertThat(repaired.missing()).isZero();
        assertThat(repaired.knownLostFrames()).isPositive();
        assertThat(farm.store.curation().decisions(ids.get(0)))
                .extracting(CurationRecord::reason)
                .containsExactly("images are missing");
        assertChangesNothingMore();
    }

    @Test
    void aDryRunSaysTheSameAndChangesNothing() throws IOException {
        flip(shards.resolve("shard-000001.tar"), 600);
        farm.store.close();

        FsckReport dry = Fsck.repair(farm.database, shards, StoreFixture.CLOCK, true);

        assertThat(dry.ok()).isFalse();
        assertThat(farm.ask("select count(*) from curation")).isEqualTo("0");
        assertThat(Fsck.repair(farm.database, shards, StoreFixture.CLOCK, false).repaired())
                .isEqualTo(dry.repaired())
                .hasSize(2);
        farm.open();
    }

    @Test
    void refusesAFolderWithoutTheFarmsShardsAndAFarmThatRuns() throws IOException {
        assertThatThrownBy(() -> Fsck.repair(farm.database, shards, StoreFixture.CLOCK, false))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Another farm is writing");
        farm.store.close();
        Path notMounted = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> Fsck.repair(farm.database, notMounted, StoreFixture.CLOCK, false))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("Is the disk mounted?");

        assertThat(farm.ask("select count(*) from frame where lost is not null"))
                .isEqualTo("0");
        farm.open();
    }

    private void assertChangesNothingMore() {
        FsckReport again = farm.repair();
        assertThat(again.repaired()).isEmpty();
        assertThat(again.ok()).isTrue();
    }

    /** @return what was there before */
    private static byte[] flip(Path file, int offset) throws IOException {
        byte[] before = Files.readAllBytes(file);
        byte[] after = before.clone();
        after[offset] ^= 1;
        Files.write(file, after);
        return before;
    }

    private Path newest() throws IOException {
        try (var files = Files.list(shards)) {
            return files.filter(path -> path.toString().endsWith(".tar"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }
}
