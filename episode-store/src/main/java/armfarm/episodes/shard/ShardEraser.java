package armfarm.episodes.shard;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Overwrites images with zeros where they are. The tar entries stay, with their names and lengths, so that every tar tool
 * still reads the shard.
 */
public final class ShardEraser {
    private static final int CHUNK = 1 << 16;

    private ShardEraser() {}

    /**
     * Erases the images, as far as the file reaches, and blocks until that is on disk. May be repeated.
     *
     * @return false if there is no such file
     */
    public static boolean erase(Path shard, List<ImageRef> images) throws IOException {
        if (!Files.exists(shard)) {
            return false;
        }
        byte[] zeros = new byte[CHUNK];
        try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
            for (ImageRef image : images) {
                long end = Math.min(image.byteOffset() + image.byteLength(), file.length());
                long from = image.byteOffset();
                while (from < end) {
                    int length = (int) Math.min(CHUNK, end - from);
                    file.seek(from);
                    file.write(zeros, 0, length);
                    from += length;
                }
            }
            file.getFD().sync();
        }
        return true;
    }

    /** Cuts the file to the length, if it is longer, and blocks until that is on disk. */
    public static void cut(Path shard, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
            if (file.length() > length) {
                file.setLength(length);
            }
            file.getFD().sync();
        }
    }
}
