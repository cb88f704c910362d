package armfarm.cli.imports;

import armfarm.episodes.formats.Formats;
import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.ImportFormat;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.AttemptSource;
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
    private final Optional<String> name;

    public DatasetImport(ImportFormat format, ImportSettings settings, ImportTarget target, ImportProgress progress) {
        this(format, settings, target, progress, Optional.empty());
    }

    /** @param name of the data set, as in {@code imported:NAME}; empty: the last part of its path */
    public DatasetImport(
            ImportFormat format,
            ImportSettings settings,
            ImportTarget target,
            ImportProgress progress,
            Optional<String> name) {
        this.name = name;
        this.format = format;
        this.settings = settings;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Imports one data set.
     *
     * @param dryRun for the report: the target stores nothing
     * @throws FarmException if there is no such data set or the store refused; what was committed
     *     stays
     */
    public DatasetReport run(Path path, boolean dryRun) {
        Dataset dataset = Formats.open(format, path, settings);
        ExportedHashes hashes = ExportedHashes.of(path);
        DatasetTally tally = new DatasetTally(dataset.recordName());
        long bytes = dataset.files().stream().mapToLong(DatasetImport::size).sum();
        long done = 0;
        for (Path file : dataset.files()) {
            long before = done;
            long length = size(file);
            Optional<String> sha256 = sha256(file, tally, at -> progress.show("hashing", before + at, bytes));
            Optional<String> change = sha256.flatMap(found -> hashes.change(file, found));
            change.ifPresent(tally::damaged);
            if (sha256.isPresent() && (change.isEmpty() || dataset.checksummed())) {
                read(
                        dataset,
                        file,
                        new AttemptSink(sha256.get(), source(path), target),
                        tally,
                        at -> progress.show("reading", before + Math.min(at, length), bytes));
            }
            done += length;
        }
        return tally.report(path, format, dataset, dryRun);
    }

    /** Told how many bytes of a file are done. */
    @FunctionalInterface
    interface FileProgress {
        void at(long bytes);
    }

    private AttemptSource source(Path path) {
        return AttemptSource.ofFile(
                AttemptSource.IMPORTED_KIND,
                name.orElseGet(
                        () -> String.valueOf(path.toAbsolutePath().normalize().getFileName())));
    }

    private static void read(
            Dataset dataset, Path file, AttemptSink sink, DatasetTally tally, FileProgress fileProgress) {
        dataset.read(file, new StoringVisitor(file.getFileName().toString(), sink, tally, fileProgress));
        sink.flush();
        tally.count(sink);
    }

    /** Empty, and counted as damaged, if the file cannot be read: the others can. */
    private static Optional<String> sha256(Path file, DatasetTally tally, FileProgress fileProgress) {
        try {
            return Optional.of(FileHash.sha256(file, (phase, at, length) -> fileProgress.at(at)));
        } catch (FarmException e) {
            tally.damaged(e.getMessage());
            return Optional.empty();
        }
    }

    /** 0 if it cannot be told: that shows when the file is read. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
