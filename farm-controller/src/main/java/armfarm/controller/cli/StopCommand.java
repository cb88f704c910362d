package armfarm.controller.cli;

import armfarm.controller.FarmArms;
import armfarm.drivers.cell.ArmStop;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm stop}: stops arms until a person takes it back. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stop an arm, or all, until 'armfarm arms reset'. It survives restarts of the farm.",
        footer = {
            "",
            "This is not an emergency stop: it works through software. Use the arm's own button in danger.",
            "Exit code: 0 stopped and seen to stand still, 1 the stop is set but the arm was not seen to stand still."
        })
final class StopCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Mixin
    private ArmChoice choice;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; shown wherever the stop is.")
    private String reason;

    /** One or all. */
    static final class Which {
        @Parameters(paramLabel = "ARM", description = "Name of the arm.")
        private String arm;

        @Option(names = "--all", description = "Every arm, also those added later.")
        private boolean all;
    }

    @Override
    public Integer call() {
        StopLatch stops = choice.stops();
        String by = System.getProperty("user.name");
        Instant now = InstantSource.system().instant();
        // First the stop itself: it must not depend on a network, a configuration or a known name.
        if (which.all) {
            stops.stopAll(by, reason, now);
        } else {
            stops.stop(ArmChoice.id(which.arm), by, reason, now);
        }
        System.out.println((which.all ? "All arms are" : ArmChoice.id(which.arm) + " is")
                + " stopped; farms on this data folder send no more motion to it until 'armfarm arms reset'.");
        List<FarmArms.Arm> arms;
        try {
            arms = (which.all ? choice.all() : List.of(choice.one(which.arm)))
                    .stream().map(ArmChoice.Chosen::arm).toList();
        } catch (FarmException e) {
            System.err.println("armfarm: not seen to stand still: " + e.getMessage());
            return 1;
        }
        boolean still = true;
        for (FarmArms.Arm arm : arms) {
            still &= cancelAndWatch(arm);
        }
        return still ? 0 : 1;
    }

    private boolean cancelAndWatch(FarmArms.Arm arm) {
        try {
            Duration after = ArmStop.cancelAndAwaitStill(arm.spec(), choice.rosMaster(), choice.rosHost(), PATIENCE);
            System.out.printf("%s stands still (seen %.1f s after).%n", arm.id(), after.toMillis() / 1000.0);
            return true;
        } catch (FarmException e) {
            System.err.println("armfarm: " + arm.id() + " was NOT seen to stand still: " + e.getMessage());
            return false;
        }
    }
}
