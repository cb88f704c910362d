package armfarm.episodes.export;

import java.io.IOException;
import java.nio.file.Path;

/** Where a layout's files go: each is written under a temporary name and gets its own when it is complete. */
public interface FileSink {
    /** Writes the file's bytes to the path it is given. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * Writes one file; folders are made.
     *
     * @param path under the export's folder, with '/' between folders
     * @throws armfarm.messages.FarmException (RESOURCE) if the disk refused
     */
    void write(String path, Content content);

    /** Writes a text file, UTF-8. */
    void write(String path, String text);
}
