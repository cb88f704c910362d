package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.StopRecord;
import armfarm.drivers.cell.ArmStop;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm stop}: stops arms until a person takes it back, and says so only of those it saw standing still. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stop arms, or all, until 'armfarm arms reset'. It survives restarts of the farm.",
        footer = {
            "",
            "This is not an emergency stop: it works through software. Use the arm's own button in danger.",
            "Exit code: 0 every arm was seen to stand still, 1 the stop is set but an arm was not seen to stand still,",
            "2 nothing was stopped: no farm runs, several do, or there is no such arm."
        })
final class StopCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Mixin
    private ArmChoice choice;

    @Option(names = "--by", paramLabel = "NAME", description = "Who stops (default: the user's name).")
    private String by = System.getProperty("user.name");

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; shown wherever the stop is, and kept.")
    private String reason;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Some or all. */
    static final class Which {
        @Parameters(paramLabel = "ARM", arity = "1..*", description = "Names of arms, for example arm_1.")
        private List<String> arms = new ArrayList<>();

        @Option(names = "--all", description = "Every arm, also those added later.")
        private boolean all;
    }

    /** What {@code --json} prints. @param stopped whether every arm meant was seen to stand still */
    record Result(boolean stopped, List<Farm> farms, List<Arm> arms, List<String> problems) {}

    /** A folder in which the stop is set. @param pid of the farm; null if none runs there */
    record Farm(String data, Long pid) {}

    /** @param set whether the stop is on the disk @param seconds until it was seen to stand still; null if it was not */
    record Arm(String arm, String data, boolean set, boolean still, Double seconds, String problem) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Map<ArmPlace, List<ArmId>> wanted = wanted();
        List<String> problems = new ArrayList<>();
        List<ArmPlace> set = new ArrayList<>();
        // First the stops themselves, in every place: they must not depend on a network or on one another.
        wanted.forEach((place, arms) -> {
            try {
                set(place, arms, problems);
                set.add(place);
            } catch (FarmException e) {
                problems.add(e.getMessage());
            }
        });
        if (!json) {
            set.forEach(place -> System.out.println("The stop of " + text(wanted.get(place)) + " is set in "
                    + place.describe() + "; watching whether they stand still ..."));
        }
        List<Arm> seen = watchAll(wanted, set, problems);
        boolean stopped = problems.isEmpty() && !seen.isEmpty() && seen.stream().allMatch(Arm::still);
        report(new Result(
                stopped, wanted.keySet().stream().map(StopCommand::farm).toList(), seen, problems));
        return stopped ? 0 : 1;
    }

    /** Which arms in which place; none for all of them. */
    private Map<ArmPlace, List<ArmId>> wanted() {
        List<ArmPlace> places = choice.placesToStop();
        Map<ArmPlace, List<ArmId>> wanted = new LinkedHashMap<>();
        if (which.all) {
            places.forEach(place -> wanted.put(place, List.of()));
        }
        for (String name : which.arms) {
            ArmId arm = ArmChoice.id(name);
            ArmPlace place = ArmChoice.placeOf(arm, places);
            if (!place.obeysStopOf(arm)) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "Nothing was stopped: " + place.describe() + " does not drive '" + arm
                                + "', and no other process on this machine for " + System.getProperty("user.name")
                                + " does. Stop it on the machine of its process, see docs/roles.md");
            }
            wanted.computeIfAbsent(place, found -> new ArrayList<>()).add(arm);
        }
        return wanted;
    }

    private void set(ArmPlace place, List<ArmId> arms, List<String> problems) {
        Instant now = InstantSource.system().instant();
        StopRecord onRecord = StopRecord.of(place.folder().orElseThrow());
        if (arms.isEmpty()) {
            place.stops().stopAll(by, reason, now);
        }
        arms.forEach(arm -> place.stops().stop(arm, by, reason, now));
        try {
            if (arms.isEmpty()) {
                onRecord.stopped(Optional.empty(), by, reason, now);
            }
            arms.forEach(arm -> onRecord.stopped(Optional.of(arm), by, reason, now));
        } catch (FarmException e) {
            problems.add("the stop is set, but " + e.getMessage());
        }
    }

    private List<Arm> watchAll(Map<ArmPlace, List<ArmId>> wanted, List<ArmPlace> set, List<String> problems) {
        List<CompletableFuture<Arm>> watched = new ArrayList<>();
        ExecutorService watchers = Executors.newCachedThreadPool();
        try {
            for (Map.Entry<ArmPlace, List<ArmId>> entry : wanted.entrySet()) {
                ArmPlace place = entry.getKey();
                try {
                    for (ArmPlace.Chosen arm : arms(place, entry.getValue())) {
                        watched.add(
                                CompletableFuture.supplyAsync(() -> watch(place, arm, set.contains(place)), watchers));
                    }
                } catch (FarmException e) {
                    problems.add(text(entry.getValue()) + " of " + place.describe() + " NOT seen to stand still: "
                            + e.getMessage());
                }
            }
            return watched.stream().map(CompletableFuture::join).toList();
        } finally {
            watchers.shutdown();
        }
    }

    /** Those that obey the stop: of a place that a process has, what it drives. */
    static List<ArmPlace.Chosen> arms(ArmPlace place, List<ArmId> wanted) {
        return place.allWithStopped().stream()
                .filter(chosen -> chosen.drivenByFarm() || place.owner().isEmpty())
                .filter(chosen ->
                        wanted.isEmpty() || wanted.contains(chosen.arm().id()))
                .toList();
    }

    private Arm watch(ArmPlace place, ArmPlace.Chosen chosen, boolean set) {
        String name = chosen.arm().id().name();
        String data = place.folder().orElseThrow().toString();
        if (chosen.arm().simulated() && !chosen.drivenByFarm()) {
            return new Arm(
                    name,
                    data,
                    set,
                    false,
                    null,
                    "no farm runs there that could confirm it; the next one begins stopped");
        }
        try {
            Duration after =
                    ArmStop.cancelAndAwaitStill(chosen.arm().spec(), place.rosMaster(), place.rosHost(), PATIENCE);
            double seconds = Math.round(after.toMillis() / 100.0) / 10.0;
            if (!json) {
                System.out.println(name + " stands still (seen " + seconds + " s after).");
            }
            return new Arm(name, data, set, true, seconds, null);
        } catch (FarmException e) {
            return new Arm(name, data, set, false, null, e.getMessage());
        }
    }

    private void report(Result result) throws JsonProcessingException {
        if (json) {
            Json.print(result);
            return;
        }
        result.problems().forEach(problem -> System.err.println("armfarm: " + problem));
        List<Arm> moving = result.arms().stream().filter(arm -> !arm.still()).toList();
        for (Arm arm : moving) {
            System.err.println("armfarm: " + arm.arm() + " was NOT seen to stand still"
                    + (arm.set() ? ", though its stop is set: " : " and its stop is NOT set: ") + arm.problem());
        }
        String farms = result.farms().stream().map(Farm::data).collect(Collectors.joining(", "));
        if (result.stopped()) {
            System.out.println("Stopped, each seen standing still: "
                    + result.arms().stream().map(Arm::arm).collect(Collectors.joining(", ")) + " of the farm in "
                    + farms
                    + ". They stay so until 'armfarm arms reset'.");
        } else if (moving.size() < result.arms().size()) {
            System.err.println("armfarm: NOT all arms were seen to stand still in " + farms + "; look at them");
        }
    }

    private static Farm farm(ArmPlace place) {
        return new Farm(
                place.folder().orElseThrow().toString(),
                place.owner().map(DataFolder.Owner::pid).orElse(null));
    }

    private static String text(List<ArmId> arms) {
        return arms.isEmpty() ? "all arms" : arms.stream().map(ArmId::name).collect(Collectors.joining(", "));
    }
}
