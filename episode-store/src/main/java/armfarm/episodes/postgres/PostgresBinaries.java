package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs, unpacked once from the archive on the class path into a cache folder. */
final class PostgresBinaries {
    private static final int OWNER_EXECUTE = 0100;

    private PostgresBinaries() {}

    /** Returns the folder that has {@code bin/postgres}. Blocks while another process unpacks. */
    static Path unpack(Path cacheFolder) {
        String platform = platform();
        URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
        if (archive == null) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "This build has no PostgreSQL programs for " + platform
                            + ": configure the address of a running PostgreSQL server instead");
        }
        try {
            // The archive's size tells versions apart without reading it.
            long archiveBytes = archive.openConnection().getContentLengthLong();
            Path home = cacheFolder.toAbsolutePath().resolve("postgres-" + platform + "-" + archiveBytes);
            if (!Files.isDirectory(home)) {
                unpackLocked(archive, home);
            }
            return home;
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot unpack the PostgreSQL programs into " + cacheFolder + ": " + e
                            + ". Check the folder's permissions and that 100 MB are free.",
                    e);
        }
    }

    /** Names as in the archive's resources: linux-x86_64, linux-arm_64, darwin-arm_64. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : os.replace(' ', '_');
        return family
                + switch (machine) {
                    case "amd64", "x86_64" -> "-x86_64";
                    case "aarch64" -> "-arm_64";
                    default -> "-" + machine;
                };
    }

    private static void unpackLocked(URL archive, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path lockFile = home.resolveSibling(home.getFileName() + ".lock");
        synchronized (PostgresBinaries.class) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(home)) {
                    Path unfinished = home.resolveSibling(home.getFileName() + ".unfinished");
                    deleteTree(unfinished);
                    extract(archive, unfinished);
                    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static void extract(URL archive, Path folder) throws IOException {
        try (InputStream bytes = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(bytes)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("entry outside the folder: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, target);
                    boolean program = (entry.getMode() & OWNER_EXECUTE) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
