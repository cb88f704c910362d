package armfarm.episodes.shard;

import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where sealed shards are kept away from this machine: whole objects under keys, each written once and never changed.
 *
 * <p>Every method blocks until the store answered, and throws a {@link FarmException} that names what was asked for:
 * RESOURCE if the store cannot be reached or failed, CONFIG if it refuses us or there is no such bucket. Only an answer of
 * the store itself says that an object is not there. Thread-safe.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * An object as the store describes it, without reading it.
     *
     * @param sha256 that the writer gave with it; empty if somebody else wrote it
     */
    record StoredObject(long byteCount, Optional<String> sha256) {
        /** Whether it is, by what the store says, the whole shard with this content. */
        public boolean is(long expectedBytes, String expectedSha256) {
            return byteCount == expectedBytes
                    && sha256.filter(expectedSha256::equals).isPresent();
        }
    }

    /** Where objects are, without secrets, for messages: for example s3://bucket/prefix. */
    String location();

    /** Asks for nothing but an answer: whether the store is there and lets us in. */
    void check();

    /** The object under the key; empty if the store says that there is none. */
    Optional<StoredObject> find(String key);

    /**
     * Stores the file under the key and makes sure that all of it arrived: the store is given its checksums and asked
     * afterwards. Until this returns, readers see nothing or the whole object.
     *
     * @param sha256 that the file must have, lower-case hex
     * @throws ShardException if the file is not there or has another hash; nothing was stored
     */
    void put(String key, Path file, String sha256);

    /** @throws ShardException if the object is not there or ends before the last of these bytes */
    byte[] read(String key, long offset, int length);

    /**
     * Writes the whole object to the file, which appears under its name only when it is complete and on disk.
     *
     * @return SHA-256 of the bytes, lower-case hex
     * @throws ShardException if the object is not there
     */
    String download(String key, Path file);

    /** Reads the whole object. @return its SHA-256, lower-case hex @throws ShardException if the object is not there */
    String sha256(String key);

    /** Deletes the object, if it is there. */
    void delete(String key);

    @Override
    void close();
}
