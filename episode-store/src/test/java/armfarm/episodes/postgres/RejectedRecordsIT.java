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
    private RejectedRecords letters;

    @BeforeEach
    void rejectSome() {
        farm = new StoreFixture(shards);
        stored = farm.append(1).get(0).id();
        refused = farm.attempts.next().id();
        letters = farm.store.rejectedRecords();
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
        List<StoredRejection> first = letters.list(0, 3);

        assertThat(letters.count()).isEqualTo(4);
        assertThat(first).extracting(StoredRejection::offset).containsExactly(7L, 8L, 9L);
        assertThat(first).extracting(StoredRejection::attemptStored).containsExactly(true, false, false);
        assertThat(first.get(1)).satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("arm.events");
            assertThat(letter.attempt()).contains(refused);
            assertThat(letter.reason()).isEqualTo("unknown version");
            assertThat(letter.payloadBytes()).isEqualTo(3);
            assertThat(letter.replay()).isEmpty();
        });
        assertThat(letters.list(first.get(2).id(), 3)).hasSize(1);
        assertThat(letters.payload(first.get(0).id()).orElseThrow().bytes()).containsExactly(1, 2, 7);
        assertThat(letters.payload(999)).isEmpty();
        assertThat(letters.find(999)).isEmpty();
    }

    @Test
    void findsAllThatCouldBelongToAnAttempt() {
        assertThat(letters.around(List.of(refused)))
                .extracting(StoredRejection::offset)
                .containsExactly(8L, 9L);
    }

    @Test
    void writesDownWhatBecameOfThemAndKeepsThem() {
        long id = letters.list(0, 2).get(1).id();
        FarmCounts before = farm.store.statistics().counts();

        letters.markReplayed(Map.of(id, "still unknown version"));

        assertThat(letters.find(id).orElseThrow().replay())
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
