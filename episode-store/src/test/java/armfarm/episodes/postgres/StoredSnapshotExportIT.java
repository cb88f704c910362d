package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SplitRule;
import armfarm.episodes.export.ExportAttempts;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportProgress;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.ExportResult;
import armfarm.episodes.export.SnapshotExport;
import armfarm.episodes.formats.Formats;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports of snapshots in a real store. */
class StoredSnapshotExportIT {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T13:00:00Z"));

    @TempDir
    private Path folder;

    private final ExportAttempts attempts = new ExportAttempts();
    private Database database;
    private EpisodeStore store;
    private Snapshot snapshot;

    @BeforeEach
    void freeze() {
        database = TestPostgres.newDatabase();
        store = PostgresEpisodeStore.open(
                database, ShardStorage.local(folder.resolve("shards")), CLOCK, WriteAccess.alone());
        store.stream().append(new EpisodeBatch(attempts.next(40), List.of(), List.of()));
        snapshot =
                store.snapshots().create("first", AttemptFilter.ALL, new SplitRule(SplitRule.GroupBy.ATTEMPT, 20, 20));
    }

    @AfterEach
    void closeStore() {
        store.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void writesWhatWasFrozenWhateverIsStoredLater(ExportFormat format) {
        ExportResult before = export(format, "before");
        store.stream().append(new EpisodeBatch(attempts.next(5), List.of(), List.of()));
        store.curation()
                .addLabel(
                        store.snapshots().members("first", 0, 1).get(0).attempt(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());

        ExportResult after = export(format, "after");

        assertThat(before.attempts()).isEqualTo(40).isEqualTo(snapshot.size());
        assertThat(after.manifestSha256()).isEqualTo(before.manifestSha256());
    }

    @Test
    void saysWhichImageOfTheStoreIsDamaged() throws IOException {
        Path shard;
        try (var files = Files.walk(folder.resolve("shards"))) {
            shard = files.filter(f -> f.toString().endsWith(".tar")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(shard);
        bytes[
                (int) store.episodes()
                                .frames(store.snapshots()
                                        .members("first", 0, 1)
                                        .get(0)
                                        .attempt())
                                .get(0)
                                .image()
                                .byteOffset()
                        + 100] ^= 1;
        Files.write(shard, bytes);

        assertThatThrownBy(() -> export(ExportFormat.WEBDATASET, "out")).hasMessageContaining(shard.getFileName() + "");
        assertThat(folder.resolve("out/manifest.json")).doesNotExist();
    }

    private ExportResult export(ExportFormat format, String name) {
        ExportRequest request = ExportRequest.of("first", format, folder.resolve(name));
        return SnapshotExport.run(
                store.snapshots(), store.episodes(), request, Formats.layout(request), ExportProgress.SILENT, CLOCK);
    }
}
