package armfarm.episodes.export;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder an export is written to. A file that has its name is complete and on disk. Confined to one thread. */
final class ExportFolder implements FileSink {
    static final String MANIFEST = "manifest.json";
    /** Ending of files that are being written. */
    static final String PARTIAL = ".partial";

    private final Path root;
    private final List<ExportedFile> written = new ArrayList<>();

    ExportFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    boolean isEmpty() {
        if (!Files.exists(root)) {
            return true;
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw refused("read folder", "", e);
        }
    }

    boolean hasManifest() {
        return Files.exists(root.resolve(MANIFEST));
    }

    /** Files written since the last call. */
    List<ExportedFile> takeWritten() {
        List<ExportedFile> taken = List.copyOf(written);
        written.clear();
        return taken;
    }

    @Override
    public void write(String path, String text) {
        write(path, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
    }

    @Override
    public void write(String path, Content content) {
        Path file = root.resolve(path);
        Path partial = root.resolve(path + PARTIAL);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(partial);
            content.writeTo(partial);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            ExportedFile entry = new ExportedFile(path, Files.size(partial), Hash.SHA_256.hex(partial));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            written.add(entry);
        } catch (IOException e) {
            throw refused("write", path, e);
        }
    }

    /** Why the file is not the one that was written; empty if it is. */
    Optional<String> damage(ExportedFile expected) {
        Path file = root.resolve(expected.path());
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.of(expected.path() + " is missing");
            }
            if (Files.size(file) != expected.bytes()) {
                return Optional.of(
                        expected.path() + " has " + Files.size(file) + " bytes, expected " + expected.bytes());
            }
            String sha256 = Hash.SHA_256.hex(file);
            return sha256.equals(expected.sha256())
                    ? Optional.empty()
                    : Optional.of(expected.path() + " has the hash " + sha256 + ", expected " + expected.sha256());
        } catch (IOException e) {
            throw refused("read", expected.path(), e);
        }
    }

    /** Takes away what an interrupted export was writing. */
    void deletePartialFiles() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(PARTIAL)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw refused("clean folder", "", e);
        }
    }

    private FarmException refused(String what, String path, IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Cannot " + what + " " + root.resolve(path) + ": " + e
                        + "; make room or choose another folder, then go on with --resume",
                e);
    }
}
