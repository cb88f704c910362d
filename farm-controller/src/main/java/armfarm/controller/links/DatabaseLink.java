package armfarm.controller.links;

import armfarm.controller.base.JsonFile;
import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.ExternalPostgres;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * Which database belongs to a data folder, kept in its {@code database.json}: shards without their rows are worthless, so a
 * folder stays with the database of its first start, and {@code status} and {@code fsck} find it without the configuration.
 *
 * @param jdbcUrl empty means the embedded server inside the folder
 * @param passwordFile empty means no password; the password itself is never copied
 */
public record DatabaseLink(String jdbcUrl, String user, String passwordFile) {
    private static final DatabaseLink EMBEDDED = new DatabaseLink("", "", "");

    public static DatabaseLink of(ConnectionConfig connections) {
        return connections.jdbcUrl().isEmpty()
                ? EMBEDDED
                : new DatabaseLink(
                        connections.jdbcUrl(),
                        connections.jdbcUser(),
                        connections.jdbcPasswordFile().isEmpty()
                                ? ""
                                : Path.of(connections.jdbcPasswordFile())
                                        .toAbsolutePath()
                                        .toString());
    }

    /** The database of the folder; one that was never bound has the embedded one. */
    public static DatabaseLink read(Path root) {
        Path file = file(root);
        if (!Files.exists(file)) {
            return EMBEDDED;
        }
        try {
            return JsonFile.read(file, DatabaseLink.class);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "File " + file + " does not say which database belongs to this folder: " + e.getMessage()
                            + "; expected {\"jdbcUrl\": ..., \"user\": ..., \"passwordFile\": ...}",
                    e);
        }
    }

    /**
     * Binds the folder to this database, or checks that it is the one it is bound to.
     *
     * @throws FarmException (CONFIG) if the folder belongs to another database; nothing is changed
     */
    public void bind(Path root) {
        boolean bound = Files.exists(file(root)) || Files.exists(root.resolve("postgres-18"));
        DatabaseLink found = bound ? read(root) : this;
        if (!found.jdbcUrl.equals(jdbcUrl)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Data folder " + root + " belongs to the database " + found.name() + ", but the configuration says "
                            + name() + "; its images are only of use with their own rows. Set postgres.jdbc_url"
                            + " accordingly, choose another folder with --data, or, if the same database has moved,"
                            + " correct " + file(root));
        }
        write(root);
    }

    private void write(Path root) {
        try {
            Path temporary = root.resolve("database.json.tmp");
            Files.deleteIfExists(temporary);
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            JsonFile.writeOver(temporary, file(root), this);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + file(root) + ": " + e, e);
        }
    }

    /** Connects to the database, starting it first if it is the embedded one. */
    public Database open(Path root, Path cache) {
        return jdbcUrl.isEmpty() ? LocalPostgres.start(root, cache, LocalPostgres.ANY_PORT) : connect();
    }

    /** Connects to the database of a running farm; empty if it does not answer yet. */
    Optional<? extends Database> attach(Path root) {
        return jdbcUrl.isEmpty() ? LocalPostgres.attach(root) : Optional.of(connect());
    }

    /**
     * Connects to a database outside, for a process that has to go on without it.
     *
     * @param patience for a connection, and for the answer to any statement
     */
    public Database connect(Duration patience) {
        return ExternalPostgres.connect(jdbcUrl, user, password(), patience);
    }

    /** Connects to a database outside. */
    public Database connect() {
        return ExternalPostgres.connect(jdbcUrl, user, password());
    }

    private String password() {
        try {
            return passwordFile.isEmpty()
                    ? ""
                    : Files.readString(Path.of(passwordFile)).strip();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "postgres.password_file " + passwordFile + " cannot be read: " + e, e);
        }
    }

    /** For messages: without parameters, which may hold a password. */
    private String name() {
        return jdbcUrl.isEmpty() ? "inside the folder (embedded)" : jdbcUrl.replaceFirst("\\?.*", "");
    }

    private static Path file(Path root) {
        return root.resolve("database.json");
    }
}
