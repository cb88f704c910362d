package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.StoredFrame;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.StreamPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Depth beside images, from the stream to whoever reads it. */
class StoredDepthIT {
    @TempDir
    private Path shards;

    private StoreFixture farm;

    @BeforeEach
    void openStore() {
        farm = new StoreFixture(shards);
    }

    @AfterEach
    void closeStore() {
        farm.close();
    }

    @Test
    void comesBackByteForByteOnceHoweverOftenItCame() {
        EncodedImage depth = depth(600);
        farm.attempts.depth = Optional.of(depth);
        GraspAttempt attempt = farm.attempts.next();
        EpisodeBatch batch =
                new EpisodeBatch(List.of(attempt), List.of(), List.of(new StreamPosition("arm.events", 0, 9)));

        farm.store.stream().append(batch);
        farm.store.stream().append(batch);
        farm.store.close();
        farm.open();

        assertThat(farm.store.statistics().counts().stored()).isEqualTo(1);
        assertThat(farm.store.statistics().counts().frames()).isEqualTo(2);
        assertThat(farm.store.episodes().attempt(attempt.id())).contains(attempt);
        List<StoredFrame> frames = farm.store.episodes().frames(attempt.id());
        assertThat(frames).hasSize(2).allSatisfy(frame -> {
            EncodedImage stored = farm.store.episodes().depth(frame.depth().orElseThrow());
            assertThat(stored).isEqualTo(depth);
            assertThat(DepthCodec.decode(stored).meters(1, 0)).isEqualTo(0.601);
        });
        assertThat(farm.fsck().ok()).isTrue();
    }

    @Test
    void attemptsWithAndWithoutItStandSideBySide() {
        GraspAttempt before = farm.append(1).get(0);
        farm.attempts.depth = Optional.of(depth(600));
        GraspAttempt with = farm.append(1).get(0);
        farm.attempts.depth = Optional.empty();
        GraspAttempt after = farm.append(1).get(0);

        for (GraspAttempt attempt : List.of(before, with, after)) {
            assertThat(farm.store.episodes().attempt(attempt.id())).contains(attempt);
            assertThat(farm.store.episodes().frames(attempt.id()))
                    .allSatisfy(frame -> assertThat(frame.depth().isPresent()).isEqualTo(attempt.equals(with)));
        }
        assertThat(farm.fsck().ok()).isTrue();
    }

    @Test
    void isCountedInBytesAndAskedForInTheViewOfFrames() {
        farm.append(1);
        long without = farm.store.queries().info().images().bytes();
        EncodedImage depth = depth(700);
        farm.attempts.depth = Optional.of(depth);
        farm.append(1);

        assertThat(farm.store.queries().info().images()).satisfies(images -> {
            assertThat(images.count()).isEqualTo(4);
            assertThat(images.withDepth()).isEqualTo(2);
            assertThat(images.bytes()).isEqualTo(2 * without + 2L * depth.byteCount());
        });
        assertThat(farm.ask("select count(*) from frames where depth_byte_count = " + depth.byteCount()))
                .isEqualTo("2");
        assertThat(farm.ask("select count(*) from frames where depth_byte_offset is null"))
                .isEqualTo("2");
    }

    private static EncodedImage depth(int nearestMillimeters) {
        short[] millimeters = new short[64 * 48];
        for (int i = 0; i < millimeters.length; i++) {
            millimeters[i] = (short) (nearestMillimeters + i % 250);
        }
        return DepthCodec.encode(new DepthImage(64, 48, millimeters));
    }
}
