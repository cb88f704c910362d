package armfarm.cli;

import armfarm.cli.imports.DatasetImport;
import armfarm.cli.imports.DatasetReport;
import armfarm.cli.imports.ImportTarget;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.imports.ImportFormat;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.ArmId;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm import}: data sets of others into the store. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Read a data set of others into the store of a stopped farm; the same one twice stores nothing twice.",
            "An interrupted import goes on when it is run again. What is imported is trained on only where learning.sources names it.",
            "ROS bags: armfarm bag import."
        })
final class ImportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private NewDataOption data;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ImportFormat format;

    @Parameters(
            paramLabel = "PATH",
            description = "Folder of the data set; for brain2016 also one of its TFRecord files.")
    private Path path;

    @Option(names = "--arm", paramLabel = "ARM", description = "Store under this arm's name, not the recorded one.")
    private String arm;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the data set, for learning.sources (imported:NAME); default: the last part of PATH.")
    private String name;

    @Option(
            names = "--open-gripper",
            paramLabel = "METERS",
            description = "Opening of the open gripper, for brain2016: turns gripper/status into metres.")
    private Double openGripperMeters;

    @Option(
            names = "--image",
            paramLabel = "COLUMN",
            description = "For lerobot: the camera to take, where there are several.")
    private String imageColumn;

    @Option(
            names = "--frames",
            description = "For lerobot: take the images without commands, whatever the actions are.")
    private boolean frames;

    @Option(names = "--dry-run", description = "Only say what would be stored.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        ImportSettings settings = settings();
        DatasetReport report = dryRun
                ? run(settings, ImportTarget.nowhere())
                : StoreAccess.change(
                        data.folder(),
                        store -> run(settings, new ImportTarget(store.stream()::isStored, store.stream()::append)));
        if (json) {
            Json.print(report);
        } else {
            print(report, System.out);
        }
        return report.complete() ? 0 : 1;
    }

    private ImportSettings settings() {
        if (openGripperMeters != null && !(openGripperMeters > 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--open-gripper is " + openGripperMeters + ", expected metres above 0");
        }
        if (format != ImportFormat.LEROBOT && (imageColumn != null || frames)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--image and --frames are for --format lerobot, found " + format);
        }
        return new ImportSettings(
                SoftwareVersion.CURRENT,
                Optional.ofNullable(arm).map(ArmId::new),
                openGripperMeters == null ? OptionalDouble.empty() : OptionalDouble.of(openGripperMeters),
                Optional.ofNullable(imageColumn),
                frames);
    }

    private DatasetReport run(ImportSettings settings, ImportTarget target) {
        PhaseLine line = new PhaseLine(format.label() + " import", System.err, InstantSource.system());
        try {
            return new DatasetImport(format, settings, target, line::show, Optional.ofNullable(name)).run(path, dryRun);
        } finally {
            line.end();
        }
    }

    private static void print(DatasetReport report, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s (%s, %d files): %s%d attempts with %d images, %d attempts were there already%n",
                report.path(),
                report.format(),
                report.files(),
                report.dryRun() ? "would store " : "stored ",
                report.attemptsStored(),
                report.framesStored(),
                report.attemptsAlreadyStored());
        printCounts(out, "attempts had, and the store has no place for it", report.leftOut());
        report.notes().forEach(note -> out.println("  note: " + note));
        printCounts(out, "rejected", report.rejected());
        report.rejectedPlaces().forEach(place -> out.println("  rejected: " + place));
        report.problems().forEach(problem -> out.println("  damaged: " + problem));
    }

    private static void printCounts(PrintStream out, String what, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach((name, count) -> out.println("  " + count + " " + what + ": " + name));
    }
}
