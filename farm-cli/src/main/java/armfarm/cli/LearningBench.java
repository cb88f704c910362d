package armfarm.cli;

import armfarm.cli.bench.LearningBenchmark;
import armfarm.cli.bench.LearningBenchmark.Point;
import armfarm.cli.bench.LearningBenchmark.Report;
import armfarm.cli.bench.LearningBenchmark.Seed;
import armfarm.cli.console.Logging;
import armfarm.cli.plots.LearningPlot;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm bench learning}. */
@Command(
        name = "learning",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run whole farms with other seeds and evaluate models of their history on held-out objects.",
            "Takes 17 minutes a farm or so with these numbers; started again with the same options",
            "it goes on where it stopped, and more --seeds add farms."
        })
final class LearningBench implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int FEWEST_ATTEMPTS = 20;

    /** An evaluation that runs is made to its end, and a farm ends in its own time. */
    private static final long PATIENCE_SECONDS = 600;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "learning-data",
            description = "Folder of the farms and of what is done (${DEFAULT-VALUE}).")
    private Path folder;

    @Option(
            names = "--seeds",
            paramLabel = "K",
            defaultValue = "3",
            description = "Farms with the seeds 1 to K (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Practice attempts of each farm (${DEFAULT-VALUE}).")
    private int attempts;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            defaultValue = "300",
            description = "First grasps of each evaluated model, in the same scenes (${DEFAULT-VALUE}).")
    private int evaluations;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "6",
            description = "Evaluated models of each farm, at most (${DEFAULT-VALUE}).")
    private int points;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file of the farms, as for up.")
    private Optional<Path> configFile = Optional.empty();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Mixin
    private PlotOption plot;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        if (seeds < 1 || seeds > 1000 || attempts < FEWEST_ATTEMPTS || evaluations < 1 || points < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected 1 to 1000 seeds, " + FEWEST_ATTEMPTS
                            + " attempts or more, 1 evaluation or more and 1 point or more");
        }
        plot.check();
        StopSignal stop = StopSignal.install(PATIENCE_SECONDS);
        Logging.toFile(folder.toAbsolutePath().resolve("logs"));
        Optional<Report> report = new LearningBenchmark(
                        folder,
                        LearningBenchmark.Options.of(attempts, evaluations, points, configFile),
                        seeds,
                        configFile,
                        stop::await,
                        System.err::println)
                .run();
        if (report.isEmpty()) {
            System.err.println("Stopped; the same command goes on.");
            return INTERRUPTED;
        }
        if (json) {
            Json.print(report.get());
        } else {
            print(report.get(), System.out);
        }
        plot.draw(() -> LearningPlot.draw(report.get()));
        return 0;
    }

    static void print(Report report, PrintStream out) {
        out.println("| Seed | Trained on | Held-out | 95 % interval |");
        out.println("| --- | --- | --- | --- |");
        for (Seed seed : report.seeds()) {
            for (Point point : seed.curve()) {
                out.printf(
                        Locale.ROOT,
                        "| %d | %d | %.1f %% | %.1f-%.1f %% |%n",
                        seed.seed(),
                        point.attempts(),
                        100 * point.heldout(),
                        100 * point.low(),
                        100 * point.high());
            }
        }
        for (Seed seed : report.seeds()) {
            out.printf(
                    Locale.ROOT,
                    "Seed %d: practice at 75 %% %s, %.0f s%n",
                    seed.seed(),
                    seed.practice075At() == null ? "never" : "after " + seed.practice075At() + " attempts",
                    seed.wallSeconds());
        }
        out.println("Last models: held-out " + percent(report.meanHeldout()) + " (" + percent(report.low()) + " to "
                + percent(report.high()) + "), held-out kinds " + percent(report.heldoutKinds())
                + ", predicted minus achieved " + percent(report.predictedMinusAchieved()) + "; random "
                + percent(report.random()) + ", oracle " + percent(report.oracle()));
    }

    private static String percent(Double rate) {
        return rate == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * rate);
    }
}
