package armfarm.controller.cli;

import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm arms reset}: takes a stop back. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Take a stop back. Look at the arm first: it moves again at once if a farm drives it.")
final class ArmsResetCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Which which;

    @Mixin
    private ArmChoice choice;

    /** One or all. */
    static final class Which {
        @Parameters(paramLabel = "ARM", description = "Name of the arm.")
        private String arm;

        @Option(names = "--all", description = "Every stop there is.")
        private boolean all;
    }

    @Override
    public Integer call() {
        StopLatch stops = choice.stops();
        if (which.all) {
            System.out.println(stops.resetAll() + " stop(s) taken back.");
            return 0;
        }
        ArmId arm = ArmChoice.id(which.arm);
        if (stops.allStopped()) {
            throw new FarmException(
                    ErrorCode.CONFIG, "All arms are stopped together; take that back with 'armfarm arms reset --all'");
        }
        System.out.println(stops.reset(arm) ? arm + " may move again." : arm + " was not stopped.");
        return 0;
    }
}
