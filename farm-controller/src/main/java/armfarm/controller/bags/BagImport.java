package armfarm.controller.bags;

import armfarm.controller.imports.AttemptSink;
import armfarm.controller.imports.FileHash;
import armfarm.controller.imports.ImportProgress;
import armfarm.controller.imports.ImportTally;
import armfarm.controller.imports.ImportTarget;
import armfarm.drivers.bag.BagMessage;
import armfarm.drivers.bag.BagProblem;
import armfarm.drivers.bag.BagReader;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads recordings into a store.
 *
 * <p>Ids come from the recording, so one that was read before, wholly or up to a crash, adds only what is not there yet.
 * Commits are small; nothing is lost when the import is interrupted, it is only to be run again.
 */
public final class BagImport {
    private static final long PROGRESS_EVERY_MESSAGES = 256;

    private final ImportOptions options;
    private final ImportTarget target;
    private final ImportProgress progress;

    public BagImport(ImportOptions options, ImportTarget target, ImportProgress progress) {
        this.options = options;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Imports one bag.
     *
     * @param dryRun for the report: the target stores nothing
     * @throws FarmException if the file is no bag, cannot be read, or the store refused; what was committed stays
     */
    public ImportReport run(Path file, boolean dryRun) {
        Recording recording = new Recording(file.getFileName().toString(), FileHash.sha256(file, progress));
        ImportTally tally = new ImportTally();
        AttemptSink sink = new AttemptSink(recording.sha256(), target);
        Conversion conversion = conversion(file, recording, sink, tally);
        try (BagReader reader = BagReader.open(file)) {
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
            return new ImportReport(
                    file.toString(),
                    recording.sha256(),
                    conversion.kind(),
                    reader.index().isPresent(),
                    messages,
                    tally.ignored(),
                    tally.rejected(),
                    tally.attemptsRejected(),
                    sink.attemptsStored(),
                    sink.attemptsAlreadyStored(),
                    sink.framesStored(),
                    reader.problems().stream().map(BagProblem::toString).toList(),
                    reader.problemCount(),
                    dryRun);
        }
    }

    private static void convert(Conversion conversion, BagMessage message, ImportTally tally) {
        try {
            conversion.accept(message);
        } catch (Unusable e) {
            tally.reject(message.connection().topic() + ": " + e.getMessage());
        }
    }

    private Conversion conversion(Path file, Recording recording, AttemptSink sink, ImportTally tally) {
        boolean mapped = options.topics().outcome().isPresent();
        ImportOptions.Kind kind = options.kind() != ImportOptions.Kind.AUTO
                ? options.kind()
                : mapped || holdsExportedAttempts(file) ? ImportOptions.Kind.ATTEMPTS : ImportOptions.Kind.FRAMES;
        return switch (kind) {
            case ATTEMPTS ->
                mapped
                        ? new MappedAttempts(recording, options, sink, tally)
                        : new ExportedAttempts(options.arm(), sink, tally);
            case FRAMES, AUTO -> new LooseFrames(recording, options, sink, tally);
        };
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
