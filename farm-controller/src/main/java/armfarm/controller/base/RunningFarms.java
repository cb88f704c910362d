package armfarm.controller.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which farms, and which roles of farms, run on this machine for this user: one small file for each, so that commands find a
 * farm from any folder. Written when a farm begins and removed when it ends; what a killed one leaves is known by its process
 * and that process's start, and removed by whoever looks next.
 *
 * <p>Thread-safe, also between processes.
 */
public final class RunningFarms {
    private static final Logger LOG = LoggerFactory.getLogger(RunningFarms.class);
    private static final String SUFFIX = ".json";

    private final List<Path> folders;

    /**
     * A farm, or a role of one, that runs now.
     *
     * @param processStart when the process began, in the kernel's words: a process id alone may be another's by now
     * @param machine in which process ids mean anything: this start of the machine, this container
     * @param command as given to armfarm: up, controller, store, trainer or arm
     * @param data its folder
     * @param page empty without one
     * @param arms that it drives or directs
     * @param database tells the roles of one farm from those of another
     */
    public record Running(
            long pid,
            String processStart,
            String machine,
            String command,
            String data,
            String page,
            List<String> arms,
            String database,
            String startedAt) {
        public Running {
            arms = List.copyOf(arms);
        }

        public static Running of(DataFolder.Owner owner, Path data) {
            return new Running(
                    owner.pid(),
                    startOf(owner.pid()),
                    thisMachine(),
                    owner.command(),
                    data.toAbsolutePath().normalize().toString(),
                    owner.page(),
                    owner.arms(),
                    owner.jdbcUrl(),
                    owner.startedAt());
        }

        public Path folder() {
            return Path.of(data);
        }

        /** Whether a stop in its folder is obeyed by arms. */
        public boolean drivesArms() {
            return command.equals("up") || command.equals("arm");
        }

        /** For people; one line. */
        public String describe() {
            return data + ": armfarm " + command + ", process " + pid + " since " + startedAt
                    + (drivesArms() ? ", " + String.join(" ", arms) : "") + (page.isEmpty() ? "" : ", page " + page);
        }
    }

    /** @param folders the first that can be written is, all are read */
    RunningFarms(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Of the user of this process: in {@code ARMFARM_STATE}, else where the desktop keeps state, else in a folder of the user's alone. */
    public static RunningFarms ofUser() {
        return new RunningFarms(folders(System.getenv(), System.getProperty("user.home", "")));
    }

    static List<Path> folders(Map<String, String> environment, String home) {
        String set = environment.getOrDefault("ARMFARM_STATE", "");
        if (!set.isEmpty()) {
            return List.of(Path.of(set).toAbsolutePath().resolve("farms"));
        }
        List<Path> folders = new ArrayList<>();
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            folders.add(Path.of(state, "armfarm", "farms"));
        } else if (home.startsWith("/") && home.length() > 1) {
            folders.add(Path.of(home, ".local", "state", "armfarm", "farms"));
        }
        // A container may have no home, or one that is read only.
        folders.add(Path.of(System.getProperty("java.io.tmpdir"), "armfarm-" + userId(), "farms"));
        return folders;
    }

    /** Notes that this process runs a farm. A folder that cannot be written is no reason not to run: it is said. @return where, if anywhere */
    Optional<Path> add(DataFolder.Owner owner, Path data) {
        Running running = Running.of(owner, data);
        for (Path folder : folders) {
            try {
                return Optional.of(write(folder, running));
            } catch (IOException | UnsupportedOperationException e) {
                LOG.info("{} cannot hold the running farms: {}", folder, e.toString());
            }
        }
        LOG.warn(
                "No folder can be written that tells other commands of this farm ({}): from elsewhere they need --data"
                        + " {}. Set ARMFARM_STATE to a folder of your own",
                folders,
                running.data());
        return Optional.empty();
    }

    private static Path write(Path folder, Running running) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!isOurs(folder)) {
            throw new IOException("it belongs to somebody else");
        }
        Path file = folder.resolve(UUID.nameUUIDFromBytes(running.data().getBytes(StandardCharsets.UTF_8)) + SUFFIX);
        Path partial = Files.createTempFile(folder, "farm", ".part");
        JsonFile.writeOver(partial, file, running);
        return file;
    }

    /** What runs now, the longest running first. */
    public List<Running> running() {
        Map<String, Running> byFolder = new LinkedHashMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                read(file).filter(found -> runs(found, file)).ifPresent(found -> byFolder.put(found.data(), found));
            }
        }
        return byFolder.values().stream()
                .sorted(Comparator.comparing(Running::startedAt))
                .toList();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder) || !isOurs(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .toList();
        } catch (IOException e) {
            LOG.warn("The running farms in {} cannot be listed", folder, e);
            return List.of();
        }
    }

    private static Optional<Running> read(Path file) {
        try {
            return Optional.of(JsonFile.read(file, Running.class));
        } catch (IOException | RuntimeException e) {
            LOG.info("{} is no note of a running farm: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static boolean runs(Running found, Path file) {
        if (!found.machine().equals(thisMachine())) {
            // Another container or an earlier start of the machine: its process ids say nothing here, its lock does.
            return DataFolder.inUse(found.folder());
        }
        if (found.processStart().equals(startOf(found.pid()))) {
            return true;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.info("{} of a farm that is gone cannot be removed: {}", file, e.toString());
        }
        return false;
    }

    /** @return in the kernel's ticks since the machine's start; empty for no such process */
    private static String startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name before the last ')' may hold anything; the start is field 22 and the state after it field 3.
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        } catch (IOException | RuntimeException e) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString)
                    .orElse("");
        }
    }

    private static String thisMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isOurs(Path folder) {
        try {
            return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .toString()
                    .equals(userId());
        } catch (IOException e) {
            return false;
        }
    }

    private static String userId() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        } catch (IOException e) {
            return System.getProperty("user.name");
        }
    }
}
