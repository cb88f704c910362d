package armfarm.controller.imports;

import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.ImportFormat;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads data sets of others into a store, file by file.
 *
 * <p>Ids come from the attempts' content, so a data set that was read before, wholly or up to a crash, adds only what is not
 * there yet. Commits are small; nothing is lost when the import is interrupted, it is only to be run again.
 */
public final class DatasetImport {
    private final ImportFormat format;
    private final ImportSettings settings;
    private final ImportTarget target;
    private final ImportProgress progress;

    public DatasetImport(ImportFormat format, ImportSettings settings, ImportTarget target, ImportProgress progress) {
        this.format = format;
        this.settings = settings;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Imports one data set.
     *
     * @param dryRun for the report: the target stores nothing
     * @throws FarmException if there is no such data set, a file cannot be read, or the store refused; what was committed
     *     stays
     */
    public DatasetReport run(Path path, boolean dryRun) {
        Dataset dataset = format.open(path, settings);
        ExportedHashes hashes = ExportedHashes.of(path);
        DatasetTally tally = new DatasetTally(dataset.recordName());
        long bytes = dataset.files().stream().mapToLong(DatasetImport::size).sum();
        long done = 0;
        for (Path file : dataset.files()) {
            long before = done;
            String sha256 = FileHash.sha256(file, (phase, at, length) -> progress.show(phase, before + at, bytes));
            Optional<String> change = hashes.change(file, sha256);
            change.ifPresent(tally::damaged);
            if (change.isEmpty() || dataset.checksummed()) {
                read(dataset, file, sha256, tally, at -> progress.show("reading", before + at, bytes));
            }
            done += size(file);
        }
        return tally.report(path, format, dataset, dryRun);
    }

    /** Told how many bytes of a file are done. */
    @FunctionalInterface
    interface FileProgress {
        void at(long bytes);
    }

    private void read(Dataset dataset, Path file, String sha256, DatasetTally tally, FileProgress fileProgress) {
        AttemptSink sink = new AttemptSink(sha256, target);
        dataset.read(file, new StoringVisitor(file.getFileName().toString(), sink, tally, fileProgress));
        sink.flush();
        tally.count(sink);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Cannot read " + file + " to import it: " + e + "; check the path", e);
        }
    }
}
