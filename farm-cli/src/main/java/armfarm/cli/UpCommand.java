package armfarm.cli;

import armfarm.cli.console.Logging;
import armfarm.controller.FarmArms;
import armfarm.controller.FarmRun;
import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.SimulationKind;
import armfarm.controller.report.FarmReport;
import armfarm.controller.roles.Farm;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.time.Stopwatch;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm up}: runs the farm until the target, the time or Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run the farm: simulated arms over real ROS, Kafka and PostgreSQL, learning as they practise.",
        footer = {
            "",
            "A second start on the same folder goes on where the first one stopped.",
            "With --until or --for, the model then on the arms is tested on held-out objects at the end."
        })
final class UpCommand implements Callable<Integer> {
    static final int INTERRUPTED = 130;
    private static final int INCOMPLETE = 1;

    @Option(names = "--arms", paramLabel = "N", description = "Simulated arms, 1 to 16 (default: 4).")
    private Integer arms;

    @Mixin
    private NewDataOption data;

    @ArgGroup
    private Limit limit = new Limit();

    /** At most one way to end. */
    static final class Limit {
        @Option(
                names = "--until",
                paramLabel = "attempts=N",
                converter = Target.Converter.class,
                description = "Stop when the folder holds N completed practice attempts, earlier runs included.")
        private Target until;

        @Option(
                names = "--for",
                paramLabel = "DURATION",
                converter = Durations.class,
                description = "Stop after this time, for example 90s, 15m, 8h.")
        private Duration duration;
    }

    @Option(names = "--seed", paramLabel = "S", description = "Makes objects, exploration and training repeatable.")
    private Long seed;

    @Option(names = "--port", paramLabel = "P", description = "Port of the page (default: 8080 or a free one).")
    private Integer port;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file; see docs/configuration.md.")
    private Path configFile;

    @Option(
            names = "--sim",
            paramLabel = "KIND",
            description =
                    "What runs the simulated arms: embedded (the default), or gazebo, which is made ready the first"
                            + " time it is used and needs root; see robot-simulation/gazebo.")
    private SimulationKind simulation;

    @Option(names = "--real-time", description = "Arms move at robot speed instead of as fast as possible.")
    private boolean realTime;

    @Option(names = "--json", description = "End with one line of JSON on stdout.")
    private boolean json;

    @Option(names = "--stop-with", paramLabel = "PID", hidden = true, description = "Stop when that process ends.")
    private Long stopWith;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Stopwatch sinceStart = Stopwatch.start();
        FarmConfig config = configuration();
        StopSignal stop = StopSignal.install();
        Optional.ofNullable(stopWith).ifPresent(stop::requestWithEndOf);
        try (DataFolder folder = DataFolder.open(data.folder())) {
            Logging.toFile(folder.root().resolve("logs"));
            FarmRun.Limits limits = limits(limit);
            Outcome outcome = run(config, folder, limits, stop, sinceStart);
            ResultTable.print(outcome.report(), System.err);
            if (json) {
                Json.print(outcome.report());
            }
            int code = exitCode(outcome.report(), outcome.reachedEnd(), limits);
            return Unhealed.exitCode(outcome.unhealed(), code, System.err);
        } catch (FarmException e) {
            if (stop.isRequested()) {
                System.err.println(e.getMessage());
                return INTERRUPTED;
            }
            throw e;
        }
    }

    private record Outcome(FarmReport report, boolean reachedEnd, List<LoopProblem> unhealed) {}

    private static Outcome run(
            FarmConfig config, DataFolder folder, FarmRun.Limits limits, StopSignal stop, Stopwatch sinceStart)
            throws InterruptedException {
        System.err.println("Starting " + FarmArms.of(config).describe() + ", data in " + folder.root());
        try (StepLines steps = StepLines.onStderr(stop::progressed);
                Farm farm = Farm.start(config, folder, limits, stop::isRequested, steps)) {
            System.err.print(farm.describe(sinceStart.elapsed()));
            boolean reachedEnd;
            try (ProgressLine progress = new ProgressLine()) {
                reachedEnd = new FarmRun(farm.practice(), limits).await(stop::await, progress::show);
            }
            System.err.println(reachedEnd ? "Target reached, stopping." : "Stopping.");
            List<LoopProblem> unhealed = farm.supervision().unhealed();
            farm.stopArms();
            return new Outcome(farm.report(sinceStart.elapsed()), reachedEnd, unhealed);
        }
    }

    static FarmRun.Limits limits(Limit limit) {
        return new FarmRun.Limits(
                Optional.ofNullable(limit.until).map(Target::attempts), Optional.ofNullable(limit.duration));
    }

    static int exitCode(FarmReport report, boolean reachedEnd, FarmRun.Limits limits) {
        if (report.attempts() != report.stored() + report.rejected()) {
            System.err.println("armfarm: " + report.attempts() + " attempts were begun but " + report.stored()
                    + " stored and " + report.rejected() + " rejected; see the log");
            return INCOMPLETE;
        }
        return reachedEnd || limits.unbounded() ? 0 : INTERRUPTED;
    }

    private FarmConfig configuration() {
        FarmConfig base = configFile == null ? FarmConfig.defaults() : FarmConfig.read(configFile);
        if (arms != null
                && (arms < (base.cells().isEmpty() ? 1 : 0)
                        || arms + base.cells().size() > FarmConfig.MAX_ARMS)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--arms: found " + arms + ", expected 1 to 16 with the cells of the configuration counted");
        }
        if (port != null && (port < 0 || port > 65_535)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--port: found " + port + ", expected 0 to 65535");
        }
        return base.with(
                Optional.ofNullable(arms),
                Optional.ofNullable(seed),
                Optional.ofNullable(port),
                Optional.ofNullable(simulation),
                realTime);
    }
}
