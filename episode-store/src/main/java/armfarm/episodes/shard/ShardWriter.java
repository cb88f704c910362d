package armfarm.episodes.shard;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Appends attempts to the newest shard of a folder and starts a new one when it is full.
 *
 * <p>Use: {@link #open} with what the index knows, {@link #append} attempts, {@link #sync}, commit the returned states in
 * the index. If anything fails in between, close this writer and open a new one with what the index then knows: opening
 * cuts off everything that was not committed.
 *
 * <p>Uses {@link RandomAccessFile}, which an interrupt does not close. Confined to one thread.
 */
public final class ShardWriter implements AutoCloseable {
    /** One file is small enough to copy and large enough to stream. */
    public static final long DEFAULT_ROLL_BYTES = 256L << 20;

    private static final byte[] END_OF_ARCHIVE = new byte[2 * TarRecord.BLOCK];

    private final Path folder;
    private final long rollBytes;
    private final Map<Integer, ShardState> changed = new LinkedHashMap<>();

    private RandomAccessFile file;
    private String name;
    private int number;
    private long length;

    private ShardWriter(Path folder, long rollBytes) {
        this.folder = folder;
        this.rollBytes = rollBytes;
    }

    /**
     * Opens the folder for writing and cuts off what the index does not know.
     *
     * @param newest the shard with the highest number in the index; empty if there is none
     * @param rollBytes a shard that is longer gets no further attempt
     * @throws ShardException if the newest shard is shorter than committed
     */
    public static ShardWriter open(Path folder, Optional<ShardState> newest, long rollBytes) {
        ShardWriter writer = new ShardWriter(folder, rollBytes);
        try {
            Files.createDirectories(folder);
            writer.removeAfter(newest.map(ShardState::number).orElse(0));
            if (newest.isEmpty()) {
                writer.startShard(1);
            } else if (newest.get().isSealed()) {
                writer.startShard(newest.get().number() + 1);
            } else {
                writer.resume(newest.get());
            }
            return writer;
        } catch (IOException e) {
            throw writer.refused("open", e);
        }
    }

    /** Shards that were begun after the last commit. */
    private void removeAfter(int newestNumber) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                if (ShardState.numberOf(path.getFileName().toString()) > newestNumber) {
                    Files.delete(path);
                }
            }
        }
    }

    private void resume(ShardState state) throws IOException {
        Path path = folder.resolve(state.fileName());
        long found = Files.exists(path) ? Files.size(path) : 0;
        if (found < state.committedLength()) {
            throw ShardException.missing(
                    "Shard " + path + " lost stored images: found " + found + " bytes, expected at least "
                            + state.committedLength()
                            + ". Restore it from a backup; nothing was changed.",
                    null);
        }
        file = new RandomAccessFile(path.toFile(), "rw");
        if (found > state.committedLength()) {
            file.setLength(state.committedLength());
        }
        file.seek(state.committedLength());
        name = state.fileName();
        number = state.number();
        length = state.committedLength();
    }

    private void startShard(int newNumber) throws IOException {
        String newName = ShardState.fileName(newNumber);
        file = new RandomAccessFile(folder.resolve(newName).toFile(), "rw");
        name = newName;
        number = newNumber;
        length = 0;
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /**
     * Writes the images and then the metadata of the attempt. Nothing is safe before {@link #sync}.
     *
     * @return where each frame's image is, in the order of the frames
     * @throws FarmException (RESOURCE) if the disk is full or refuses
     */
    public List<ImageRef> append(AttemptRecords records) {
        try {
            if (length >= rollBytes) {
                seal();
                startShard(number + 1);
            }
            List<ImageRef> images = records.imagesAt(name, length);
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
        String sha256 = sha256(folder.resolve(name));
        changed.put(number, new ShardState(number, length, Optional.of(sha256)));
    }

    private void write(byte[] record) throws IOException {
        file.write(record);
        length += record.length;
    }

    /** Hash of a whole file as lower-case hex. */
    public static String sha256(Path path) throws IOException {
        try (InputStream bytes = Files.newInputStream(path);
                DigestInputStream digest = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            while (digest.read(buffer) >= 0) {
                // the digest sees the bytes
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private FarmException refused(String what, IOException e) {
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
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
