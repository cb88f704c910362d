package armfarm.episodes.export;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What of an unfinished export is complete: a JSON line saying which export it is, then one for each part. Lives in the
 * export's folder until the manifest is there. Holds a lock, so that two processes never write one folder.
 */
final class ExportJournal implements AutoCloseable {
    static final String FILE = ".export-journal";

    /** Raised when what a part holds changes: a folder whose parts were written otherwise is not gone on with. */
    static final int VERSION = 2;

    /** Which export the folder is of, with all that its files depend on. */
    record Header(
            int journal,
            String snapshot,
            String sha256,
            String format,
            String version,
            long attemptsPerPart,
            Double openGripperMeters) {}

    private final Path file;
    private final FileChannel channel;
    private final List<String> lines;

    private ExportJournal(Path file, FileChannel channel, List<String> lines) {
        this.file = file;
        this.channel = channel;
        this.lines = lines;
    }

    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * Begins a journal or goes on with the one that is there. A last line that was torn off is dropped.
     *
     * @throws FarmException (RESOURCE) if another process writes this folder
     */
    @SuppressWarnings("resource") // the channel and with it the lock are the journal's until it is closed
    static ExportJournal open(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, folder);
                return new ExportJournal(file, channel, completeLines(channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private static void lock(FileChannel channel, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Another export is writing " + folder + "; wait for it or choose another folder");
        }
    }

    private static List<String> completeLines(FileChannel channel) throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end);
        channel.position(end);
        return new ArrayList<>(
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList());
    }

    /**
     * Says which export this is; for a journal that has lines already, checks that it is the same.
     *
     * @throws FarmException (CONFIG) if it is another one
     */
    void begin(Header header) {
        if (lines.isEmpty()) {
            append(header);
            return;
        }
        Header found = read(lines.get(0), Header.class);
        if (!found.equals(header)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Folder " + file.getParent() + " holds an interrupted export of another kind: found " + found
                            + ", expected " + header + "; choose another folder, or delete this one");
        }
    }

    List<FinishedPart> finished() {
        return lines.stream()
                .skip(1)
                .map(line -> read(line, FinishedPart.class))
                .toList();
    }

    /** Blocks until the line is on disk. */
    void append(Object line) {
        String text = ExportJson.line(line);
        try {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            lines.add(text);
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /** Takes the journal away: the export is finished. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private <T> T read(String line, Class<T> type) {
        try {
            return ExportJson.read(line, type);
        } catch (JsonProcessingException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Journal " + file + " of the interrupted export cannot be read (" + e.getOriginalMessage()
                            + "); delete the folder and export again",
                    e);
        }
    }

    private static FarmException refused(Path file, IOException e) {
        return new FarmException(ErrorCode.RESOURCE, "Cannot write " + file + ": " + e, e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refused(file, e);
        }
    }
}
