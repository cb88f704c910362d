package armfarm.episodes.postgres;

import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.RemoteShardReader;
import armfarm.episodes.shard.ShardException;
import armfarm.episodes.shard.ShardReader;
import armfarm.episodes.shard.ShardStorage;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads images from the file of their shard or, where that is not there or damaged, from its object; when one is not there
 * as stored, asks the rows whether that is known to be on purpose. Thread-safe.
 */
final class ImageReader {
    /** Parameters: shard and offset. */
    private static final String PURGED = """
            select f.attempt_id, a.purged_at from frame_file f join shard s on s.id = f.shard_id join attempt a on a.id = f.attempt_id
            where s.name = ? and f.byte_offset = ? and f.lost = 'PURGED'
            union all
            select f.attempt_id, null from frame_file f join shard s on s.id = f.shard_id
                join purge_pending p on p.attempt_id = f.attempt_id
            where s.name = ? and f.byte_offset = ?""";

    private final DataSource dataSource;
    private final ShardReader files;
    private final Optional<RemoteShardReader> objects;

    ImageReader(DataSource dataSource, ShardStorage storage) {
        this.dataSource = dataSource;
        files = new ShardReader(storage.folder());
        objects = storage.objects().map(RemoteShardReader::new);
    }

    /** @throws ShardException if the bytes are purged, not there, or not those that were stored */
    byte[] read(ImageRef image) {
        try {
            return files.read(image);
        } catch (ShardException e) {
            try {
                return readObject(image, e);
            } catch (ShardException alsoThere) {
                throw purged(image, alsoThere).stream().findFirst().orElse(alsoThere);
            }
        }
    }

    /** @param local why the file did not do */
    private byte[] readObject(ImageRef image, ShardException local) {
        Optional<String> key = ObjectRows.keyOf(dataSource, image.shard());
        if (key.isEmpty()) {
            throw local;
        } else if (objects.isEmpty()) {
            throw ShardException.missing(
                    local.getMessage() + " The shard is also in object storage, under the key " + key.get()
                            + ", but this folder is not connected to any: see images.storage in"
                            + " docs/configuration.md",
                    local);
        }
        return objects.get().read(image, key.get());
    }

    private List<ShardException> purged(ImageRef image, ShardException cause) {
        return Sql.list(
                dataSource,
                "Cannot look up the image at byte " + image.byteOffset() + " of " + image.shard(),
                PURGED,
                row -> ShardException.purged(
                        "The image at offset " + image.byteOffset() + " of shard " + image.shard()
                                + " is purged: a person had the images of attempt " + row.getString("attempt_id")
                                + " removed for good"
                                + (row.getString("purged_at") == null
                                        ? "; finish that with 'armfarm fsck --repair'"
                                        : " at " + Sql.instant(row, "purged_at")),
                        cause),
                image.shard(),
                image.byteOffset(),
                image.shard(),
                image.byteOffset());
    }
}
