package armfarm.cli.bags;

import armfarm.cli.imports.AttemptSink;
import armfarm.cli.imports.FileHash;
import armfarm.cli.imports.ImportProgress;
import armfarm.cli.imports.ImportTally;
import armfarm.cli.imports.ImportTarget;
import armfarm.messages.AttemptSource;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.ros.bag.BagConnection;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.bag.BagProblem;
import armfarm.ros.bag.BagReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads recordings into a store. Confined to one thread.
 *
 * <p>Ids come from the recording, so one that was read before, wholly or up to a crash, adds only what is not there yet.
 * Commits are small; nothing is lost when the import is interrupted, it is only to be run again.
 */
public final class BagImport {
    private static final long PROGRESS_EVERY_MESSAGES = 256;

    private final ImportOptions options;
    private final ImportTarget target;
    private final ImportProgress progress;
    private final Series series = new Series();
    private boolean storeFailed;

    public BagImport(ImportOptions options, ImportTarget target, ImportProgress progress) {
        this.options = options;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Looks whether the named topics are there, before anything is stored. Files that cannot be read are left to
     * {@link #run}.
     *
     * @throws FarmException (CONFIG) if a topic is in none of the files, or has another type in all of them
     */
    public void requireTopics(List<Path> files) {
        NamedTopics named = new NamedTopics(options);
        if (named.isEmpty()) {
            return;
        }
        List<BagConnection> all = new ArrayList<>();
        boolean anyRead = false;
        for (Path file : files) {
            try (BagReader reader = BagReader.open(file)) {
                if (reader.index().isEmpty()) {
                    reader.start(); // reads it all; then every topic is known
                }
                all.addAll(reader.connections());
                anyRead = true;
            } catch (FarmException unreadable) {
                // What is wrong with this file is said when its turn comes; it has no say about the others' topics.
            }
        }
        Optional<String> wrong = anyRead ? named.wrongFor(all) : Optional.empty();
        if (wrong.isPresent()) {
            throw new FarmException(ErrorCode.CONFIG, wrong.get());
        }
    }

    /** Whether it was the store that refused, so that the next file would fare no better. */
    public boolean storeFailed() {
        return storeFailed;
    }

    /**
     * Imports one bag; several in the order of their recording, for what the first of a series says of the camera.
     *
     * @param dryRun for the report: the target stores nothing
     * @throws FarmException if the file is no bag, cannot be read, or the store refused; what was committed stays
     */
    public ImportReport run(Path file, boolean dryRun) {
        try (BagReader reader = BagReader.open(file)) {
            return read(file, reader, dryRun);
        } catch (OutOfMemoryError e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Memory does not suffice to import " + file + " (" + e.getMessage()
                            + "); what was committed stays. Name the topics that matter, or split the bag with 'rosbag"
                            + " filter'",
                    e);
        }
    }

    private ImportReport read(Path file, BagReader reader, boolean dryRun) {
        Recording recording = new Recording(file.getFileName().toString(), FileHash.sha256(file, progress));
        ImportTally tally = new ImportTally();
        AttemptSink sink = new AttemptSink(
                recording.sha256(), source(recording.fileName()), new ImportTarget(target.stored(), this::store));
        CameraMessages camera = new CameraMessages(options.topics());
        Conversion conversion = conversion(reader, file, recording, camera, sink, tally);
        long messages = 0;
        for (Optional<BagMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
            convert(conversion, next.get(), tally);
            messages++;
            if (messages % PROGRESS_EVERY_MESSAGES == 0) {
                progress.show("reading", reader.position(), reader.length());
            }
        }
        conversion.end();
        sink.flush();
        series.add(file, reader.end(), camera);
        return new ImportReport(
                file.toString(),
                recording.sha256(),
                conversion.kind(),
                reader.index().isPresent(),
                messages,
                tally.ignored(),
                tally.rejected(),
                tally.attemptsRejected(),
                tally.notes(),
                new ImportReport.Stored(sink.attemptsStored(), sink.attemptsAlreadyStored(), sink.framesStored()),
                reader.problems().stream().map(BagProblem::toString).toList(),
                reader.problemCount(),
                dryRun);
    }

    private AttemptSource source(String fileName) {
        return AttemptSource.ofFile(
                AttemptSource.BAG_KIND,
                options.name().orElseGet(() -> fileName.replaceFirst("\\.bag(\\.active)?$", "")));
    }

    private void store(EpisodeBatch batch) {
        storeFailed = true;
        target.store().accept(batch);
        storeFailed = false;
    }

    private static void convert(Conversion conversion, BagMessage message, ImportTally tally) {
        try {
            conversion.accept(message);
        } catch (Unusable e) {
            tally.reject(message.connection().topic() + ": " + e.getMessage());
        }
    }

    private Conversion conversion(
            BagReader reader,
            Path file,
            Recording recording,
            CameraMessages camera,
            AttemptSink sink,
            ImportTally tally) {
        boolean mapped = options.topics().outcome().isPresent();
        ImportOptions.Kind kind = options.kind() != ImportOptions.Kind.AUTO
                ? options.kind()
                : mapped || holdsExportedAttempts(file) ? ImportOptions.Kind.ATTEMPTS : ImportOptions.Kind.FRAMES;
        if (kind == ImportOptions.Kind.ATTEMPTS && !mapped) {
            return new ExportedAttempts(options.arm(), sink, tally);
        }
        reader.orderByTime();
        Optional<String> missing = new NamedTopics(options).missingIn(file.toString(), reader.connections());
        boolean carried = camera.begin(reader::firstOf, series.before(file, reader.start()));
        if (missing.isPresent()) {
            series.add(file, reader.end(), camera); // the next file of the recording goes on from here
            throw new FarmException(ErrorCode.DATA, missing.get());
        }
        if (carried) {
            tally.note("the camera is known from the file before");
        }
        return mapped
                ? new MappedAttempts(recording, options, camera, sink, tally)
                : new LooseFrames(recording, options, camera, sink, tally);
    }

    /** By the index if there is one; else the whole file is read for it. */
    private boolean holdsExportedAttempts(Path file) {
        try (BagReader reader = BagReader.open(file)) {
            while (reader.index().isEmpty() && reader.next().isPresent()) {
                if (hasEvents(reader)) {
                    return true;
                }
            }
            return hasEvents(reader);
        }
    }

    private static boolean hasEvents(BagReader reader) {
        return reader.connections().stream().anyMatch(connection -> AttemptTopics.isEvent(connection.topic()));
    }
}
