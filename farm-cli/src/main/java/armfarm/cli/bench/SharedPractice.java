package armfarm.cli.bench;

import armfarm.cli.imports.DatasetImport;
import armfarm.cli.imports.DatasetReport;
import armfarm.cli.imports.ImportTarget;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Snapshots;
import armfarm.episodes.SplitRule;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportProgress;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.SnapshotExport;
import armfarm.episodes.formats.Formats;
import armfarm.episodes.imports.ImportFormat;
import armfarm.episodes.imports.ImportSettings;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptSource;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Practice of one farm in the store of another, by the way of researchers: snapshot, export, import. What is done is not done again.
 */
final class SharedPractice {
    /** What the other farm calls it in {@code learning.sources}. */
    static final String SOURCE = AttemptSource.ofFile(AttemptSource.IMPORTED_KIND, SharedPractice.DATA_SET)
            .name();

    private static final String DATA_SET = "first";
    private static final String SNAPSHOT = "practice";
    private static final SplitRule SPLITS = new SplitRule(SplitRule.GroupBy.ATTEMPT, 10, 0);

    private SharedPractice() {}

    /**
     * Both farms stand still. Blocks.
     *
     * @param from and to: data folders; the second may be empty
     * @param dataSet folder of the export between them
     * @throws FarmException (DATA) if not all of it arrives
     */
    static void share(Path from, Path to, Path dataSet) {
        if (!Files.exists(dataSet.resolve("manifest.json"))) {
            StoreAccess.ask(from, store -> export(store, dataSet));
        }
        DatasetReport report = StoreAccess.change(to, store -> read(store, dataSet));
        if (!report.complete() || report.attemptsStored() + report.attemptsAlreadyStored() == 0) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The practice in " + dataSet + " was not imported whole: " + report.rejected() + ", "
                            + report.problems() + "; delete that folder and run it again");
        }
    }

    private static Void export(EpisodeStore store, Path dataSet) {
        Snapshots snapshots = store.snapshots();
        if (snapshots.find(SNAPSHOT).isEmpty()) {
            snapshots.create(SNAPSHOT, AttemptFilter.parse("purpose = 'collection'"), SPLITS);
        }
        ExportRequest request = ExportRequest.of(SNAPSHOT, ExportFormat.BRAIN2016, dataSet);
        ExportRequest resumable = Files.exists(dataSet) ? request.resuming() : request;
        SnapshotExport.run(
                snapshots,
                store.episodes(),
                resumable,
                Formats.layout(resumable),
                ExportProgress.SILENT,
                InstantSource.system());
        return null;
    }

    private static DatasetReport read(EpisodeStore store, Path dataSet) {
        ImportTarget target = new ImportTarget(store.stream()::isStored, store.stream()::append);
        ImportSettings settings = ImportSettings.of(SoftwareVersion.CURRENT);
        return new DatasetImport(
                        ImportFormat.BRAIN2016, settings, target, (phase, done, total) -> {}, Optional.of(DATA_SET))
                .run(dataSet, false);
    }
}
