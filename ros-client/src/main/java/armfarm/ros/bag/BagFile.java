package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of a bag. One reader at a time: each {@link #input} moves the place that the others read from. Confined to one thread. */
final class BagFile implements Closeable {
    /** What a bag begins with. */
    static final byte[] MAGIC = "#ROSBAG V2.0\n".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long length;

    private BagFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
    }

    static BagFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            return new BagFile(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    long length() {
        return length;
    }

    /** @throws BagDamage if there is no such byte */
    RecordInput input(long offset, long end) throws IOException {
        if (offset < 0 || offset > length) {
            throw new BagDamage("byte " + Long.toUnsignedString(offset) + " of a file of " + length);
        }
        channel.position(offset);
        return new RecordInput(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES), offset, end);
    }

    RecordInput inputToEnd(long offset) throws IOException {
        return input(offset, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** @return with CONFIG if there is no such file, else with RESOURCE */
    static FarmException unreadable(Path path, IOException e) {
        String why = e.getMessage();
        if (e instanceof NoSuchFileException) {
            why = "there is no such file";
        } else if (e instanceof AccessDeniedException) {
            why = "permission denied";
        } else if (Files.isDirectory(path)) {
            why = "it is a folder; name the bags in it, for example " + path + "/*.bag";
        }
        boolean wrongName = e instanceof NoSuchFileException || Files.isDirectory(path);
        return new FarmException(
                wrongName ? ErrorCode.CONFIG : ErrorCode.RESOURCE, "Cannot read bag " + path + ": " + why, e);
    }
}
