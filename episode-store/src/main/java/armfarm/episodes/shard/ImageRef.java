package armfarm.episodes.shard;

/**
 * Where the bytes of an image are. Immutable.
 *
 * @param shard file name in the shard folder
 * @param byteOffset of the image's first byte in the file, after its tar header
 * @param crc32c of the image's bytes (Castagnoli polynomial), 0 to 2^32 - 1
 */
public record ImageRef(String shard, long byteOffset, int byteLength, long crc32c) {}
