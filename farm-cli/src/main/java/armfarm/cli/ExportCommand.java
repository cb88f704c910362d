package armfarm.cli;

import armfarm.controller.links.StoreAccess;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.ExportResult;
import armfarm.episodes.export.SnapshotExport;
import armfarm.episodes.formats.Formats;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm export}: a snapshot in a format that other people's training code reads. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write a frozen snapshot for other people's training code. The farm may be running.",
            "The folder gets a README.md with a loader and, last, a manifest.json with the hash of every file.",
            "The same snapshot gives the same bytes each time."
        })
final class ExportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--snapshot", paramLabel = "NAME", required = true, description = "Snapshot to write.")
    private String snapshot;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ExportFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to write: a new or an empty one, never overwritten.")
    private Path output;

    @Option(names = "--resume", description = "Go on after the last complete file of an interrupted export.")
    private boolean resume;

    @Option(
            names = "--license",
            paramLabel = "TEXT",
            defaultValue = ExportRequest.NO_LICENSE,
            description = "Who may use the data, for the manifest (default: ${DEFAULT-VALUE}).")
    private String license;

    @Option(
            names = "--file-mib",
            paramLabel = "N",
            description = "Size of a data file, about (default: 256; lerobot: 64).")
    private Integer fileMib;

    @Option(
            names = "--open-gripper",
            paramLabel = "METERS",
            description =
                    "Opening of your open gripper, for brain2016: gripper/status is a share of it, and is left out"
                            + " without it.")
    private Double openGripperMeters;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Result(
            String snapshot,
            String format,
            long attempts,
            long leftOut,
            long files,
            long bytes,
            String manifestSha256,
            double seconds) {}

    @Override
    public Integer call() throws JsonProcessingException {
        ExportRequest request = request();
        RateLine line = new RateLine(format.label() + " export", System.err, InstantSource.system());
        ExportResult result;
        try {
            result = StoreAccess.ask(
                    data.existing(),
                    store -> SnapshotExport.run(
                            store.snapshots(),
                            store.episodes(),
                            request,
                            Formats.layout(request),
                            line::show,
                            InstantSource.system()));
        } finally {
            line.end();
        }
        if (json) {
            Json.print(new Result(
                    result.snapshot(),
                    result.format().label(),
                    result.attempts(),
                    result.leftOut(),
                    result.files(),
                    result.bytes(),
                    result.manifestSha256(),
                    result.elapsed().toMillis() / 1000.0));
        } else {
            print(result, request.folder());
        }
        return 0;
    }

    private ExportRequest request() {
        if (fileMib != null && fileMib < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--file-mib is " + fileMib + ", expected 1 or more");
        }
        if (openGripperMeters != null && !(openGripperMeters > 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--open-gripper is " + openGripperMeters + ", expected metres above 0");
        }
        return new ExportRequest(
                snapshot,
                format,
                output,
                resume,
                license,
                fileMib == null ? 0 : (long) fileMib << 20,
                openGripperMeters == null ? OptionalDouble.empty() : OptionalDouble.of(openGripperMeters));
    }

    private static void print(ExportResult result, Path folder) {
        double seconds = Math.max(1e-3, result.elapsed().toMillis() / 1000.0);
        row("snapshot", result.snapshot());
        row("format", result.format().label());
        row("folder", folder.toString());
        row("attempts", Long.toString(result.attempts()));
        if (result.leftOut() > 0) {
            row("left out", result.leftOut() + " without an image of a step");
        }
        row("files", String.format(Locale.ROOT, "%d, %.1f MiB", result.files(), result.bytes() / 1048576.0));
        row("time", String.format(Locale.ROOT, "%.1f s, %.0f attempts/s", seconds, result.attempts() / seconds));
        row("manifest sha256", result.manifestSha256());
        System.out.println("Read back and checked. How to load it: " + folder.resolve("README.md"));
    }

    private static void row(String name, String value) {
        System.out.printf("%-16s %s%n", name, value);
    }
}
