package armfarm.controller.links;

import armfarm.controller.base.CacheFolder;
import armfarm.controller.base.DataFolder;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FsckReport;
import armfarm.episodes.StoredStream;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.Fsck;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.PostgresFarmBoard;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.StoredAttempts;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a farm's store from another process: through the running farm's database, or by starting the stopped one's. */
public final class StoreAccess {
    private StoreAccess() {}

    /** Runs the question against the store of the folder and closes everything it opened. */
    public static <T> T ask(Path data, Function<EpisodeStore, T> question) {
        Path root = data.toAbsolutePath().normalize();
        Optional<DataFolder.Owner> owner = DataFolder.runningOwner(root);
        if (owner.isPresent()) {
            Database running = DatabaseLink.read(root)
                    .attach(root)
                    .map(Database.class::cast)
                    .orElseThrow(() -> new FarmException(
                            ErrorCode.RESOURCE,
                            "The farm in " + root + " (process " + owner.get().pid()
                                    + ") is starting or stopping: its database does not answer; try again in some"
                                    + " seconds"));
            return askAndClose(running, root, question);
        }
        requireOwnDatabase(root);
        try (DataFolder folder = DataFolder.open(root)) {
            return askAndClose(DatabaseLink.read(root).open(root, CacheFolder.path()), folder.root(), question);
        }
    }

    /** A stopped farm's database has to be started to be read, which only who may write there can. */
    private static void requireOwnDatabase(Path root) {
        if (!Files.isWritable(root)) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The farm in " + root
                            + " is not running, and to read a stopped one its database has to be started: "
                            + System.getProperty("user.name")
                            + " has no permission for that there. Run the command as the"
                            + " folder's owner, or ask while the farm runs");
        }
    }

    /**
     * What the processes of a farm of several say, if the folder is one of theirs: empty for a farm in one process, whose database
     * nobody else uses.
     */
    public static <T> Optional<T> askProcesses(Path data, Function<FarmBoard, T> question) {
        DatabaseLink link = DatabaseLink.read(data.toAbsolutePath().normalize());
        if (link.jdbcUrl().isEmpty()) {
            return Optional.empty();
        }
        try (Database database = link.connect()) {
            FarmBoard board = PostgresFarmBoard.open(database);
            return board.plan().phase() == FarmPhase.WAITING ? Optional.empty() : Optional.of(question.apply(board));
        }
    }

    /**
     * Changes the store of a stopped farm; the folder is made if there is none.
     *
     * @throws FarmException (RESOURCE) if the farm is running
     */
    public static <T> T change(Path data, Function<EpisodeStore, T> work) {
        try (DataFolder folder = DataFolder.open(data);
                ShardStorage images = ImagesLink.read(folder.root()).open(folder.shards());
                Database database = DatabaseLink.read(folder.root()).open(folder.root(), CacheFolder.path());
                EpisodeStore store =
                        PostgresEpisodeStore.open(database, images, InstantSource.system(), WriteAccess.alone())) {
            return work.apply(store);
        }
    }

    /** The store as the event consumer asks it. */
    public static StoredAttempts storedAttempts(StoredStream stream) {
        return new StoredAttempts() {
            @Override
            public boolean isStored(AttemptId attempt) {
                return stream.isStored(attempt);
            }

            @Override
            public Optional<AttemptId> newestOf(ArmId arm) {
                return stream.newestAttempt(arm);
            }
        };
    }

    /** Checks the store of a stopped farm. @param progress told what takes long */
    public static FsckReport check(Path data, Consumer<String> progress) {
        try (DataFolder folder = DataFolder.open(data);
                ShardStorage images = ImagesLink.read(folder.root()).open(folder.shards());
                Database database = DatabaseLink.read(folder.root()).open(folder.root(), CacheFolder.path())) {
            return Fsck.check(database, images, true, progress);
        }
    }

    /**
     * Brings rows and files of a stopped farm in order.
     *
     * @param dryRun only say what would be done
     * @param progress told what takes long
     * @throws FarmException (RESOURCE) if the farm is running
     */
    public static FsckReport repair(Path data, boolean dryRun, Consumer<String> progress) {
        try (DataFolder folder = DataFolder.open(data);
                ShardStorage images = ImagesLink.read(folder.root()).open(folder.shards());
                Database database = DatabaseLink.read(folder.root()).open(folder.root(), CacheFolder.path())) {
            return Fsck.repair(database, images, InstantSource.system(), dryRun, progress);
        }
    }

    private static <T> T askAndClose(Database database, Path root, Function<EpisodeStore, T> question) {
        try (database;
                ShardStorage images = ImagesLink.read(root).open(root.resolve("shards"));
                EpisodeStore store =
                        PostgresEpisodeStore.open(database, images, InstantSource.system(), WriteAccess.none())) {
            return question.apply(store);
        }
    }
}
