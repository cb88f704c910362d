package armfarm.controller;

import armfarm.controller.config.ImagesConfig;
import armfarm.episodes.s3.S3ObjectStore;
import armfarm.episodes.s3.S3Settings;
import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Which object store belongs to a data folder, kept in its {@code images.json}: so {@code fsck}, {@code export} and the others
 * find images that are not in the folder any more, without the configuration.
 *
 * @param s3 null if all images are in the folder; without credentials, which are only found at run time
 */
public record ImagesLink(S3Settings s3, int shardMegabytes, int keepLocalMegabytes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ImagesLink LOCAL =
            new ImagesLink(null, (int) (ShardStorage.local(Path.of("")).rollBytes() >> 20), 0);

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
        return new ImagesLink(s3, config.shardMegabytes(), config.keepLocalMegabytes());
    }

    /** The link of the folder; one that was never bound keeps all images in itself. */
    public static ImagesLink read(Path root) {
        Path file = file(root);
        if (!Files.exists(file)) {
            return LOCAL;
        }
        try {
            return JSON.readValue(file.toFile(), ImagesLink.class);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "File " + file + " does not say where this folder's images are: " + e.getMessage()
                            + "; expected what 'armfarm up' wrote with images.storage: s3",
                    e);
        }
    }

    /**
     * Binds the folder to this object store, or checks that it is the one it is bound to.
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
        if (s3 != null) {
            write(root);
        }
    }

    private void write(Path root) {
        try {
            Path temporary = root.resolve("images.json.tmp");
            Files.writeString(temporary, JSON.writeValueAsString(this));
            Files.move(temporary, file(root), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + file(root) + ": " + e, e);
        }
    }

    /** Bucket and prefix; empty if all images are in the folder. */
    public Optional<String> location() {
        return Optional.ofNullable(s3).map(S3Settings::location);
    }

    /** Where shards of the folder are; to be closed. Asks nothing of the object store yet. */
    public ShardStorage open(Path shards) {
        return new ShardStorage(
                shards,
                (long) shardMegabytes << 20,
                Optional.ofNullable(s3).<ObjectStore>map(S3ObjectStore::new),
                (long) keepLocalMegabytes << 20);
    }

    private static Path file(Path root) {
        return root.resolve("images.json");
    }
}
