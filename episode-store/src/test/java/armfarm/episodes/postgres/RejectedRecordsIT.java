package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.FarmCounts;
import armfarm.episodes.RejectedRecords;
import armfarm.episodes.StoredRejection;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.RejectedRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRecordsIT {
    @TempDir
    private Path shards;

    private StoreFixture farm;
    private AttemptId stored;
    private AttemptId refused;
    private RejectedRecords rejections;

    @BeforeEach
    void rejectSome() {
        farm = new StoreFixture(shards);
        stored = farm.append(1).get(0).id();
        refused = farm.attempts.next().id();
        rejections = farm.store.rejectedRecords();
        farm.store.stream()
                .append(new EpisodeBatch(
                        List.of(),
                        List.of(
                                rejected(7, Optional.of(stored)),
                                rejected(8, Optional.of(refused)),
                                rejected(9, Optional.empty()),
                                rejected(10, Optional.of(farm.attempts.next().id()))),
                        List.of()));
    }

    @AfterEach
    void closeStore() {
        farm.close();
    }

    @Test
    void listsThemInOrderWithReasonsAndWithoutTheirBytes() {
        List<StoredRejection> first = rejections.list(0, 3);

        assertThat(rejections.count()).isEqualTo(4);
        assertThat(first).extracting(StoredRejection::offset).containsExactly(7L, 8L, 9L);
        assertThat(first).extracting(StoredRejection::attemptStored).containsExactly(true, false, false);
        assertThat(first.get(1)).satisfies(rejection -> {
            assertThat(rejection.topic()).isEqualTo("arm.events");
            assertThat(rejection.attempt()).contains(refused);
            assertThat(rejection.reason()).isEqualTo("unknown version");
            assertThat(rejection.payloadBytes()).isEqualTo(3);
            assertThat(rejection.replay()).isEmpty();
        });
        assertThat(rejections.list(first.get(2).id(), 3)).hasSize(1);
        assertThat(rejections.payload(first.get(0).id()).orElseThrow().bytes()).containsExactly(1, 2, 7);
        assertThat(rejections.payload(999)).isEmpty();
        assertThat(rejections.find(999)).isEmpty();
    }

    @Test
    void findsAllThatCouldBelongToAnAttempt() {
        assertThat(rejections.around(List.of(refused)))
                .extracting(StoredRejection::offset)
                .containsExactly(8L, 9L);
    }

    @Test
    void writesDownWhatBecameOfThemAndKeepsThem() {
        long id = rejections.list(0, 2).get(1).id();
        FarmCounts before = farm.store.statistics().counts();

        rejections.markReplayed(Map.of(id, "still unknown version"));

        assertThat(rejections.find(id).orElseThrow().replay())
                .contains(new StoredRejection.Replay(StoreFixture.CLOCK.instant(), "still unknown version"));
        assertThat(farm.store.statistics().counts()).isEqualTo(before);
        assertThat(before.stored() + before.rejected()).isEqualTo(before.attempts());
    }

    private static RejectedRecord rejected(long offset, Optional<AttemptId> attempt) {
        return new RejectedRecord(
                "arm.events",
                0,
                offset,
                attempt,
                "unknown version",
                new EncodedImage(RejectedRecord.PAYLOAD_TYPE, new byte[] {1, 2, (byte) offset}));
    }
}
