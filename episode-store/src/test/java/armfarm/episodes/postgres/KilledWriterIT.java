package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.FsckReport;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.StreamPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterIT {
    @TempDir
    private Path data;

    @Test
    void keepsEveryAcknowledgedAttemptOnceOverKills() throws IOException {
        long acknowledged = 0;
        for (int commits : new int[] {3, 17, 40}) {
            long position = KilledWriter.runAndKill(data, commits);
            assertThat(position).isGreaterThanOrEqualTo(acknowledged + (long) commits * KilledWriter.BATCH);
            acknowledged = position;
        }

        try (Database database = LocalPostgres.start(data, TestPostgres.CACHE, LocalPostgres.ANY_PORT);
                EpisodeStore store = PostgresEpisodeStore.open(
                        database,
                        ShardStorage.local(data.resolve("shards")),
                        InstantSource.system(),
                        WriteAccess.alone())) {
            FarmCounts counts = store.statistics().counts();
            FsckReport report = Fsck.check(database, data.resolve("shards"), true);

            // The last commit may have succeeded although its line was not printed any more.
            assertThat(counts.stored()).isIn(acknowledged, acknowledged + KilledWriter.BATCH);
            assertThat(counts.duplicates()).isZero();
            assertThat(counts.attempts()).as("numbers without gaps").isEqualTo(counts.stored());
            assertThat(store.stream().positions(KilledWriter.TOPIC))
                    .containsExactly(new StreamPosition(KilledWriter.TOPIC, 0, counts.stored()));
            assertThat(report.problems()).isEmpty();
            assertThat(report.frames()).isEqualTo(2 * counts.stored());
            assertThat(report.orphanBytes()).isZero();
        }
    }
}
