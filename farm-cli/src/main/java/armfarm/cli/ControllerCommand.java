package armfarm.cli;

import armfarm.controller.FarmRun;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.report.FarmReport;
import armfarm.controller.roles.ControllerRole;
import armfarm.controller.roles.RoleSetup;
import armfarm.messages.time.Stopwatch;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm controller}: the plan and the page in a process of their own. */
@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Direct a farm whose store, trainer and arms are processes of their own, and show its page.",
            "It begins practice, and with --until or --for ends it with a last round of training and a test on held-out",
            "objects. Without it the others go on by its last word: started again, it goes on where it was."
        },
        footer = {"", "See docs/roles.md."})
final class ControllerCommand implements Callable<Integer> {
    private static final long STOP_SECONDS = 60;

    @ArgGroup
    private UpCommand.Limit limit = new UpCommand.Limit();

    @Mixin
    private RoleOptions options;

    @Option(names = "--port", paramLabel = "P", description = "Port of the page (default: 8080 or a free one).")
    private Integer port;

    @Option(
            names = "--ros-port",
            paramLabel = "P",
            description =
                    "Run a ROS master on this port, 11311 is the custom; ros.master_uri of the arms then names this"
                            + " machine (default: one on any free port if ros.master_uri is empty).")
    private Integer rosPort;

    @Option(names = "--json", description = "End with one line of JSON on stdout.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        FarmConfig config = options.config(checked("--port", port));
        OptionalInt ros = checked("--ros-port", rosPort);
        return options.run((setup, stop) -> run(setup, stop, ros), config, STOP_SECONDS);
    }

    private int run(RoleSetup setup, StopSignal stop, OptionalInt ros)
            throws InterruptedException, JsonProcessingException {
        Stopwatch sinceStart = Stopwatch.start();
        FarmRun.Limits limits = UpCommand.limits(limit);
        Optional<ControllerRole> started = ControllerRole.start(setup, limits.attempts(), ros);
        if (started.isEmpty()) {
            return 0;
        }
        try (ControllerRole controller = started.get()) {
            System.err.print(controller.describe());
            boolean reachedEnd;
            try (ProgressLine progress = new ProgressLine()) {
                reachedEnd = new FarmRun(controller.practice(), limits).await(stop::await, progress::show);
            }
            System.err.println(
                    reachedEnd ? "Target reached; the farm is told that all is over." : "Stopping; the arms go on.");
            if (reachedEnd) {
                controller.finish();
            }
            FarmReport report = controller.report(sinceStart.elapsed());
            ResultTable.print(report, System.err);
            if (json) {
                Json.print(report);
            }
            return reachedEnd
                    ? UpCommand.exitCode(report, true, limits)
                    : limits.unbounded() ? 0 : UpCommand.INTERRUPTED;
        }
    }

    private OptionalInt checked(String option, Integer value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value < 0 || value > 65_535) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + ": found " + value + ", expected 0 to 65535");
        }
        return OptionalInt.of(value);
    }
}
