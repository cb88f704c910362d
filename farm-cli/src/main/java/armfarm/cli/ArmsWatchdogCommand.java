package armfarm.cli;

import armfarm.controller.FarmArms;
import armfarm.drivers.cell.ArmWatchdog;
import armfarm.messages.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm arms watchdog}: stops an arm when the farm's process dies. */
@Command(
        name = "watchdog",
        mixinStandardHelpOptions = true,
        description =
                "Cancel every goal of an arm while the farm's heartbeat is silent. Runs until Ctrl-C, in a process of"
                        + " its own; for arms that do not listen to the heartbeat themselves.")
final class ArmsWatchdogCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    @Parameters(paramLabel = "ARM", description = "Name of the arm.")
    private String arm;

    @Mixin
    private ArmChoice choice;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "End after this time (default: never).")
    private Duration duration;

    @Override
    public Integer call() throws InterruptedException {
        ArmChoice.Found found = choice.one(arm);
        FarmArms.Arm watched = found.chosen().arm();
        StopSignal stop = StopSignal.install();
        Deadline end = duration == null ? Deadline.never() : Deadline.after(duration);
        try (ArmWatchdog watchdog = ArmWatchdog.start(
                watched.id(),
                watched.spec().topics(),
                found.place().rosMaster(),
                found.place().rosHost(),
                refusal -> say(
                        watched,
                        refusal.map(why -> "must stand still: " + why).orElse("may move: the heartbeat is there")))) {
            say(watched, "watching " + watched.spec().topics().heartbeat() + "; awake with the first heartbeat");
            boolean reached = false;
            while (!end.isOver() && !stop.await(LOOK_EVERY_MILLISECONDS)) {
                if (watchdog.reachesArm() != reached) {
                    reached = !reached;
                    say(watched, (reached ? "reaches" : "LOST") + " the arm's action server");
                }
            }
        }
        return 0;
    }

    private static void say(FarmArms.Arm arm, String text) {
        System.out.println(InstantSource.system().instant() + " " + arm.id() + " " + text);
    }
}
