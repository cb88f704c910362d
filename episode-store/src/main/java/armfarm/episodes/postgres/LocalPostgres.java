package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.files.FolderLock;
import armfarm.messages.supervision.Supervision;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, on 127.0.0.1 only, with its data in {@code <data>/postgres-18}.
 *
 * <p>Beside the data folder are: {@code .port} (kept from start to start), {@code .password} (readable by the owner
 * only), {@code .lock} (held while the server is ours) and {@code .log}. The server is a process of its own: if it is killed it
 * is started again on the same port; if this process is killed it stays behind, and the next start on the folder stops it and
 * starts afresh.
 */
public final class LocalPostgres implements Database {
    /** Port argument: take any free one and remember it. */
    public static final int ANY_PORT = 0;

    private static final Logger log = LoggerFactory.getLogger(LocalPostgres.class);
    private static final String USER = "armfarm";
    private static final String DATABASE = "armfarm";
    private static final long KEPT_LOG_BYTES = 4L << 20;
    /** A free port may be taken by another program before the server has it. */
    private static final int START_TRIES = 3;

    private final ServerFolder folder;
    private final FolderLock lock;
    private final ServerKeeper keeper;
    private final HikariDataSource pool;

    private LocalPostgres(ServerFolder folder, FolderLock lock, ServerKeeper keeper, HikariDataSource pool) {
        this.folder = folder;
        this.lock = lock;
        this.keeper = keeper;
        this.pool = pool;
    }

    /**
     * Starts the server on the data folder, which is made if it does not exist. Blocks until it accepts connections.
     *
     * @param cacheFolder where the programs are unpacked on first use, 60 MB; may be shared by many data folders
     * @param port {@link #ANY_PORT}, or the port it must have
     * @throws FarmException if the folder is in use, not writable, of a newer version, or the port is taken
     */
    public static LocalPostgres start(Path dataFolder, Path cacheFolder, int port) {
        return start(dataFolder, cacheFolder, port, Map.of());
    }

    /** As above, with server settings that override the farm's; unsafe ones are refused. */
    static LocalPostgres start(Path dataFolder, Path cacheFolder, int port, Map<String, String> settings) {
        ServerFolder folder = new ServerFolder(dataFolder.toAbsolutePath().normalize());
        folder.create();
        FolderLock lock = lock(folder.lockFile(), dataFolder);
        try {
            return startLocked(folder, lock, cacheFolder, port, settings);
        } catch (RuntimeException e) {
            Postmaster.running(folder.data()).ifPresent(Postmaster::stop);
            lock.close();
            throw e;
        }
    }

    private static FolderLock lock(Path lockFile, Path dataFolder) {
        try {
            return FolderLock.take(
                    lockFile,
                    owner -> new FarmException(
                            ErrorCode.CONFIG,
                            "Data folder " + dataFolder + " is in use by process " + owner
                                    + ": stop that farm or choose another folder"));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot lock " + lockFile + ": " + e + ". Check the folder's permissions.", e);
        }
    }

    /**
     * Connects to the server that now runs on the data folder, whoever started it, for reading beside the farm. Closing
     * the result leaves the server running.
     */
    public static Optional<Database> attach(Path dataFolder) {
        ServerFolder folder = new ServerFolder(dataFolder.toAbsolutePath().normalize());
        return Postmaster.running(folder.data())
                .filter(Postmaster::isReady)
                .map(server -> ExternalPostgres.connect(url(server.port(), DATABASE), USER, folder.password()));
    }

    private static LocalPostgres startLocked(
            ServerFolder folder, FolderLock lock, Path cacheFolder, int port, Map<String, String> settings) {
        folder.checkVersion();
        stopLeftover(folder);
        ServerPrograms programs =
                new ServerPrograms(PostgresBinaries.unpack(cacheFolder), folder.parent(), folder.logFile());
        if (Files.notExists(folder.data())) {
            folder.initialise(programs, USER);
        }
        folder.closeToOthers();
        folder.limitLog(KEPT_LOG_BYTES);
        int actualPort = startServer(folder, programs, port, settings);
        Postmaster postmaster = running(folder);
        createDatabase(actualPort, folder.password());
        HikariDataSource pool = ConnectionPool.open(url(actualPort, DATABASE), USER, folder.password());
        try {
            Durability.check(pool, folder.data().toString());
        } catch (FarmException e) {
            pool.close();
            throw e;
        }
        log.info("PostgreSQL runs on {} with data in {}", url(actualPort, DATABASE), folder.data());
        ServerKeeper keeper = new ServerKeeper(postmaster, () -> {
            folder.limitLog(KEPT_LOG_BYTES);
            startServer(folder, programs, actualPort, settings);
            return running(folder);
        });
        return new LocalPostgres(folder, lock, keeper, pool);
    }

    private static Postmaster running(ServerFolder folder) {
        return Postmaster.running(folder.data())
                .orElseThrow(() -> new FarmException(
                        ErrorCode.RESOURCE,
                        "PostgreSQL in " + folder.data() + " ended right after its start; see " + folder.logFile()));
    }

    private static void stopLeftover(ServerFolder folder) {
        Optional<Postmaster> leftover = Postmaster.running(folder.data());
        if (leftover.isPresent()) {
            log.warn(
                    "Stopping PostgreSQL process {}, left over in {}",
                    leftover.get().pid(),
                    folder.data());
            if (!leftover.get().stop()) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "PostgreSQL process " + leftover.get().pid() + ", left over from an earlier run, still holds "
                                + folder.data() + ": end it and start again");
            }
        } else if (Postmaster.removeForeignPidFile(folder.data())) {
            log.warn("Removed {}: its process number belongs to another program", Postmaster.pidFile(folder.data()));
        }
    }

    private static int startServer(
            ServerFolder folder, ServerPrograms programs, int port, Map<String, String> settings) {
        for (int attempt = 1; ; attempt++) {
            int actualPort = port == ANY_PORT ? folder.freePort() : folder.requirePort(port);
            try {
                programs.start(folder.data().getFileName().toString(), options(actualPort, settings));
                folder.rememberPort(actualPort);
                return actualPort;
            } catch (FarmException e) {
                if (attempt == START_TRIES || ServerFolder.isFree(actualPort)) {
                    throw e;
                }
                log.warn("Port {} was taken while PostgreSQL started; trying again", actualPort);
            }
        }
    }

    private static String options(int port, Map<String, String> overrides) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("shared_buffers", "64MB");
        settings.put("max_connections", "30");
        settings.put("work_mem", "16MB");
        settings.put("max_wal_size", "256MB");
        settings.put("io_method", "sync");
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("log_checkpoints", "off");
        settings.putAll(overrides);
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void createDatabase(int port, String password) {
        try (Connection connection = DriverManager.getConnection(url(port, "postgres"), USER, password);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (rows.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot open the farm's database on port " + port, e);
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** For another database of the same server. */
    Database connect(String database) {
        return ExternalPostgres.connect(url(keeper.server().port(), database), USER, folder.password());
    }

    public int port() {
        return keeper.server().port();
    }

    /** Number of the server's process; another one after it was killed and started again. */
    public long pid() {
        return keeper.server().pid();
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public String location() {
        return url(keeper.server().port(), DATABASE) + " (" + folder.data() + ")";
    }

    @Override
    public Optional<Supervision> loops() {
        return Optional.of(keeper.loops());
    }

    @Override
    public void close() {
        if (lock.isClosed()) {
            return;
        }
        pool.close();
        keeper.close();
        if (!keeper.server().stop()) {
            log.warn(
                    "PostgreSQL process {} did not stop; the next start will end it",
                    keeper.server().pid());
        }
        lock.close();
    }
}
