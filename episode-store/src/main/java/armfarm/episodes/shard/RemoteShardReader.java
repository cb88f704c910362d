package armfarm.episodes.shard;

/** Reads images by their place in a shard's object and checks every byte, as {@link ShardReader} does in a file. Thread-safe. */
public final class RemoteShardReader {
    private final ObjectStore objects;

    public RemoteShardReader(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * One request for the image's bytes.
     *
     * @param key of the shard's object
     * @throws ShardException if the bytes are not there or not those that were stored
     */
    public byte[] read(ImageRef image, String key) {
        byte[] bytes = objects.read(key, image.byteOffset(), image.byteLength());
        ShardReader.requireAsStored(
                image,
                bytes,
                "Image of " + image.byteLength() + " bytes at offset " + image.byteOffset() + " of object " + key
                        + " in " + objects.location());
        return bytes;
    }
}
