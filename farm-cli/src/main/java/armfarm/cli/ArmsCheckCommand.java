package armfarm.cli;

import armfarm.drivers.check.ArmCheck;
import armfarm.drivers.check.CheckLine;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm arms check}: walks an arm's cell step by step. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Walk an arm's cell step by step: master, addresses, data, camera, joints, actions, clocks, motion.",
        footer = {"", "Exit code: 0 all is well (warnings included), 1 a step failed, 2 the arm is not known."})
final class ArmsCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARM", description = "Name of the arm, for example arm_1.")
    private String arm;

    @Mixin
    private ArmChoice choice;

    @Option(
            names = "--move",
            description = "Command a small motion: slowly home, a turn of the gripper there, and back.")
    private boolean move;

    @Option(
            names = "--listen",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "5s",
            description = "How long to wait for each topic's messages (default: ${DEFAULT-VALUE}).")
    private Duration listen;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Result(String arm, boolean ok, List<Step> steps) {}

    /** One step of it. */
    record Step(String step, String result, String found, String cause, String change) {
        static Step of(CheckLine line) {
            return new Step(line.step(), line.result().word(), line.found(), line.cause(), line.change());
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        ArmChoice.Found found = choice.one(arm);
        ArmPlace.Chosen chosen = found.chosen();
        List<CheckLine> lines = ArmCheck.run(
                chosen.arm().spec(),
                found.place().connection(chosen.arm()),
                new ArmCheck.Options(move, chosen.drivenByFarm(), listen),
                InstantSource.system(),
                json ? line -> {} : ArmsCheckCommand::print);
        boolean ok = lines.stream().noneMatch(line -> line.result() == CheckLine.Result.FAILED);
        if (json) {
            Json.print(new Result(
                    chosen.arm().id().name(), ok, lines.stream().map(Step::of).toList()));
        } else {
            long failed = lines.stream()
                    .filter(line -> line.result() == CheckLine.Result.FAILED)
                    .count();
            System.out.println(ok ? "All is well." : failed + " step(s) failed; mend the first one first.");
        }
        return ok ? 0 : 1;
    }

    private static void print(CheckLine line) {
        String mark = switch (line.result()) {
            case OK -> "ok";
            case WARNING -> "!!";
            case FAILED -> "NO";
            case SKIPPED -> "--";
        };
        System.out.printf("%-3s %-18s %s%n", mark, line.step(), line.found());
        if (!line.cause().isEmpty()) {
            System.out.printf("    %-18s cause: %s%n", "", line.cause());
        }
        if (!line.change().isEmpty()) {
            System.out.printf("    %-18s -> %s%n", "", line.change());
        }
        System.out.flush();
    }
}
