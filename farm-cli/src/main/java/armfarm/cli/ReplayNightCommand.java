package armfarm.cli;

import armfarm.cli.night.NightReplay;
import armfarm.cli.night.ReplayReport;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm replay-night}: a recording through a disturbed pipeline, compared row by row. */
@Command(
        name = "replay-night",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replay what 'armfarm record' recorded, with its timing, while databases, brokers and records come to harm.",
            "It goes through a broker, a consumer and a store of its own; the store is compared row by row and image by image",
            "with what a reading without pipeline and faults gives. Exit code 1 if anything differs; then both stores are kept.",
            "One decision again: armfarm replay."
        })
final class ReplayNightCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int SHOWN_DIFFERENCES = 20;
    /** Two databases and a broker, perhaps just starting on a busy machine. */
    private static final long STOP_PATIENCE_SECONDS = 60;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "NIGHT", description = "File made by 'armfarm record'.")
    private Path night;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Times the recorded speed (default: ${DEFAULT-VALUE}); max or 0 for as fast as it goes.")
    private String speed;

    @Option(
            names = "--faults",
            paramLabel = "SEED",
            description =
                    "Make every kind of fault happen at moments that follow from the seed (default: none happen).")
    private Long faultSeed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "New folder for both stores, expected/ and replayed/, that stays (default: a temporary one).")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--keep", description = "Leave the temporary folder behind.")
    private boolean keep;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        NightReplay.Options options = new NightReplay.Options(
                speed(), faultSeed == null ? OptionalLong.empty() : OptionalLong.of(faultSeed), data, keep);
        StopSignal stop = StopSignal.install(STOP_PATIENCE_SECONDS);
        MovingLine line = new MovingLine(System.err, InstantSource.system());
        ReplayReport report;
        try {
            report = new NightReplay(
                            options,
                            (phase, done, all) -> line.show(() -> String.format(
                                    Locale.ROOT, "%s: %s, %d of %d events", night.getFileName(), phase, done, all)),
                            stop::isRequested)
                    .run(night);
        } catch (FarmException e) {
            if (stop.isRequested()) {
                System.err.println(e.getMessage());
                return INTERRUPTED;
            }
            throw e;
        } finally {
            line.end();
        }
        if (json) {
            Json.print(report);
        } else {
            print(report, System.out);
        }
        return report.isEqual() ? 0 : 1;
    }

    private double speed() {
        try {
            double times = speed.equalsIgnoreCase("max") ? 0 : Double.parseDouble(speed);
            if (times >= 0 && Double.isFinite(times)) {
                return times;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new CommandLine.ParameterException(
                spec.commandLine(), "--speed: found " + speed + ", expected a number of 0 or more, or max");
    }

    private static void print(ReplayReport report, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%d events of %.0f s in %.0f s; %d attempts = %d stored + %d rejected; %d rejected records%n",
                report.events(),
                report.recordedSeconds(),
                report.seconds(),
                report.attempts(),
                report.stored(),
                report.rejected(),
                report.rejectedRecords());
        out.println("faults: "
                + (report.faults().isEmpty()
                        ? "none"
                        : report.faults().entrySet().stream()
                                .map(fault -> fault.getValue() + " " + fault.getKey())
                                .collect(Collectors.joining(", "))));
        if (!report.recordingComplete()) {
            out.println("The recorder was killed: this is what it had written.");
        }
        out.printf(Locale.ROOT, "%d rows compared, %d differ%n", report.comparedRows(), report.differentRows());
        report.differences().stream().limit(SHOWN_DIFFERENCES).forEach(difference -> out.println("  " + difference));
        report.problems().forEach(problem -> out.println("  " + problem));
        if (!report.data().isEmpty()) {
            out.println("Both stores are in " + report.data());
        }
    }
}
