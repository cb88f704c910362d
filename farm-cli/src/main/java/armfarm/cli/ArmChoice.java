package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.RunningFarms.Running;
import armfarm.controller.config.FarmConfig;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which arms a command is about: those of the farm that runs or is named, and those of a configuration file. */
final class ArmChoice {
    @Mixin
    private DataOption data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with the arm's cell; not needed for the arms of a running farm.")
    private Path configFile;

    /** Also takes arm-1 for arm_1: names have no dashes. */
    static ArmId id(String name) {
        return new ArmId(name.replace('-', '_'));
    }

    /**
     * The folders in which arms of the farm are driven: one, but for a farm whose arms are processes of their own. Without a farm
     * a single place that knows only the configuration.
     */
    List<ArmPlace> places() {
        Optional<Path> named = data.named();
        if (named.isPresent()) {
            return placesOf(named.get());
        }
        if (DataOption.running().isEmpty()) {
            Path customary = Path.of(DataOption.CUSTOMARY).toAbsolutePath();
            return List.of(place(DataFolder.exists(customary) ? Optional.of(customary) : Optional.empty()));
        }
        return ofRunning(DataOption.oneFarm(DataOption.running()));
    }

    /**
     * As {@link #places}, for commands that only look: of a configuration file that is named the mistakes come first, and the
     * folder that is named need not hold a farm then.
     */
    List<ArmPlace> placesToLookAt() {
        if (configFile != null) {
            FarmConfig.read(configFile);
            if (data.namesNoFarm()) {
                return List.of(place(Optional.empty()));
            }
        }
        return places();
    }

    /**
     * The places where a stop is obeyed.
     *
     * @throws FarmException (CONFIG) if no farm runs and none is named, several do, or none of it drives an arm here
     */
    List<ArmPlace> placesToStop() {
        if (data.named().isEmpty() && DataOption.running().isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "No farm runs here for " + System.getProperty("user.name") + ": nothing was stopped and nothing"
                            + " written. Name the folder of a farm, also of another user's or of a stopped one, with"
                            + " --data; a farm on another machine is stopped there");
        }
        List<ArmPlace> places = places();
        List<ArmPlace> deaf =
                places.stream().filter(place -> !place.obeysStops()).toList();
        if (!deaf.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Nothing was stopped: " + deaf.get(0).describe() + " drives no arm itself, and no process of its"
                            + " farm that does runs on this machine for " + System.getProperty("user.name")
                            + ". Stop each arm on the machine of its process, see docs/roles.md");
        }
        return places;
    }

    private List<ArmPlace> placesOf(Path folder) {
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(folder);
        if (owner.isEmpty() || owner.get().drivesArms()) {
            return List.of(place(Optional.of(folder)));
        }
        List<ArmPlace> arms = DataOption.running().stream()
                .filter(role ->
                        role.drivesArms() && role.database().equals(owner.get().jdbcUrl()))
                .map(role -> place(Optional.of(role.folder())))
                .toList();
        return arms.isEmpty() ? List.of(place(Optional.of(folder))) : arms;
    }

    private List<ArmPlace> ofRunning(List<Running> farm) {
        List<ArmPlace> arms = farm.stream()
                .filter(Running::drivesArms)
                .map(role -> place(Optional.of(role.folder())))
                .toList();
        return arms.isEmpty() ? List.of(place(Optional.of(farm.get(0).folder()))) : arms;
    }

    private ArmPlace place(Optional<Path> folder) {
        return new ArmPlace(folder, Optional.ofNullable(configFile));
    }

    /** An arm and where it is driven. */
    record Found(ArmPlace place, ArmPlace.Chosen chosen) {}

    /** @throws FarmException (CONFIG) if there is no such arm; it names those there are */
    Found one(String name) {
        return one(name, placesToLookAt());
    }

    /** Where a farm drives it, if one does: its cell is in the configuration of others too. */
    static Found one(String name, List<ArmPlace> places) {
        List<Found> found = places.stream()
                .flatMap(place -> place.all().stream()
                        .filter(chosen -> chosen.arm().id().equals(id(name)))
                        .map(chosen -> new Found(place, chosen)))
                .toList();
        Optional<Found> driven =
                found.stream().filter(one -> one.chosen().drivenByFarm()).findFirst();
        return driven.or(() -> found.stream().findFirst()).orElseThrow(() -> unknown(name, places));
    }

    private static FarmException unknown(String name, List<ArmPlace> places) {
        List<String> known = places.stream()
                .flatMap(place -> place.all().stream())
                .map(chosen -> chosen.arm().id().name())
                .toList();
        return new FarmException(
                ErrorCode.CONFIG,
                "There is no arm '" + name + "': "
                        + (known.isEmpty()
                                ? "no farm runs"
                                        + places.get(0)
                                                .folder()
                                                .map(folder -> " in " + folder)
                                                .orElse("")
                                        + " and no cell is configured; start one with 'armfarm up', name its"
                                        + " folder with --data, or a file with cells with --config"
                                : "known are " + known));
    }

    /**
     * The place whose process drives the arm, else one that knows it.
     *
     * @throws FarmException (CONFIG) naming the arms that are known in these places, if this one is not
     */
    static ArmPlace placeOf(ArmId arm, List<ArmPlace> places) {
        return places.stream()
                .filter(place -> place.drives(arm))
                .findFirst()
                .or(() -> places.stream()
                        .filter(place -> place.names().contains(arm.name()))
                        .findFirst())
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "There is no arm '" + arm + "' in " + places.get(0).describe()
                                + ": nothing was changed; known are "
                                + places.stream()
                                        .flatMap(place -> place.names().stream())
                                        .toList()));
    }
}
