package armfarm.episodes.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that starts a server, stores a row and is killed, so that its server stays behind. */
final class ServerOrphan {
    private ServerOrphan() {}

    /** Returns the process number of the server left behind. */
    static long leaveBehind(Path data) throws IOException {
        Process farm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerOrphan.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        farm.onExit().join();
        return Postmaster.running(data.resolve("postgres-18")).orElseThrow().pid();
    }

    public static void main(String[] args) throws SQLException {
        LocalPostgres server = LocalPostgres.start(Path.of(args[0]), TestPostgres.CACHE, LocalPostgres.ANY_PORT);
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into kept values (42)");
        }
        Runtime.getRuntime().halt(137);
    }
}
