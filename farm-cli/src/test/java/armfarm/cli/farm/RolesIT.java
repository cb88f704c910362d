package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.base.CacheFolder;
import armfarm.episodes.postgres.LocalPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm whose broker, controller, store, trainer and arms are processes of their own, some of which are killed. */
@Tag("sim")
class RolesIT {
    private static final int ARMS = 4;

    /** More than the arms make while a controller starts. */
    private static final int MORE = 250;

    private static final int EVALUATIONS = 5;
    private static final long PATIENCE_SECONDS = 180;

    /** Longer than the controller waits for a sign of an arm that died with an attempt. */
    private static final long WITHOUT_STORE_MILLISECONDS = 15_000;

    private static final long LAST_RUN_SECONDS = 300;

    @TempDir
    Path temp;

    private final List<FarmProcess> processes = new ArrayList<>();
    private LocalPostgres database;
    private FarmProcess broker;
    private String config;
    private int rosPort;

    @BeforeEach
    void startsServices() throws IOException {
        database = LocalPostgres.start(temp.resolve("lab"), CacheFolder.path(), LocalPostgres.ANY_PORT);
        broker = start("broker", "--port", "0", "--data", folder("broker"));
        broker.awaitErr("Ctrl-C stops.", PATIENCE_SECONDS);
        rosPort = freePort();
        config = writeConfig();
    }

    private String writeConfig() throws IOException {
        HikariDataSource pool = (HikariDataSource) database.dataSource();
        Path password = Files.writeString(temp.resolve("password"), pool.getPassword() + "\n");
        return Files.write(
                        temp.resolve("farm.yaml"),
                        List.of(
                                "farm: {arms: " + ARMS + "}",
                                "ros: {master_uri: \"http://127.0.0.1:" + rosPort + "/\"}",
                                "kafka: {bootstrap_servers: \"" + broker.out().strip() + "\"}",
                                "postgres: {jdbc_url: \"" + pool.getJdbcUrl() + "\", user: " + pool.getUsername()
                                        + ", password_file: " + password + "}",
                                "images: {folder: " + temp.resolve("shards") + "}",
                                "evaluation: {attempts: " + EVALUATIONS + "}",
                                "learning: {random_attempts: 40, min_round: 100}"))
                .toString();
    }

    @AfterEach
    void stopsEverything() {
        processes.forEach(FarmProcess::kill);
        database.close();
    }

    @Test
    void practisesLearnsAndAccountsForEveryAttemptWhileProcessesAreKilled() throws IOException, SQLException {
        FarmProcess controller = startController(); // without an end: however fast the arms are, they are not done
        FarmProcess store = startStore("store-folder");
        store.awaitErr("Storing", PATIENCE_SECONDS); // the schema is there
        FarmProcess trainer = start("trainer", "--data", folder("trainer"), "--config", config);
        List<FarmProcess> arms = new ArrayList<>();
        for (int i = 1; i <= ARMS; i++) {
            arms.add(startArm("arm-folder-" + i));
        }
        await(() -> attempts("model is not null") > 0);

        FarmProcess victim = arms.remove(1);
        String name = armOf(victim);
        long before = attempts("arm = '" + name + "'");
        victim.kill();
        FarmProcess replacement = startArm("arm-folder-new");
        arms.add(replacement);
        await(() -> attempts("arm = '" + name + "'") > before + 2);

        controller.kill();
        long withoutController = attempts("true");
        await(() -> attempts("true") > withoutController + 5);
        long target = attempts("outcome in ('SUCCESS', 'FAILURE')") + MORE;
        FarmProcess again = startController("--until", "attempts=" + target);
        store.kill();
        again.awaitMilliseconds(WITHOUT_STORE_MILLISECONDS);
        store = startStore("store-folder-new");

        assertThat(again.awaitExit(LAST_RUN_SECONDS)).as(again.err()).isZero();
        for (FarmProcess process : arms) {
            assertThat(stopped(process)).as(process.err()).isZero();
        }
        assertThat(stopped(trainer)).as(trainer.err()).isZero();
        assertThat(stopped(store)).as(store.err()).isZero();
        assertThat(armOf(replacement)).isEqualTo(name);
        assertReport(again.json(), target);
        assertNumbersWithoutGapsOrRepeats();
        assertThat(stopped(broker)).as(broker.err()).isZero();
    }

    private void assertReport(JsonNode report, long target) {
        assertThat(report.path("attempts").asLong())
                .as(report.toString())
                .isEqualTo(report.path("stored").asLong());
        assertThat(report.path("rejected").asLong()).isZero();
        assertThat(report.path("duplicates").asLong()).isZero();
        assertThat(report.path("aborted").asLong()).isLessThanOrEqualTo(2);
        assertThat(report.path("collected").asLong() - report.path("aborted").asLong())
                .isEqualTo(target);
        assertThat(report.path("models").asLong()).isPositive();
        assertThat(report.path("evaluated").asLong()).isBetween(2L * EVALUATIONS, 2L * EVALUATIONS + 1);
        assertThat(report.path("success").path("policy_heldout").path("n").asLong())
                .isEqualTo(EVALUATIONS);
    }

    private void assertNumbersWithoutGapsOrRepeats() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select arm, count(*), count(distinct attempt_number), max(attempt_number)"
                                + " from attempt group by arm")) {
            int arms = 0;
            while (rows.next()) {
                assertThat(rows.getLong(2)).as(rows.getString(1)).isEqualTo(rows.getLong(4));
                assertThat(rows.getLong(3)).as(rows.getString(1)).isEqualTo(rows.getLong(4));
                arms++;
            }
            assertThat(arms).isEqualTo(ARMS);
        }
    }

    private FarmProcess startController(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("controller", "--data", folder("controller"), "--config", config, "--json"));
        arguments.addAll(List.of("--ros-port", Integer.toString(rosPort)));
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private FarmProcess startStore(String folder) throws IOException {
        return start("store", "--data", folder(folder), "--config", config);
    }

    private FarmProcess startArm(String folder) throws IOException {
        return start("arm", "--data", folder(folder), "--config", config);
    }

    private FarmProcess start(String... arguments) throws IOException {
        FarmProcess process = FarmProcess.start(temp.resolve("logs"), 256, arguments);
        processes.add(process);
        return process;
    }

    private static int stopped(FarmProcess process) {
        process.terminate();
        return process.awaitExit(25);
    }

    private static String armOf(FarmProcess process) {
        return process.err()
                .lines()
                .filter(line -> line.startsWith("Arm "))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no arm in:\n" + process.err()));
    }

    private String folder(String name) {
        return temp.resolve(name).toString();
    }

    private long attempts(String condition) {
        try (Connection connection = database.dataSource().getConnection();
                ResultSet row =
                        connection.createStatement().executeQuery("select count(*) from attempt where " + condition)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited too long; the processes say:\n"
                        + String.join(
                                "\n---\n",
                                processes.stream().map(FarmProcess::err).toList()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
