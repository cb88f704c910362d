package armfarm.episodes.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;

/** One server for all tests of this JVM, with a database for each test. */
final class TestPostgres {
    /** Where tests keep the unpacked server programs. */
    static final Path CACHE = Path.of("target", "postgres-cache");

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    private static final class Server {
        static final LocalPostgres SHARED = start();

        private static LocalPostgres start() {
            try {
                Path data = Files.createTempDirectory("armfarm-test-postgres");
                LocalPostgres server = LocalPostgres.start(data, CACHE, LocalPostgres.ANY_PORT);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    FileUtils.deleteQuietly(data.toFile());
                }));
                execute(server, "create database migrated");
                try (Database template = server.connect("migrated")) {
                    Migrations.migrate(template);
                }
                return server;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** An empty database with the present schema. */
    static Database newDatabase() {
        return copyOf("migrated");
    }

    /** A database without any schema. */
    static Database emptyDatabase() {
        return copyOf("template0");
    }

    /** What another database holds now; nobody may be connected to it. */
    static Database copyOf(String original) {
        String name = "test_" + DATABASES.incrementAndGet();
        try {
            execute(Server.SHARED, "create database " + name + " template " + original);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.SHARED.connect(name);
    }

    static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
