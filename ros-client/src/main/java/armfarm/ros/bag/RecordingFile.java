package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that grows at its end. Errors come out as what a person can act on. Confined to one thread. */
final class RecordingFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private long position;

    private RecordingFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static RecordingFile create(Path path) {
        try {
            return new RecordingFile(
                    path,
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    /** Bytes written. */
    long position() {
        return position;
    }

    void append(ByteBuffer bytes) {
        position += bytes.remaining();
        write(bytes, position - bytes.remaining());
    }

    /** Replaces bytes that were written before. */
    void overwrite(long offset, ByteBuffer bytes) {
        write(bytes, offset);
    }

    private void write(ByteBuffer bytes, long offset) {
        long at = offset;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    void sync() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    private static FarmException refused(Path path, IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Cannot write " + path + ": " + e + "; free there: "
                        + (path.toAbsolutePath().getParent().toFile().getUsableSpace() >> 20)
                        + " MiB. Free some space or choose another folder",
                e);
    }
}
