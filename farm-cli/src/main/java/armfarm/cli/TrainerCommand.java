package armfarm.cli;

import armfarm.controller.roles.TrainerRole;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code armfarm trainer}: the trainer in a process of its own. */
@Command(
        name = "trainer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train models on what the store holds, in a process of its own, and give them to the arms' processes.",
            "A farm trains with one such process at a time; another one stands by. Until SIGTERM or Ctrl-C."
        },
        footer = {"", "It reads the images of the store: see docs/roles.md."})
final class TrainerCommand implements Callable<Integer> {
    private static final long STOP_SECONDS = 60;
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    @Mixin
    private RoleOptions options;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        return options.run(
                (setup, stop) -> {
                    Optional<TrainerRole> started = TrainerRole.start(setup);
                    if (started.isEmpty()) {
                        return 0;
                    }
                    try (TrainerRole trainer = started.get()) {
                        System.err.println(trainer.describe());
                        String shown = "";
                        while (!stop.await(LOOK_EVERY_MILLISECONDS)) {
                            trainer.checkHealth();
                            String status = trainer.model();
                            if (!status.equals(shown)) {
                                System.err.println("Model on the arms: " + status);
                                shown = status;
                            }
                        }
                        System.err.println("Stopping the trainer.");
                    }
                    return 0;
                },
                options.config(),
                STOP_SECONDS);
    }
}
