package armfarm.cli.bench;

import armfarm.controller.FarmRun;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.JsonFile;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.SimulationKind;
import armfarm.controller.report.FarmReport;
import armfarm.controller.roles.Farm;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How well a model that was trained in one simulation grasps in another one, and one that was trained on both in either. A farm practises
 * in the first; its model is tested on held-out objects there and in the second. Another practises in the second alone. A third practises
 * there as much and trains on the first one's practice as well, both drawn equally often; its model is tested in both. Each step is a farm of
 * its own in the folder; what is done is not done again. Confined to one thread.
 */
public final class TransferBenchmark {
    /** Random attempts before the first round, as in any farm, unless the farm is a tiny one. */
    private static final int FIRST_ROUND = 300;

    private static final String TRAINED = "trained";
    private static final String MOVED = "moved";
    private static final String ALONE = "alone";
    private static final String MIXED = "mixed";
    private static final String BACK = "back";

    private final Path folder;
    private final Options options;
    private final FarmRun.StopWait stop;
    private final Consumer<FarmRun.Progress> show;
    private final Consumer<String> say;

    /**
     * What is compared.
     *
     * @param arms of each farm
     * @param attempts in the first simulation, before the first test
     * @param secondAttempts in the second simulation, alone and on top of those
     * @param evaluations first grasps on held-out objects per test and policy
     */
    public record Options(
            SimulationKind first,
            SimulationKind second,
            int arms,
            int attempts,
            int secondAttempts,
            int evaluations,
            long seed) {}

    /** One test. @param random in the same farm */
    public record Row(String trainedOn, String testedIn, FarmReport.Rate model, FarmReport.Rate random) {}

    /** What {@code --json} prints. */
    public record Report(Options options, List<Row> rows) {
        public Report {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Work in a folder.
     *
     * @param stop asked between the steps of each farm
     * @param show gets each farm's progress
     * @param say gets what begins and what is done already
     */
    public TransferBenchmark(
            Path folder,
            Options options,
            FarmRun.StopWait stop,
            Consumer<FarmRun.Progress> show,
            Consumer<String> say) {
        this.folder = folder.toAbsolutePath().normalize();
        this.options = options;
        this.stop = stop;
        this.show = show;
        this.say = say;
    }

    /**
     * One farm to run.
     *
     * @param modelFrom the step whose model is tested, without practice; empty: it makes its own
     * @param practiceFrom the step whose practice it trains on, too; empty: none
     */
    private record Step(
            String name,
            SimulationKind simulation,
            int attempts,
            Optional<String> modelFrom,
            Optional<String> practiceFrom,
            String trainedOn) {
        static Step practising(String name, SimulationKind simulation, int attempts, String trainedOn) {
            return new Step(name, simulation, attempts, Optional.empty(), Optional.empty(), trainedOn);
        }

        Step withPracticeOf(String other) {
            return new Step(name, simulation, attempts, modelFrom, Optional.of(other), trainedOn);
        }

        static Step testing(String name, SimulationKind simulation, String modelFrom, String trainedOn) {
            return new Step(name, simulation, 0, Optional.of(modelFrom), Optional.empty(), trainedOn);
        }
    }

    private List<Step> steps() {
        String first = options.attempts() + " " + name(options.first());
        String second = options.secondAttempts() + " " + name(options.second());
        String both = first + " + " + second;
        return List.of(
                Step.practising(TRAINED, options.first(), options.attempts(), first),
                Step.testing(MOVED, options.second(), TRAINED, first),
                Step.practising(ALONE, options.second(), options.secondAttempts(), second),
                Step.practising(MIXED, options.second(), options.secondAttempts(), both)
                        .withPracticeOf(TRAINED),
                Step.testing(BACK, options.first(), MIXED, both));
    }

    /**
     * Runs what is not done yet. Blocks, for as long as farms practise.
     *
     * @return empty if a stop was requested; a later run with the same options goes on
     * @throws FarmException (CONFIG) if the folder holds a run with other options
     */
    public Optional<Report> run() throws InterruptedException {
        List<Row> rows = new ArrayList<>(done());
        List<Step> steps = steps();
        for (int i = 0; i < steps.size(); i++) {
            String title = "Step %d of %d: trained on %s, tested in %s"
                    .formatted(
                            i + 1,
                            steps.size(),
                            steps.get(i).trainedOn(),
                            name(steps.get(i).simulation()));
            if (i < rows.size()) {
                say.accept(title + " (done)");
                continue;
            }
            say.accept(title);
            Optional<Row> row = carryOut(steps.get(i));
            if (row.isEmpty()) {
                return Optional.empty();
            }
            rows.add(row.get());
            remember(new Report(options, rows));
        }
        return Optional.of(new Report(options, rows));
    }

    private Optional<Row> carryOut(Step step) throws InterruptedException {
        Path data = folder.resolve(step.name());
        step.modelFrom().ifPresent(from -> takeModel(folder.resolve(from), data));
        step.practiceFrom()
                .ifPresent(
                        from -> SharedPractice.share(folder.resolve(from), data, folder.resolve(from + "-practice")));
        boolean practises = step.attempts() > 0;
        FarmRun.Limits limits = new FarmRun.Limits(Optional.of((long) step.attempts()), Optional.empty());
        try (DataFolder open = DataFolder.open(data);
                Farm farm = Farm.start(configOf(step), open, limits, stop::requested)) {
            FarmRun run = new FarmRun(farm.practice(), limits);
            if (!(practises ? run.await(stop, show) : run.evaluateOnly(stop, show))) {
                return Optional.empty();
            }
            farm.stopArms();
            FarmReport report = farm.report(Duration.ZERO);
            FarmReport.Success success = report.success();
            if (report.models() == 0 || success.policyHeldout().n() == 0) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "The farm in " + data + " has " + report.models() + " models after " + report.collected()
                                + " attempts, expected one or more and the last one tested; look at its log in "
                                + folder.resolve("logs"));
            }
            return Optional.of(
                    new Row(step.trainedOn(), name(step.simulation()), success.policyHeldout(), success.random()));
        } catch (FarmException e) {
            if (stop.requested()) {
                return Optional.empty(); // stopped while it started
            }
            throw e;
        }
    }

    /** The same keys as for any farm, so that a step can be looked at with any command. */
    private FarmConfig configOf(Step step) {
        Path file = folder.resolve(step.name() + ".yaml");
        int firstRound = step.attempts() == 0 ? FIRST_ROUND : Math.min(FIRST_ROUND, step.attempts() / 2);
        String sources = step.practiceFrom().isPresent() ? "own: 1, \"" + SharedPractice.SOURCE + "\": 1" : "own: 1";
        try {
            Files.createDirectories(folder);
            Files.writeString(file, """
                    farm: {arms: %d, seed: %d}
                    simulation: {kind: %s}
                    learning: {random_attempts: %d, sources: {%s}}
                    evaluation: {attempts: %d}
                    """.formatted(
                            options.arms(),
                            options.seed(),
                            name(step.simulation()),
                            firstRound,
                            sources,
                            options.evaluations()));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return FarmConfig.read(file);
    }

    /** The newest model of a farm that has ended; nothing if the other one has models already. */
    private void takeModel(Path from, Path to) {
        Path models = to.resolve("models");
        try {
            Files.createDirectories(models);
            if (newestModel(models).isPresent()) {
                return;
            }
            Path model = newestModel(from.resolve("models"))
                    .orElseThrow(() -> new FarmException(
                            ErrorCode.DATA, "There is no model in " + from + " to go on with; more --attempts"));
            Path partial = models.resolve("model.part");
            Files.copy(model, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, models.resolve(model.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(models, e);
        }
    }

    private static Optional<Path> newestModel(Path models) throws IOException {
        try (Stream<Path> files = Files.list(models)) {
            return files.filter(file -> file.toString().endsWith(".model.zip")).max(Path::compareTo);
        }
    }

    private List<Row> done() {
        Path file = resultFile();
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            Report found = JsonFile.read(file, Report.class);
            if (!found.options().equals(options)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        file + " is of a run with " + found.options() + ", asked for was " + options
                                + "; ask for the same to go on with it, or choose another folder with --data");
            }
            return found.rows();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    file + " cannot be read: " + e.getMessage() + "; choose another folder with --data",
                    e);
        }
    }

    private void remember(Report report) {
        Path file = resultFile();
        try {
            JsonFile.write(file, report);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private Path resultFile() {
        return folder.resolve("transfer.json");
    }

    private static FarmException unwritable(Path what, IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE, what + " cannot be written: " + e + "; choose another folder with --data", e);
    }

    private static String name(SimulationKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
