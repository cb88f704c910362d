package armfarm.cli.night;

import armfarm.controller.base.DataFolder;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a night replay puts its two stores, {@code expected/} and {@code replayed/}: both can be asked as any farm's data folder. */
final class ReplayFolder implements AutoCloseable {
    private final Path root;
    private final boolean temporary;
    private final DataFolder expected;
    private final DataFolder replayed;
    private boolean kept;

    private ReplayFolder(Path root, boolean temporary) {
        this.root = root;
        this.temporary = temporary;
        expected = DataFolder.open(root.resolve("expected"));
        replayed = DataFolder.open(root.resolve("replayed"));
    }

    /** @param named an empty or new folder that stays; else a temporary one is made */
    static ReplayFolder open(Optional<Path> named) {
        try {
            if (named.isEmpty()) {
                return new ReplayFolder(Files.createTempDirectory("armfarm-replay"), true);
            }
            Path root = named.get().toAbsolutePath().normalize();
            Files.createDirectories(root);
            try (Stream<Path> content = Files.list(root)) {
                if (content.findAny().isPresent()) {
                    throw new FarmException(
                            ErrorCode.CONFIG,
                            "Folder " + root
                                    + " is not empty, and a night replay begins with empty stores; name a new one");
                }
            }
            return new ReplayFolder(root, false);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The folder of the night replay cannot be written: " + e + "; choose one with --data",
                    e);
        }
    }

    Path root() {
        return root;
    }

    /** The store that a reading without faults gives. */
    DataFolder expected() {
        return expected;
    }

    DataFolder replayed() {
        return replayed;
    }

    /** Leaves a temporary folder behind. */
    void keep() {
        kept = true;
    }

    boolean stays() {
        return kept || !temporary;
    }

    @Override
    public void close() {
        expected.close();
        replayed.close();
        if (stays()) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Folder " + root + " cannot be removed: " + e, e);
        }
    }
}
