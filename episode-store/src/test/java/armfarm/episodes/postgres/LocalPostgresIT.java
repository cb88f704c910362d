package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests share one data folder, made once; each starts and stops the server on it. */
class LocalPostgresIT {
    @TempDir
    private static Path temp;

    private static Path data;

    @BeforeAll
    static void makeDataFolder() throws SQLException {
        data = temp.resolve("a folder with spaces");
        try (LocalPostgres server = start()) {
            execute(server, "create table kept (n int)");
        }
    }

    @AfterAll
    static void leavesNoServerBehind() {
        assertThat(Postmaster.running(data.resolve("postgres-18"))).isEmpty();
    }

    @Test
    void keepsRowsAndPortOverARestart() throws SQLException {
        int firstPort;
        try (LocalPostgres server = start()) {
            firstPort = server.port();
            execute(server, "insert into kept values (7)");
        }

        try (LocalPostgres server = start()) {
            assertThat(query(server, "select n::text from kept where n = 7")).isEqualTo("7");
            assertThat(server.port()).isEqualTo(firstPort);
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "show full_page_writes")).isEqualTo("on");
            assertThat(query(server, "show server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void takesAnotherPortWhenTheRememberedOneIsTaken() throws IOException {
        int port;
        try (LocalPostgres server = start()) {
            port = server.port();
        }

        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                LocalPostgres server = start()) {
            assertThat(server.port()).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void namesAChosenPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalPostgres.start(data, TestPostgres.CACHE, other.getLocalPort()))
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesAServerThatDoesNotSyncAndStopsIt() {
        assertThatThrownBy(() -> LocalPostgres.start(
                        data,
                        TestPostgres.CACHE,
                        LocalPostgres.ANY_PORT,
                        Map.of("fsync", "off", "full_page_writes", "off")))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("fsync is off, expected on")
                .hasMessageContaining("full_page_writes is off, expected on");
        assertThat(Postmaster.running(data.resolve("postgres-18"))).isEmpty();
    }

    @Test
    void reportsAServerThatCannotStartWithItsOwnWordsAndAtOnce() {
        assertThatThrownBy(() -> LocalPostgres.start(
                        data, TestPostgres.CACHE, LocalPostgres.ANY_PORT, Map.of("shared_buffers", "nonsense")))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("shared_buffers");
    }

    @Test
    void refusesAFolderInUseAndAttachesToItForReading() throws SQLException {
        try (LocalPostgres server = start()) {
            assertThatThrownBy(LocalPostgresIT::start)
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            try (Database beside = LocalPostgres.attach(data).orElseThrow()) {
                assertThat(query(beside, "select current_database()")).isEqualTo("armfarm");
            }
            assertThat(query(server, "select 'still up'")).isEqualTo("still up");
        }
        assertThat(LocalPostgres.attach(data)).isEmpty();
    }

    @Test
    void ignoresAPidFileOfAnotherProgramAndOfADeadProcess() throws IOException, SQLException {
        Path pidFile = data.resolve("postgres-18").resolve("postmaster.pid");
        for (long pid : List.of(ProcessHandle.current().pid(), deadPid())) {
            Files.write(pidFile, List.of("" + pid, data.toString(), "1", "5432", "", "127.0.0.1", "1 1", "ready"));

            try (LocalPostgres server = start()) {
                assertThat(query(server, "select 'up'")).isEqualTo("up");
            }
        }
    }

    @Test
    void replacesAnOrphanOfAKilledFarm() throws IOException, SQLException {
        long orphan = ServerOrphan.leaveBehind(data);
        try (LocalPostgres server = start()) {
            assertThat(server.pid()).isNotEqualTo(orphan);
            assertThat(query(server, "select count(*)::text from kept where n = 42"))
                    .isEqualTo("1");
        }
        assertThat(ProcessHandle.of(orphan).filter(process -> !Postmaster.isDead(process)))
                .isEmpty();
    }

    @Test
    void startsAServerAgainThatWasKilledAndKeepsWhatWasCommitted() throws SQLException {
        try (LocalPostgres database = start()) {
            execute(database, "create table before_the_kill (x integer)");
            int port = database.port();

            for (int kill = 0; kill < 3; kill++) {
                long victim = database.pid();
                assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly())
                        .isTrue();
                await(() -> database.pid() != victim);
            }

            assertThat(database.port()).isEqualTo(port);
            execute(database, "insert into before_the_kill values (1)");
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void closesItsFolderAgainThatACopyHasOpenedToOthers() throws IOException, SQLException {
        Path folder = data.resolve("postgres-18");
        Path password = data.resolve("postgres-18.password");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        try (LocalPostgres server = start()) {
            assertThat(query(server, "select 'up'")).isEqualTo("up");
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesADataFolderOfANewerVersion() throws IOException {
        Path newer = temp.resolve("newer");
        Files.createDirectories(newer.resolve("postgres-19"));
        Files.writeString(newer.resolve("postgres-19").resolve("PG_VERSION"), "19\n");

        assertThatThrownBy(() -> LocalPostgres.start(newer, TestPostgres.CACHE, LocalPostgres.ANY_PORT))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("found PostgreSQL 19, this build has 18");
    }

    private static LocalPostgres start() {
        return LocalPostgres.start(data, TestPostgres.CACHE, LocalPostgres.ANY_PORT);
    }

    private static long deadPid() throws IOException {
        Process process = new ProcessBuilder("true").start();
        process.onExit().join();
        return process.pid();
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
