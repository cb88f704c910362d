package armfarm.controller.links;

import armfarm.controller.base.JsonFile;
import armfarm.controller.config.ImagesConfig;
import armfarm.episodes.s3.S3ObjectStore;
import armfarm.episodes.s3.S3Settings;
import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ShardOwner;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the images of a data folder are that are not in it, kept in its {@code images.json}: so {@code fsck}, {@code export} and the
 * others find them without the configuration.
 *
 * @param s3 null if no images are in an object store; without credentials, which are only found at run time
 * @param folder absolute, of the shards; null if it is the one in the data folder
 */
public record ImagesLink(S3Settings s3, int shardMegabytes, int keepLocalMegabytes, String folder) {
    private static final ImagesLink LOCAL =
            new ImagesLink(null, (int) (ShardStorage.local(Path.of("")).rollBytes() >> 20), 0, null);

    /** As the configuration says; the file of credentials gets its absolute name. */
    public static ImagesLink of(ImagesConfig config) {
        S3Settings s3 = config.objects()
                .map(s -> new S3Settings(
                        s.endpoint(),
                        s.region(),
                        s.bucket(),
                        s.prefix(),
                        s.pathStyle(),
                        s.credentialsFile().isEmpty()
                                ? ""
                                : Path.of(s.credentialsFile()).toAbsolutePath().toString()))
                .orElse(null);
        String folder = config.folder().isEmpty()
                ? null
                : Path.of(config.folder()).toAbsolutePath().normalize().toString();
        return new ImagesLink(s3, config.shardMegabytes(), config.keepLocalMegabytes(), folder);
    }

    /** The link of the folder; one that was never bound keeps all images in itself. */
    public static ImagesLink read(Path root) {
        Path file = file(root);
        if (!Files.exists(file)) {
            return LOCAL;
        }
        try {
            return JsonFile.read(file, ImagesLink.class);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "File " + file + " does not say where this folder's images are: " + e.getMessage()
                            + "; expected what 'armfarm up' wrote with images.storage: s3 or images.folder",
                    e);
        }
    }

    /**
     * Binds the folder to this object store and folder of shards, or checks that they are those it is bound to.
     *
     * @throws FarmException (CONFIG) if the folder's images are elsewhere; nothing is changed
     */
    public void bind(Path root) {
        Optional<String> found = read(root).location();
        if (found.isPresent() && !found.equals(location())) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Complete shards of data folder " + root + " are in " + found.get()
                            + ", but the configuration says "
                            + location().orElse("that they stay in the folder (images.storage: local)")
                            + ". Set images.storage, images.s3.bucket and images.s3.prefix accordingly, choose another"
                            + " folder with --data, or move the images as docs/storage.md describes");
        }
        Path before = read(root).folderOr(root.resolve("shards"));
        Path now = folderOr(root.resolve("shards"));
        if (!before.equals(now) && ShardOwner.isClaimed(before)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Shards of data folder " + root + " are in " + before + ", but the configuration says " + now
                            + ". Set images.folder accordingly, choose another folder with --data, or stop everything"
                            + " that uses them and move the whole folder");
        }
        if (s3 != null || folder != null || Files.exists(file(root))) {
            write(root);
        }
    }

    /** Where the shards are. @param own the folder in the data folder */
    public Path folderOr(Path own) {
        return folder == null ? own : Path.of(folder);
    }

    private void write(Path root) {
        try {
            JsonFile.write(file(root), this);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + file(root) + ": " + e, e);
        }
    }

    /** Bucket and prefix; empty if all images are in the folder. */
    public Optional<String> location() {
        return Optional.ofNullable(s3).map(S3Settings::location);
    }

    /** Where shards of the folder are; to be closed. Asks nothing of the object store yet. @param own the folder in the data folder */
    public ShardStorage open(Path own) {
        return new ShardStorage(
                folderOr(own),
                (long) shardMegabytes << 20,
                Optional.ofNullable(s3).<ObjectStore>map(S3ObjectStore::new),
                (long) keepLocalMegabytes << 20);
    }

    private static Path file(Path root) {
        return root.resolve("images.json");
    }
}
