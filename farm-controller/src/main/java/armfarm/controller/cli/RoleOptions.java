package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.controller.Logging;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.roles.RoleSetup;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
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
            return role.run(RoleSetup.of(config, data, stop::isRequested, System.err::println), stop);
        } catch (FarmException e) {
            if (stop.isRequested()) {
                System.err.println(e.getMessage());
                return 0;
            }
            throw e;
        }
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
