package armfarm.cli;

import armfarm.controller.roles.ArmRole;
import armfarm.messages.ArmId;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm arm}: one arm in a process of its own. */
@Command(
        name = "arm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run one arm of the configuration in a process of its own, over an external Kafka, PostgreSQL and ROS master.",
            "It practises as 'armfarm controller' says, until SIGTERM or Ctrl-C; several such processes and a controller,",
            "a trainer and a store make a farm."
        },
        footer = {"", "The arm's stop: armfarm stop ARM --data DIR, with the folder of this process. See docs/roles.md."
        })
final class ArmCommand implements Callable<Integer> {
    private static final long STOP_SECONDS = 60;
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    @Option(
            names = "--name",
            paramLabel = "ARM",
            description =
                    "Arm of the configuration (default: the one this folder ran last, else the first that no process runs).")
    private String name;

    @Mixin
    private RoleOptions options;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Optional<ArmId> wanted = Optional.ofNullable(name).map(ArmChoice::id);
        return options.run(
                (setup, stop) -> {
                    try (ArmRole arm = ArmRole.start(setup, wanted)) {
                        System.err.println(arm.describe());
                        while (!stop.await(LOOK_EVERY_MILLISECONDS)) {
                            arm.checkHealth();
                        }
                        System.err.println("Stopping " + arm.arm() + ".");
                    }
                    return 0;
                },
                options.config(),
                STOP_SECONDS);
    }
}
