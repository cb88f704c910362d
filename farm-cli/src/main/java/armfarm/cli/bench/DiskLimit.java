package armfarm.cli.bench;

import armfarm.messages.time.Stopwatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What the disk gives to a program that only appends to one file and syncs. Stateless. */
final class DiskLimit {
    private static final int BLOCK_BYTES = 1 << 20;

    private DiskLimit() {}

    /**
     * Writes and deletes a file.
     *
     * @param bytes in all
     * @param bytesPerSync so much is written before each sync
     * @return 10^6 bytes a second
     */
    static double megabytesPerSecond(Path folder, long bytes, long bytesPerSync) {
        Path path = folder.resolve("disk-limit");
        byte[] block = new byte[BLOCK_BYTES];
        new Random(1).nextBytes(block);
        try {
            double rate = write(path, block, bytes, bytesPerSync);
            Files.delete(path);
            return rate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double write(Path path, byte[] block, long bytes, long bytesPerSync) throws IOException {
        Stopwatch watch = Stopwatch.start();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long written = 0;
            long unsynced = 0;
            while (written < bytes) {
                int part = (int) Math.min(block.length, Math.min(bytes - written, bytesPerSync - unsynced));
                file.write(block, 0, part);
                written += part;
                unsynced += part;
                if (unsynced >= bytesPerSync) {
                    file.getFD().sync();
                    unsynced = 0;
                }
            }
            file.getFD().sync();
            return written / 1e6 / watch.elapsedSeconds();
        }
    }
}
