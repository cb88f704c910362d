package armfarm.controller.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Records as small JSON files, as a data folder has them; a reader sees the old content or the new, never a part. Stateless. */
public final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /** @throws JsonProcessingException if it is not what was expected */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return JSON.readValue(file.toFile(), type);
    }

    /** In one line, without its end. */
    public static String line(Object content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + content, e);
        }
    }

    /** Makes or replaces the file. */
    public static void write(Path file, Object content) throws IOException {
        writeOver(file.resolveSibling(file.getFileName() + ".tmp"), file, content);
    }

    /** @param temporary in the same folder; what is in it is lost, the rights on it are kept */
    public static void writeOver(Path temporary, Path file, Object content) throws IOException {
        Files.writeString(temporary, line(content));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
