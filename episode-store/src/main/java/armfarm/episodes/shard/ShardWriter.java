package armfarm.episodes.shard;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Appends attempts to one shard and goes on in another when it is full.
 *
 * <p>Use: {@link #open} with what the index knows, {@link #append} attempts, {@link #sync}, commit the returned states in
 * the index. If anything fails in between, close this writer and open a new one with what the index then knows: going on in
 * a shard cuts off everything that was not committed.
 *
 * <p>Uses {@link RandomAccessFile}, which an interrupt does not close. Confined to one thread.
 */
public final class ShardWriter implements AutoCloseable {
    /** One file is small enough to copy and large enough to stream. */
    public static final long DEFAULT_ROLL_BYTES = 256L << 20;

    private static final byte[] END_OF_ARCHIVE = new byte[2 * TarRecord.BLOCK];

    private final Path folder;
    private final long rollBytes;
    private final Supplier<ShardLease> more;
    private final Map<Integer, ShardState> changed = new LinkedHashMap<>();

    private RandomAccessFile file;
    private String name;
    private int number;
    private long length;

    private ShardWriter(Path folder, long rollBytes, Supplier<ShardLease> more) {
        this.folder = folder;
        this.rollBytes = rollBytes;
        this.more = more;
    }

    /**
     * Makes the folder, goes on in the first shard and cuts off what the index does not know of it.
     *
     * @param first a shard that is not full; empty to begin with one of {@code more} when something is appended
     * @param rollBytes a shard that is longer gets no further attempt
     * @param more asked for the next shard
     * @throws ShardException if the first shard is shorter than committed
     */
    public static ShardWriter open(Path folder, Optional<ShardLease> first, long rollBytes, Supplier<ShardLease> more) {
        ShardWriter writer = new ShardWriter(folder, rollBytes, more);
        try {
            Files.createDirectories(folder);
            if (first.isPresent()) {
                writer.begin(first.get());
            }
            return writer;
        } catch (IOException e) {
            writer.close();
            throw writer.refused("open", e);
        }
    }

    /** Removes shards with a greater number: no index ever knew of them. For a folder with a single writer. */
    public static void removeAbove(Path folder, int greatestNumber) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                if (ShardState.numberOf(path.getFileName().toString()) > greatestNumber) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw refused(folder, "clean up", e);
        }
    }

    /**
     * Cuts off what the index does not know of a shard.
     *
     * @throws ShardException if the shard is shorter than committed
     */
    public static void cut(Path folder, ShardState state) {
        try {
            Path path = requireWhole(folder, state);
            if (Files.exists(path)) {
                ShardEraser.cut(path, state.committedLength());
            }
        } catch (IOException e) {
            throw refused(folder, "cut", e);
        }
    }

    private static Path requireWhole(Path folder, ShardState state) throws IOException {
        Path path = folder.resolve(state.fileName());
        long found = Files.exists(path) ? Files.size(path) : 0;
        if (found < state.committedLength()) {
            throw ShardException.missing(
                    "Shard " + path + " lost stored images: found " + found + " bytes, expected at least "
                            + state.committedLength()
                            + ". Restore it from a backup; nothing was changed.",
                    null);
        }
        return path;
    }

    private void begin(ShardLease lease) throws IOException {
        ShardState state = lease.state();
        Path path = requireWhole(folder, state);
        if (lease.inherited()) {
            takeOver(path, state.committedLength());
        }
        boolean isNew = !Files.exists(path);
        file = new RandomAccessFile(path.toFile(), "rw");
        if (file.length() > state.committedLength()) {
            file.setLength(state.committedLength());
        }
        file.seek(state.committedLength());
        name = state.fileName();
        number = state.number();
        length = state.committedLength();
        if (isNew) {
            syncFolder();
        }
    }

    /** Puts a copy of the committed bytes in the file's place; whoever has the old one open writes to nothing. */
    private void takeOver(Path path, long committedLength) throws IOException {
        Path copy = path.resolveSibling(path.getFileName() + ".taken");
        try (FileChannel to = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            if (committedLength > 0) {
                try (FileChannel from = FileChannel.open(path, StandardOpenOption.READ)) {
                    long done = 0;
                    while (done < committedLength) {
                        done += from.transferTo(done, committedLength - done, to);
                    }
                }
            }
            to.force(true);
        }
        Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    private void syncFolder() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /**
     * Writes the images and then the metadata of the attempt. Nothing is safe before {@link #sync}.
     *
     * @return where each frame's images are, in the order of the frames
     * @throws FarmException (RESOURCE) if the disk is full or refuses; whatever asking for more shards failed with
     */
    public List<FrameRef> append(AttemptRecords records) {
        try {
            while (file == null || length >= rollBytes) {
                if (file != null) {
                    seal();
                }
                begin(more.get());
            }
            List<FrameRef> images = records.imagesAt(name, length);
            write(records.bytes());
            changed.put(number, new ShardState(number, length, Optional.empty()));
            return images;
        } catch (IOException e) {
            throw refused("write", e);
        }
    }

    /** Number of the shard that the last appended attempt is in. */
    public int number() {
        return number;
    }

    /** Blocks until everything appended is on disk. @return the shards that changed since the last sync, oldest first */
    public List<ShardState> sync() {
        try {
            file.getFD().sync();
            List<ShardState> states = List.copyOf(changed.values());
            changed.clear();
            return states;
        } catch (IOException e) {
            throw refused("sync", e);
        }
    }

    private void seal() throws IOException {
        write(END_OF_ARCHIVE);
        file.getFD().sync();
        file.close();
        file = null;
        String sha256 = Hash.SHA_256.hex(folder.resolve(name));
        changed.put(number, new ShardState(number, length, Optional.of(sha256)));
    }

    private void write(byte[] record) throws IOException {
        file.write(record);
        length += record.length;
    }

    private FarmException refused(String what, IOException e) {
        return refused(folder, what, e);
    }

    private static FarmException refused(Path folder, String what, IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Cannot " + what + " shard in " + folder + ": " + e.getMessage() + "; free there: "
                        + (folder.toFile().getUsableSpace() >> 20)
                        + " MiB. Nothing stored is lost: free some space or fix the permissions, storing then goes on.",
                e);
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
