package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.RunningFarms;
import armfarm.controller.base.RunningFarms.Running;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * The {@code --data} option of commands about a farm that is there. Without it they find the farm that runs, whatever folder they
 * are called in; they never make a folder.
 */
final class DataOption {
    static final String CUSTOMARY = "farm-data";

    /** Of the roles of one farm, the first of these answers for all. */
    private static final List<String> ANSWERING = List.of("up", "controller", "store", "trainer", "arm");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the farm (default: the farm that runs; if none does, " + CUSTOMARY + " in this folder).")
    private Path folder;

    private Path found;

    /** The folder that was named, which must hold a farm; empty if none was. */
    Optional<Path> named() {
        return Optional.ofNullable(folder).map(DataOption::holdsFarm);
    }

    /** Whether a folder was named that is known to hold no farm; one that may not be read is not known to. */
    boolean namesNoFarm() {
        return folder != null && Files.notExists(folder.resolve("VERSION"));
    }

    /** The folder of the one farm that is meant, running or not; which one is said, unless it was named or is the customary one. */
    Path existing() {
        if (found == null) {
            found = named().orElseGet(DataOption::theOne);
        }
        return found;
    }

    private static Path theOne() {
        Path customary = absolute(Path.of(CUSTOMARY));
        boolean farmHere = DataFolder.exists(customary);
        List<Running> running = running();
        if (running.isEmpty()) {
            if (farmHere) {
                return customary;
            }
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "No farm runs here for " + System.getProperty("user.name") + ", and " + customary
                            + " holds none; start one with 'armfarm up', or name the folder of a stopped one with --data");
        }
        Running one = answering(oneFarm(running));
        if (one.folder().equals(customary)) {
            return customary;
        }
        if (farmHere && running.stream().noneMatch(farm -> farm.folder().equals(customary))) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Two farms could be meant; name one with --data:\n  " + one.describe() + "\n  " + customary
                            + ": not running");
        }
        System.err.println("The running farm in " + one.folder() + " (process " + one.pid() + "):");
        return one.folder();
    }

    /** @throws FarmException (CONFIG) listing them if these are several farms; the roles of one farm are one */
    static List<Running> oneFarm(List<Running> running) {
        Map<String, List<Running>> farms = running.stream().collect(Collectors.groupingBy(DataOption::farm));
        if (farms.size() > 1) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Several farms run here; name the folder of one with --data:\n  "
                            + running.stream().map(Running::describe).collect(Collectors.joining("\n  ")));
        }
        return running;
    }

    private static String farm(Running running) {
        return running.command().equals("up") ? running.data() : "roles " + running.database();
    }

    private static Running answering(List<Running> roles) {
        return roles.stream()
                .min((a, b) -> Integer.compare(ANSWERING.indexOf(a.command()), ANSWERING.indexOf(b.command())))
                .orElseThrow();
    }

    /** What runs for this user, and in the customary folder here even if it could not be noted. */
    static List<Running> running() {
        List<Running> running = new ArrayList<>(RunningFarms.ofUser().running());
        Path customary = absolute(Path.of(CUSTOMARY));
        if (running.stream().noneMatch(farm -> farm.folder().equals(customary))) {
            DataFolder.runningOwner(customary)
                    .map(owner -> Running.of(owner, customary))
                    .ifPresent(running::add);
        }
        return running;
    }

    static Path holdsFarm(Path folder) {
        if (Files.isDirectory(folder) && !(Files.isReadable(folder) && Files.isExecutable(folder))) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Data folder " + absolute(folder) + " cannot be read by " + System.getProperty("user.name")
                            + ": no permission for it; ask its owner, or run the command as that user");
        }
        if (!DataFolder.exists(folder)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Data folder " + absolute(folder)
                            + " holds no farm; expected one made by 'armfarm up'. Name it with --data");
        }
        return absolute(folder);
    }

    private static Path absolute(Path folder) {
        return folder.toAbsolutePath().normalize();
    }
}
