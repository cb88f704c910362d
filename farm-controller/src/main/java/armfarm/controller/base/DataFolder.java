package armfarm.controller.base;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The one folder that holds everything a farm knows, and the proof of who is using it.
 *
 * <p>Layout: {@code VERSION}, {@code owner.lock}, {@code owner.json}, {@code arms.json}, {@code stops/}, {@code stops.jsonl},
 * {@code database.json}, {@code images.json}, {@code postgres-18/}, {@code kafka/}, {@code spool/}, {@code shards/},
 * {@code snapshots/}, {@code models/}, {@code training-crops/}, {@code logs/}. The operating system releases the lock when its
 * process dies, however it dies.
 */
public final class DataFolder implements AutoCloseable {
    /** Raised when the layout changes so that older software must not write here. */
    static final int VERSION = 1;

    private static final int LOCK_TRIES = 10;
    private static final Duration LOCK_PAUSE = Duration.ofMillis(30);

    private final Path root;
    private final FileChannel lockChannel;
    private Optional<Path> note = Optional.empty();

    /**
     * Who has the folder open, as the owner wrote it.
     *
     * @param rosMaster address of the ROS master the arms use
     * @param config the configuration file it was started with; empty without one
     * @param arms their names
     * @param kafka address of the broker
     * @param kafkaTopic of the arms' events
     * @param command as given to armfarm: up, controller, store, trainer or arm
     */
    public record Owner(
            long pid,
            String page,
            String jdbcUrl,
            String startedAt,
            String rosMaster,
            String config,
            List<String> arms,
            String kafka,
            String kafkaTopic,
            String command) {
        public Owner {
            arms = List.copyOf(arms);
            command = command == null ? "up" : command; // an older version does not say
        }

        /** Whether a stop in its folder is obeyed by arms. */
        public boolean drivesArms() {
            return command.equals("up") || command.equals("arm");
        }
    }

    /** The arms of the folder's last farm, which stay known when it has stopped. */
    private record LastArms(List<String> arms, String config) {}

    private DataFolder(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates or opens the folder and takes its lock.
     *
     * @throws FarmException (CONFIG, RESOURCE, DATA) if it cannot be written, is in use, or is of a newer version
     */
    public static DataFolder open(Path path) {
        Path root = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            checkVersion(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lockPatiently(channel)) {
                channel.close();
                throw new FarmException(ErrorCode.RESOURCE, usedBy(root));
            }
            Files.writeString(root.resolve("VERSION"), VERSION + "\n");
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Data folder " + root + " cannot be written: " + e + "; choose one with --data",
                    e);
        }
    }

    /** Whether the path holds a farm's data at all. */
    public static boolean exists(Path path) {
        return Files.exists(path.resolve("VERSION"));
    }

    /** The running owner of the folder, if its lock is held. */
    public static Optional<Owner> runningOwner(Path path) {
        Path lockFile = path.resolve("owner.lock");
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        return inUse(path) ? readOwner(path) : Optional.empty();
    }

    private static Optional<Owner> readOwner(Path path) {
        try {
            return Optional.of(JsonFile.read(path.resolve("owner.json"), Owner.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a process has the folder open, one that only starts or stops included. Needs no more than to read it. */
    public static boolean inUse(Path path) {
        // To close a second channel to the file would release this process's own lock.
        if (readOwner(path)
                .filter(owner -> owner.pid() == ProcessHandle.current().pid())
                .isPresent()) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(path.resolve("owner.lock"), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Names of the arms that the folder's last farm drove; empty if it is not known. */
    public static List<String> lastArms(Path path) {
        return last(path).map(LastArms::arms).orElse(List.of());
    }

    /** The configuration file of the folder's last farm; empty if it had none or that is not known. */
    public static Optional<String> lastConfig(Path path) {
        return last(path).map(LastArms::config).filter(file -> !file.isEmpty());
    }

    private static Optional<LastArms> last(Path path) {
        try {
            return Optional.of(JsonFile.read(path.resolve("arms.json"), LastArms.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    /** Events that wait while Kafka is away. */
    public Path spool() {
        return root.resolve("spool");
    }

    public Path shards() {
        return root.resolve("shards");
    }

    /** Where the tables of snapshots are, whoever has the folder open. */
    public static Path snapshots(Path root) {
        return root.resolve("snapshots");
    }

    public Path models() {
        return root.resolve("models");
    }

    /** What the trainer cut out of images; made anew when it is deleted. */
    public Path trainingCrops() {
        return trainingCrops(root);
    }

    /** As above, whoever has the folder open. */
    public static Path trainingCrops(Path root) {
        return root.resolve("training-crops");
    }

    /** Tells other processes how to reach the owner, from this folder and from any other. */
    public void describeOwner(Owner owner) {
        replace("owner.json", owner);
        if (owner.drivesArms()) {
            replace("arms.json", new LastArms(owner.arms(), owner.config()));
        }
        note = RunningFarms.ofUser().add(owner, root);
    }

    private void replace(String name, Object content) {
        try {
            JsonFile.write(root.resolve(name), content);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + root.resolve(name) + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(root.resolve("owner.json"));
            lockChannel.close();
            if (note.isPresent()) {
                Files.deleteIfExists(note.get());
            }
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot release the lock of " + root + ": " + e, e);
        }
    }

    /** A command that looks whether a farm runs holds the lock for a moment. */
    private static boolean lockPatiently(FileChannel channel) throws IOException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            if (lock(channel)) {
                return true;
            }
            LockSupport.parkNanos(LOCK_PAUSE.toNanos());
        }
        return lock(channel);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return false;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void checkVersion(Path root) throws IOException {
        Path file = root.resolve("VERSION");
        if (!Files.exists(file)) {
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.matches("\\d{1,9}")) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "File " + file + ": found '" + found + "', expected a number; is this a farm's folder?");
        }
        if (Integer.parseInt(found) > VERSION) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Data folder " + root + " is of version " + found + ", this software knows up to " + VERSION
                            + "; nothing was changed. Use the newer Armfarm that wrote it, or another folder with"
                            + " --data");
        }
    }

    private static String usedBy(Path root) {
        String owner = "another process";
        try {
            Owner found = JsonFile.read(root.resolve("owner.json"), Owner.class);
            owner = "process " + found.pid() + " since " + found.startedAt()
                    + (found.page().isEmpty() ? "" : ", page " + found.page());
        } catch (JsonProcessingException e) {
            owner = "another process (its owner.json is not readable)";
        } catch (IOException e) {
            owner = "a process that is still starting or stopping";
        }
        return "Data folder " + root + " is in use by " + owner
                + "; stop that farm first (Ctrl-C in its terminal), or choose another folder with --data";
    }
}
