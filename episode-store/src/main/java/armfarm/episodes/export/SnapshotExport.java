package armfarm.episodes.export;

import armfarm.episodes.Episodes;
import armfarm.episodes.Snapshot;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a snapshot in a format: parts of it, one after the other, then what describes them, then, when all of it was
 * opened again and found right, the manifest. One attempt is in memory at a time. The same snapshot gives the same bytes.
 *
 * <p>A folder with a manifest is complete; one with a journal was interrupted and can be gone on with.
 */
public final class SnapshotExport {
    private final Snapshots snapshots;
    private final Episodes episodes;
    private final ExportRequest request;
    private final ExportProgress progress;
    private final FormatLayout layout;
    private final ExportFolder folder;
    private final Snapshot snapshot;
    private final List<ExportedFile> files = new ArrayList<>();
    private long done;

    private SnapshotExport(
            Snapshots snapshots,
            Episodes episodes,
            ExportRequest request,
            FormatLayout layout,
            ExportProgress progress) {
        this.snapshots = snapshots;
        this.episodes = episodes;
        this.request = request;
        this.progress = progress;
        this.layout = layout;
        folder = new ExportFolder(request.folder());
        snapshot = snapshots.find(request.snapshot()).orElseThrow(() -> unknownSnapshot(snapshots, request.snapshot()));
    }

    /**
     * Blocks until the export is complete and checked.
     *
     * @param layout of the format that is asked for
     * @throws FarmException (CONFIG) if there is no such snapshot or the folder is not empty and not an interrupted export
     *     of it; (RESOURCE) if the disk refused, and the export can be resumed; (DATA) if images of the store or files
     *     already written are damaged
     */
    public static ExportResult run(
            Snapshots snapshots,
            Episodes episodes,
            ExportRequest request,
            FormatLayout layout,
            ExportProgress progress,
            InstantSource clock) {
        Instant start = clock.instant();
        SnapshotExport export = new SnapshotExport(snapshots, episodes, request, layout, progress);
        PartCounts total = export.write().total();
        ExportedFile manifest = export.files.get(export.files.size() - 1);
        return new ExportResult(
                request.snapshot(),
                request.format(),
                total.attempts(),
                total.leftOut(),
                export.files.size(),
                export.files.stream().mapToLong(ExportedFile::bytes).sum(),
                manifest.sha256(),
                Duration.between(start, clock.instant()));
    }

    private ExportContext write() {
        refuseOtherFolders();
        long fileBytes = request.fileBytes() > 0 ? request.fileBytes() : layout.fileBytes();
        long attemptsPerPart = ExportPlan.attemptsPerPart(snapshots, episodes, snapshot, fileBytes);
        try (ExportJournal journal = ExportJournal.open(request.folder())) {
            journal.begin(new ExportJournal.Header(
                    ExportJournal.VERSION,
                    snapshot.name(),
                    snapshot.sha256(),
                    request.format().label(),
                    layout.version(),
                    attemptsPerPart,
                    request.openGripperMeters().isPresent()
                            ? request.openGripperMeters().getAsDouble()
                            : null));
            folder.deletePartialFiles();
            List<FinishedPart> parts = writeParts(ExportPlan.parts(snapshot, attemptsPerPart), journal);
            ExportContext export = new ExportContext(snapshot, snapshots, episodes, request.folder(), parts);
            parts.forEach(part -> files.addAll(part.files()));
            layout.finish(export, folder);
            folder.write("README.md", "# " + snapshot.name() + "\n\n" + layout.readme(export));
            files.addAll(folder.takeWritten());
            check(export);
            folder.write(ExportFolder.MANIFEST, Manifest.of(export, request, layout, files));
            files.addAll(folder.takeWritten());
            journal.delete();
            return export;
        }
    }

    private void refuseOtherFolders() {
        if (folder.isEmpty()) {
            return;
        }
        if (folder.hasManifest()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Folder " + folder.root() + " holds a complete export (it has a " + ExportFolder.MANIFEST
                            + "); nothing is overwritten, choose another folder");
        }
        if (!ExportJournal.isIn(folder.root())) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Folder " + folder.root() + " is not empty and not an interrupted export; choose an empty or a new"
                            + " one");
        }
        if (!request.resume()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Folder " + folder.root() + " holds an interrupted export; go on with it with --resume, or choose"
                            + " another folder");
        }
    }

    private List<FinishedPart> writeParts(List<ExportPart> plan, ExportJournal journal) {
        List<FinishedPart> parts = new ArrayList<>(journal.finished());
        parts.forEach(this::checkUnchanged);
        Map<Split, SplitMembers> members = new EnumMap<>(Split.class);
        PartCounts before = PartCounts.NONE;
        for (FinishedPart part : parts) {
            members(members, part.part().split()).skip(part.part().members());
            before = before.plus(part.counts());
            done += part.part().members();
        }
        for (ExportPart part : plan.subList(parts.size(), plan.size())) {
            PartItems items = new PartItems(
                    episodes,
                    members(members, part.split()),
                    part,
                    layout.takesAttemptsWithoutSteps(),
                    () -> progress.show("writing", ++done, snapshot.size()));
            layout.writePart(new PartPlace(snapshot, part, before), items, folder);
            FinishedPart finished = new FinishedPart(part, items.counts(), folder.takeWritten());
            journal.append(finished);
            parts.add(finished);
            before = before.plus(finished.counts());
        }
        return parts;
    }

    private SplitMembers members(Map<Split, SplitMembers> bySplit, Split split) {
        return bySplit.computeIfAbsent(split, s -> new SplitMembers(snapshots, snapshot.name(), s));
    }

    private void checkUnchanged(FinishedPart part) {
        for (ExportedFile file : part.files()) {
            Optional<String> damage = folder.damage(file);
            if (damage.isPresent()) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Cannot go on with the export in " + folder.root() + ": " + damage.get()
                                + "; delete the folder and export again");
            }
        }
    }

    /** Reads everything back before the manifest says that it is good. */
    private void check(ExportContext export) {
        for (ExportedFile file : files) {
            folder.damage(file).ifPresent(damage -> {
                throw unreadable(damage, null);
            });
        }
        long checked = 0;
        for (FinishedPart part : export.parts()) {
            try {
                long found = layout.check(export.folder(), part);
                if (found != part.counts().attempts()) {
                    throw unreadable(
                            part.files().get(0).path() + " holds " + found + " attempts, expected "
                                    + part.counts().attempts(),
                            null);
                }
            } catch (IOException e) {
                throw unreadable(part.files().get(0).path() + ": " + e, e);
            }
            checked += part.part().members();
            progress.show("checking", checked, snapshot.size());
        }
    }

    private FarmException unreadable(String what, Exception cause) {
        return new FarmException(
                ErrorCode.DATA,
                "The export in " + folder.root() + " did not read back as it was written: " + what
                        + "; check the disk, delete the folder and export again",
                cause);
    }

    private static FarmException unknownSnapshot(Snapshots snapshots, String name) {
        List<String> names = snapshots.names();
        return new FarmException(
                ErrorCode.CONFIG,
                "There is no snapshot " + name + "; "
                        + (names.isEmpty() ? "this farm has none yet" : "there are " + String.join(", ", names)));
    }
}
