package armfarm.cli;

import armfarm.cli.console.Logging;
import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.roles.RoleSetup;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.Supervision;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What every role's command shares: a folder of its own and the configuration of all. */
final class RoleOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of this process alone: logs, events that wait, fetched models.")
    private Path folder;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "YAML file, the same for all processes of a farm; see docs/roles.md and docs/configuration.md.")
    private Path configFile;

    /** A role while it runs. */
    @FunctionalInterface
    interface Role {
        int run(RoleSetup setup, StopSignal stop) throws InterruptedException, JsonProcessingException;
    }

    FarmConfig config() {
        return configFile == null ? FarmConfig.defaults() : FarmConfig.read(configFile);
    }

    /** Runs the role in its locked folder until it ends or is told to. @param patienceSeconds for its end after that */
    int run(Role role, FarmConfig config, long patienceSeconds) throws InterruptedException, JsonProcessingException {
        StopSignal stop = StopSignal.install(patienceSeconds);
        try (DataFolder data = DataFolder.open(folder)) {
            Logging.toFile(data.root().resolve("logs"));
            RoleSetup setup = RoleSetup.of(config, data, stop::isRequested, System.err::println);
            try (Supervision loops = setup.supervision()) {
                int code = role.run(setup, stop);
                return Unhealed.exitCode(unforeseen(loops), code, System.err);
            }
        } catch (FarmException e) {
            if (stop.isRequested()) {
                System.err.println(e.getMessage());
                return 0;
            }
            throw e;
        }
    }

    /** Services outside may be away when a role ends: that is no fault of the role. */
    private static List<LoopProblem> unforeseen(Supervision loops) {
        return loops.unhealed().stream().filter(problem -> !problem.foreseen()).toList();
    }

    /** The configuration with another port of the page, if one is given. */
    FarmConfig config(OptionalInt port) {
        return config().with(
                        Optional.empty(),
                        Optional.empty(),
                        port.isPresent() ? Optional.of(port.getAsInt()) : Optional.empty(),
                        Optional.empty(),
                        false);
    }
}
