package armfarm.cli;

import armfarm.cli.bench.TransferBenchmark;
import armfarm.cli.bench.TransferBenchmark.Report;
import armfarm.cli.bench.TransferBenchmark.Row;
import armfarm.cli.console.Logging;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.SimulationKind;
import armfarm.controller.report.FarmReport.Rate;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench transfer}. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train in the embedded simulation, in Gazebo and on both together, and test across.",
            "The first model is tested in both simulations, the second in Gazebo, the third in both. The tests are on held-out",
            "objects. Takes an hour or so with these numbers; started again with",
            "the same options it goes on where it stopped."
        })
final class TransferBench implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int FEWEST_ATTEMPTS = 50;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "transfer-data",
            description = "Folder of the farms that are run for it (${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--arms", paramLabel = "N", defaultValue = "4", description = "Of each farm (${DEFAULT-VALUE}).")
    private int arms;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "2000",
            description = "In the first simulation (${DEFAULT-VALUE}).")
    private int attempts;

    @Option(
            names = "--second-attempts",
            paramLabel = "N",
            defaultValue = "500",
            description = "In the second one, alone and together with those of the first (${DEFAULT-VALUE}).")
    private int secondAttempts;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            defaultValue = "150",
            description = "First grasps on held-out objects, per test and policy (${DEFAULT-VALUE}).")
    private int evaluations;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "As for up (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--from",
            paramLabel = "KIND",
            defaultValue = "embedded",
            description = "The first simulation (${DEFAULT-VALUE}).")
    private SimulationKind first;

    @Option(
            names = "--to",
            paramLabel = "KIND",
            defaultValue = "gazebo",
            description = "The second simulation (${DEFAULT-VALUE}); gazebo needs root.")
    private SimulationKind second;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        if (arms < 1
                || arms > FarmConfig.MAX_ARMS
                || attempts < FEWEST_ATTEMPTS
                || secondAttempts < FEWEST_ATTEMPTS
                || evaluations < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected 1 to " + FarmConfig.MAX_ARMS + " arms, " + FEWEST_ATTEMPTS
                            + " attempts or more in each simulation and 1 evaluation or more");
        }
        StopSignal stop = StopSignal.install();
        Logging.toFile(folder.toAbsolutePath().resolve("logs"));
        Optional<Report> report;
        try (ProgressLine progress = new ProgressLine()) {
            report = new TransferBenchmark(
                            folder,
                            new TransferBenchmark.Options(
                                    first, second, arms, attempts, secondAttempts, evaluations, seed),
                            stop::await,
                            progress::show,
                            System.err::println)
                    .run();
        }
        if (report.isEmpty()) {
            System.err.println("Stopped; the same command goes on.");
            return INTERRUPTED;
        }
        print(report.get(), json ? System.err : System.out);
        if (json) {
            Json.print(report.get());
        }
        return 0;
    }

    /** As the documentation shows it. */
    static void print(Report report, PrintStream out) {
        out.println("| Trained on | Tested in | Model | 95 % interval | Random | 95 % interval |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        for (Row row : report.rows()) {
            out.printf(
                    "| %s | %s | %s | %s |%n", row.trainedOn(), row.testedIn(), text(row.model()), text(row.random()));
        }
    }

    private static String text(Rate rate) {
        return String.format(
                Locale.ROOT,
                "%.0f %% of %d | %.0f-%.0f %%",
                100 * rate.rate(),
                rate.n(),
                100 * rate.low(),
                100 * rate.high());
    }
}
