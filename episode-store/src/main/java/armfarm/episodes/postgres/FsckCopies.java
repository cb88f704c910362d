package armfarm.episodes.postgres;

import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ObjectStore.StoredObject;
import armfarm.episodes.shard.ShardReader;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The two copies of each shard, file and object, as a check sees them: which one is whole, and what is wrong with the other.
 * An object without a file is read into a scratch file, one at a time. Used once, by one thread.
 */
final class FsckCopies implements AutoCloseable {
    private static final String SCRATCH = ".fsck";

    /** Shards whose object is not there as stored although their file is. */
    final Set<Integer> objectsToStore = new TreeSet<>();
    /** Files that are not as stored although the object is. */
    final Set<String> filesToRemove = new TreeSet<>();
    /** Lengths of all tar files in the folder. */
    final Map<String, Long> fileLengths = new TreeMap<>();

    private final ShardStorage storage;
    private final boolean deep;
    private final Consumer<String> progress;
    private final Path scratch;

    /**
     * The copy of a shard that counts.
     *
     * @param length of it; 0 if there is none
     * @param sha256 of it; empty if it was not asked for, or there is none
     */
    record Copy(long length, Optional<String> sha256, ShardReader reader) {}

    /** @param progress told before an object is read */
    FsckCopies(ShardStorage storage, boolean deep, Consumer<String> progress) {
        this.storage = storage;
        this.deep = deep;
        this.progress = progress;
        scratch = storage.folder().resolve(SCRATCH);
    }

    void readFolder() throws IOException {
        if (Files.isDirectory(storage.folder())) {
            try (Stream<Path> files = Files.list(storage.folder())) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".tar")).toList()) {
                    fileLengths.put(file.getFileName().toString(), Files.size(file));
                }
            }
        }
    }

    /**
     * Chooses the copy that counts: the file if it is whole, else the object if that is, else the file.
     *
     * @param hashed whether the content is expected to be that of the index, and to be compared
     * @param expectedLength of either copy
     * @param problems told what is wrong with the copy that does not count
     */
    Copy choose(ShardState shard, Optional<String> key, boolean hashed, long expectedLength, Consumer<String> problems)
            throws IOException {
        Copy file = file(shard, hashed);
        if (key.isEmpty()) {
            return file;
        }
        ObjectStore objects = ShardCopies.objects(storage, key.get());
        boolean fileIsWhole = isWhole(file, shard, hashed);
        Optional<StoredObject> found = objects.find(key.get());
        if (fileIsWhole) {
            requireObject(objects, shard, key.get(), hashed, found, problems);
            return file;
        }
        if (found.isEmpty()) {
            if (expectedLength == shard.committedLength()) {
                problems.accept(
                        "object " + key.get() + " of shard " + shard.fileName() + " is not in " + objects.location());
            }
            return file;
        }
        Copy object = fetched(objects, shard, key.get(), found.get());
        boolean fileIsThere = fileLengths.containsKey(shard.fileName());
        if (fileIsThere && isWhole(object, shard, hashed)) {
            filesToRemove.add(shard.fileName());
            problems.accept("file " + shard.fileName() + " is not as stored, its object " + key.get() + " is");
        } else if (fileIsThere) {
            objectsToStore.add(shard.number());
            return file;
        }
        return object;
    }

    private Copy file(ShardState shard, boolean hashed) throws IOException {
        long length = fileLengths.getOrDefault(shard.fileName(), 0L);
        boolean toHash = deep && hashed && length >= shard.committedLength();
        return new Copy(
                length,
                toHash ? Optional.of(Hash.SHA_256.hex(storage.file(shard.fileName()))) : Optional.empty(),
                new ShardReader(storage.folder()));
    }

    private boolean isWhole(Copy copy, ShardState shard, boolean hashed) {
        boolean sameContent = !deep || !hashed || copy.sha256().equals(shard.sha256());
        return copy.length() >= shard.committedLength() && copy.length() > 0 && sameContent;
    }

    private void requireObject(
            ObjectStore objects,
            ShardState shard,
            String key,
            boolean hashed,
            Optional<StoredObject> found,
            Consumer<String> problems) {
        String wrong = "";
        if (found.isEmpty()) {
            wrong = "is not in " + objects.location();
        } else if (found.get().byteCount() != shard.committedLength()) {
            wrong = "has " + found.get().byteCount() + " bytes, expected " + shard.committedLength();
        } else if (deep && hashed) {
            progress.accept("reading object " + key);
            String sha256 = objects.sha256(key);
            wrong = shard.sha256().filter(sha256::equals).isPresent()
                    ? ""
                    : "has SHA-256 " + sha256 + ", expected " + shard.sha256().orElse("");
        }
        if (!wrong.isEmpty()) {
            objectsToStore.add(shard.number());
            problems.accept("object " + key + " of shard " + shard.fileName() + " " + wrong + "; its file is whole");
        }
    }

    private Copy fetched(ObjectStore objects, ShardState shard, String key, StoredObject found) throws IOException {
        ShardReader reader = new ShardReader(scratch);
        if (!deep) {
            return new Copy(found.byteCount(), Optional.empty(), reader);
        }
        close(); // the one before
        Files.createDirectories(scratch);
        progress.accept("reading object " + key);
        String sha256 = objects.download(key, scratch.resolve(shard.fileName()));
        return new Copy(Files.size(scratch.resolve(shard.fileName())), Optional.of(sha256), reader);
    }

    /** Removes the scratch file. */
    @Override
    public void close() throws IOException {
        if (Files.isDirectory(scratch)) {
            try (Stream<Path> files = Files.list(scratch)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(scratch);
        }
    }
}
