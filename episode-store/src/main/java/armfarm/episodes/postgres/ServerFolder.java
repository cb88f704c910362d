package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder of our own server and the small files beside it. */
final class ServerFolder {
    /** A data folder of one major version cannot be opened by another. */
    static final int MAJOR_VERSION = 18;

    private static final Logger log = LoggerFactory.getLogger(ServerFolder.class);
    private static final Pattern VERSIONED = Pattern.compile("postgres-(\\d+)");
    private static final int PASSWORD_BYTES = 24;

    private final Path parent;
    private final Path data;

    ServerFolder(Path parent) {
        this.parent = parent;
        this.data = parent.resolve("postgres-" + MAJOR_VERSION);
    }

    Path parent() {
        return parent;
    }

    Path data() {
        return data;
    }

    Path lockFile() {
        return beside(".lock");
    }

    Path logFile() {
        return beside(".log");
    }

    private Path beside(String suffix) {
        return data.resolveSibling(data.getFileName() + suffix);
    }

    void create() {
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot make data folder " + parent + ": " + e + ". Check its permissions.", e);
        }
    }

    /** @throws FarmException (DATA) if the folder was written by another major version */
    void checkVersion() {
        for (int version : versionsPresent()) {
            if (version > MAJOR_VERSION) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Data folder " + parent + " is of a newer version: found PostgreSQL " + version
                                + ", this build has " + MAJOR_VERSION + ". Use the newer Armfarm.");
            }
            if (version < MAJOR_VERSION && Files.notExists(data)) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Data folder " + parent + " is of an older version: found PostgreSQL " + version
                                + ", this build has " + MAJOR_VERSION
                                + ". Dump it with the older Armfarm and restore the dump into a new folder.");
            }
        }
    }

    /**
     * Lets nobody but the owner into the data folder again: a copy (tar without -p, a NAS, exFAT) makes it readable for all, and
     * PostgreSQL does not start in such a folder, nor take a password file of that kind for a secret.
     *
     * @throws FarmException (RESOURCE) if the folder is another user's
     */
    void closeToOthers() {
        closeToOthers(data, "rwx------");
        closeToOthers(passwordFile(), "rw-------");
    }

    private static void closeToOthers(Path path, String mode) {
        try {
            Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(mode);
            if (Files.exists(path) && !Files.getPosixFilePermissions(path).equals(wanted)) {
                Files.setPosixFilePermissions(path, wanted);
                log.info("Set the mode of {} back to {}: only its owner may read it", path, mode);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    path + " must be readable for its owner alone, and its mode cannot be set: " + e
                            + ". As its owner: chmod " + (mode.startsWith("rwx") ? "700" : "600") + " " + path
                            + ", or move the data to a file system with permissions",
                    e);
        }
    }

    private List<Integer> versionsPresent() {
        try (Stream<Path> files = Files.list(parent)) {
            List<Path> clusters = files.filter(Files::isDirectory)
                    .filter(path ->
                            VERSIONED.matcher(path.getFileName().toString()).matches())
                    .toList();
            return clusters.stream().map(ServerFolder::versionOf).toList();
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot read data folder " + parent + ": " + e, e);
        }
    }

    private static int versionOf(Path cluster) {
        try {
            return Integer.parseInt(
                    Files.readString(cluster.resolve("PG_VERSION")).strip());
        } catch (IOException | NumberFormatException e) {
            Matcher name = VERSIONED.matcher(cluster.getFileName().toString());
            throw new FarmException(
                    ErrorCode.DATA,
                    "Data folder " + cluster + " is damaged: no readable PG_VERSION, expected "
                            + (name.matches() ? name.group(1) : MAJOR_VERSION) + ". Restore it from a backup.",
                    e);
        }
    }

    /** Makes the data folder whole or not at all. */
    void initialise(ServerPrograms programs, String user) {
        Path unfinished = beside(".new");
        try {
            PostgresBinaries.deleteTree(unfinished);
            writePassword();
            programs.initialise(
                    unfinished.getFileName().toString(),
                    user,
                    passwordFile().getFileName().toString());
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot make " + data + ": " + e + ". Check permissions and free space.", e);
        }
    }

    private Path passwordFile() {
        return beside(".password");
    }

    private void writePassword() throws IOException {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(secret));
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Cannot read the database password in " + passwordFile() + ": " + e
                            + ". Run as the user who made the folder, or restore the file from a backup.",
                    e);
        }
    }

    /** The remembered port if nobody has it, else a new one. */
    int freePort() {
        try {
            Path file = beside(".port");
            if (Files.exists(file)) {
                int remembered = Integer.parseInt(Files.readString(file).strip());
                if (isFree(remembered)) {
                    return remembered;
                }
            }
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        } catch (IOException | NumberFormatException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot find a free port for PostgreSQL: " + e, e);
        }
    }

    int requirePort(int port) {
        if (!isFree(port)) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Port " + port + " for PostgreSQL is in use by another program: stop it or choose another port");
        }
        return port;
    }

    void rememberPort(int port) {
        try {
            Files.writeString(beside(".port"), Integer.toString(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void limitLog(long maxBytes) {
        try {
            if (Files.exists(logFile()) && Files.size(logFile()) > maxBytes) {
                Files.move(logFile(), beside(".log.old"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
