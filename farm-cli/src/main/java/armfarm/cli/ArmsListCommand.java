package armfarm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm arms list}: the arms of the running farm and of the configuration. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "List the arms of the running farm, of a stopped one and of a configuration file, and who stopped them.")
final class ArmsListCommand implements Callable<Integer> {
    @Mixin
    private ArmChoice choice;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** A line of the list. @param stopped why and since when a person stopped it; empty if nobody did */
    record Line(String arm, String kind, boolean drivenByFarm, String trajectoryAction, String image, String stopped) {}

    @Override
    public Integer call() throws JsonProcessingException {
        List<Line> lines = choice.placesToLookAt().stream()
                .flatMap(place -> place.allWithStopped().stream().map(chosen -> line(place, chosen)))
                .toList();
        if (json) {
            Json.print(lines);
            return 0;
        }
        if (lines.isEmpty()) {
            System.out.println("No arm: no farm runs here and no cell is configured.");
        }
        for (Line line : lines) {
            System.out.printf(
                    "%-16s %-10s %-12s %s%n",
                    line.arm(),
                    line.kind(),
                    line.drivenByFarm() ? "in a farm" : "not running",
                    line.trajectoryAction());
            if (!line.stopped().isEmpty()) {
                System.out.printf("%-16s %s%n", "", line.stopped());
            }
        }
        return 0;
    }

    private static Line line(ArmPlace place, ArmPlace.Chosen chosen) {
        var arm = chosen.arm();
        return new Line(
                arm.id().name(),
                arm.simulated() ? "simulated" : "cell",
                chosen.drivenByFarm(),
                arm.spec().topics().trajectory().path(),
                arm.spec().topics().image().path(),
                place.stopped(arm.id()).orElse(""));
    }
}
