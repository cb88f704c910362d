package armfarm.cli;

import armfarm.controller.base.StopRecord;
import armfarm.drivers.safety.StopLatch;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm arms reset}: takes stops back, after saying whose they are. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = {
            "Take stops back. Look at the arm first: it moves again at once if a farm drives it.",
            "What is released is named; stops that others set only after a question, or with --yes."
        },
        footer = {"", "Stops and releases are kept in stops.jsonl in the farm's folder."})
final class ArmsResetCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Which which;

    @Mixin
    private ArmChoice choice;

    @Option(names = "--by", paramLabel = "NAME", description = "Who releases (default: the user's name).")
    private String by = System.getProperty("user.name");

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; kept with the stop's reason.")
    private String reason;

    @Option(
            names = {"-y", "--yes"},
            description = "Also release what others stopped, without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Some or all. */
    static final class Which {
        @Parameters(paramLabel = "ARM", arity = "1..*", description = "Names of arms, for example arm_1.")
        private List<String> arms = new ArrayList<>();

        @Option(names = "--all", description = "Every stop there is.")
        private boolean all;
    }

    private record Latched(ArmPlace place, StopLatch.Stop stop) {
        String arm() {
            return stop.arm().map(ArmId::name).orElse("all arms");
        }
    }

    /** What {@code --json} prints. */
    record Result(List<Released> released, List<String> notStopped, String by, String reason) {}

    /** A stop that is no more. @param arm null for the stop of all arms */
    record Released(String arm, String data, String stoppedBy, String stoppedAt, String stopReason) {}

    @Override
    public Integer call() throws JsonProcessingException {
        List<ArmPlace> places = choice.places();
        if (places.get(0).folder().isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "No farm runs here and " + DataOption.CUSTOMARY
                            + " in this folder holds none: nothing was released; name the farm's folder with --data");
        }
        List<String> notStopped = new ArrayList<>();
        List<Latched> latched = which.all ? all(places) : named(places, notStopped);
        tell(latched);
        askForOthers(latched);
        List<Latched> changed = new ArrayList<>();
        List<Latched> released = new ArrayList<>();
        latched.forEach(one -> (release(one) ? released : changed).add(one));
        report(released, notStopped, !changed.isEmpty());
        if (!changed.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "NOT released, because it was changed meanwhile: the stop "
                            + changed.stream()
                                    .map(one ->
                                            "of " + one.arm() + " " + one.stop().describe())
                                    .collect(Collectors.joining("; "))
                            + ". Look who stopped it now with 'armfarm arms list', then give the command again");
        }
        return 0;
    }

    /** @return false if it is not what was told and asked about any more */
    private boolean release(Latched one) {
        StopLatch stops = one.place().stops();
        if (!stops.isSet(one.stop())) {
            return false;
        }
        // On record first: a release that cannot be written down does not happen.
        StopRecord.of(one.place().folder().orElseThrow())
                .released(one.stop(), by, reason, InstantSource.system().instant());
        return stops.reset(one.stop());
    }

    private static List<Latched> all(List<ArmPlace> places) {
        return places.stream()
                .flatMap(place -> place.stops().stops().stream().map(stop -> new Latched(place, stop)))
                .toList();
    }

    private List<Latched> named(List<ArmPlace> places, List<String> notStopped) {
        List<Latched> named = new ArrayList<>();
        for (String name : which.arms) {
            ArmId arm = ArmChoice.id(name);
            ArmPlace place = ArmChoice.placeOf(arm, places);
            List<StopLatch.Stop> stops = place.stops().stops();
            stops.stream().filter(stop -> stop.arm().isEmpty()).findFirst().ifPresent(stop -> {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "All arms of " + place.describe() + " are stopped together, " + stop.describe()
                                + "; nothing was released. Take that back with 'armfarm arms reset --all'");
            });
            Optional<StopLatch.Stop> own = stops.stream()
                    .filter(stop -> stop.arm().equals(Optional.of(arm)))
                    .findFirst();
            own.ifPresentOrElse(stop -> named.add(new Latched(place, stop)), () -> notStopped.add(arm.name()));
        }
        return named;
    }

    private void tell(List<Latched> latched) {
        if (!json) {
            latched.forEach(one -> System.out.println(one.arm() + " of "
                    + one.place().describe() + ": stopped " + one.stop().describe()));
        }
    }

    private void askForOthers(List<Latched> latched) {
        List<Latched> others =
                latched.stream().filter(one -> !one.stop().isOnlyOf(by)).toList();
        if (yes || others.isEmpty()) {
            return;
        }
        String whose = others.stream()
                .map(one -> one.arm() + " " + one.stop().describe())
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow();
        if (json || !Console.isTerminal()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Nothing was released: others stopped " + whose
                            + ". Ask them; to release it all the same, add --yes");
        }
        System.out.print("Others stopped " + others.size() + " of these. Release them? Type yes: ");
        System.out.flush();
        if (!answer().equals("yes")) {
            throw new FarmException(ErrorCode.CONFIG, "Nothing was released");
        }
    }

    private static String answer() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }

    private void report(List<Latched> released, List<String> notStopped, boolean changed)
            throws JsonProcessingException {
        if (json) {
            Json.print(new Result(
                    released.stream()
                            .map(one -> new Released(
                                    one.stop().arm().map(ArmId::name).orElse(null),
                                    one.place().folder().orElseThrow().toString(),
                                    one.stop().by(),
                                    one.stop().at(),
                                    one.stop().reason()))
                            .toList(),
                    notStopped,
                    by,
                    reason));
            return;
        }
        notStopped.forEach(arm -> System.out.println(arm + " was not stopped; nothing to release."));
        if (which.all && released.isEmpty() && !changed) {
            System.out.println("No arm is stopped; nothing to release.");
        }
        released.forEach(one -> System.out.println("Released: " + one.arm() + " may move again."));
    }
}
