package armfarm.episodes.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Reads images by their place in a shard and checks every byte.
 *
 * <p>Opens the file for each image: an interrupted thread would close a shared channel under the others, and decoding an
 * image costs far more than opening a file. Thread-safe.
 */
public final class ShardReader {
    private final Path folder;

    public ShardReader(Path folder) {
        this.folder = folder;
    }

    /** @throws ShardException if the bytes are not there or not those that were stored */
    public byte[] read(ImageRef image) {
        byte[] bytes = new byte[image.byteLength()];
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve(image.shard()).toFile(), "r")) {
            if (file.length() < image.byteOffset() + image.byteLength()) {
                throw ShardException.missing(
                        where(image) + " is not there: found a file of " + file.length() + " bytes, expected at least "
                                + (image.byteOffset() + image.byteLength()) + advice(),
                        null);
            }
            file.seek(image.byteOffset());
            file.readFully(bytes);
        } catch (FileNotFoundException e) {
            throw ShardException.missing(where(image) + " is not there: no such file" + advice(), e);
        } catch (IOException e) {
            throw ShardException.missing(where(image) + " cannot be read: " + e.getMessage() + advice(), e);
        }
        requireAsStored(image, bytes, where(image));
        return bytes;
    }

    static void requireAsStored(ImageRef image, byte[] bytes, String where) {
        long found = crc32c(bytes);
        if (found != image.crc32c()) {
            throw ShardException.damaged(where + " is damaged: found CRC32C " + Long.toHexString(found) + ", expected "
                    + Long.toHexString(image.crc32c()) + advice());
        }
    }

    private String where(ImageRef image) {
        return "Image of " + image.byteLength() + " bytes at offset " + image.byteOffset() + " of shard "
                + folder.resolve(image.shard());
    }

    private static String advice() {
        return ". Restore the shard from a backup; 'armfarm fsck' lists all damage.";
    }

    static long crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
