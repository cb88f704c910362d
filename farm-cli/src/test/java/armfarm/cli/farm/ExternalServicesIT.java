package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.base.CacheFolder;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm whose ROS master, Kafka and PostgreSQL are run by somebody else. */
@Tag("sim")
class ExternalServicesIT {
    @TempDir
    Path temp;

    @Test
    void runsOnServicesItDidNotStartAndStaysWithItsDatabase() throws IOException {
        Path data = temp.resolve("data");
        try (RosMaster master = RosMaster.start(RosHost.loopback(), 0);
                EmbeddedBroker broker = EmbeddedBroker.start(temp.resolve("kafka"));
                LocalPostgres database =
                        LocalPostgres.start(temp.resolve("lab"), CacheFolder.path(), LocalPostgres.ANY_PORT)) {
            String config = config(master, broker, (HikariDataSource) database.dataSource());

            FarmProcess farm = up(data, "--until", "attempts=30", "--config", config);
            FarmProcess resumed = up(data, "--until", "attempts=40", "--config", config);
            FarmProcess status = FarmProcess.run(temp, "status", "--data", data.toString(), "--json");
            FarmProcess fsck = FarmProcess.run(temp, "fsck", "--data", data.toString(), "--json");
            FarmProcess withoutConfig = up(data, "--until", "attempts=50");

            assertThat(farm.err())
                    .contains(master.uri().toString())
                    .contains(broker.bootstrapServers())
                    .contains(((HikariDataSource) database.dataSource()).getJdbcUrl());
            assertThat(farm.json().path("stored").asLong()).isGreaterThanOrEqualTo(30);
            assertThat(resumed.json().path("stored").asLong()).isBetween(40L, 45L);
            assertThat(status.json().path("stored")).isEqualTo(resumed.json().path("stored"));
            assertThat(fsck.json().path("ok").asBoolean()).isTrue();
            assertThat(data.resolve("kafka")).doesNotExist();
            assertThat(data.resolve("postgres-18")).doesNotExist();
            assertThat(withoutConfig.awaitExit(1)).isEqualTo(2);
            assertThat(withoutConfig.err()).contains("belongs to the database");
        }
    }

    private FarmProcess up(Path data, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(0, List.of("up", "--arms", "2", "--json", "--data", data.toString()));
        return FarmProcess.run(temp, arguments.toArray(String[]::new));
    }

    private String config(RosMaster master, EmbeddedBroker broker, HikariDataSource database) throws IOException {
        Path password = Files.writeString(temp.resolve("password"), database.getPassword() + "\n");
        return Files.write(
                        temp.resolve("farm.yaml"),
                        List.of(
                                "ros: {master_uri: \"" + master.uri() + "\"}",
                                "kafka: {bootstrap_servers: \"" + broker.bootstrapServers() + "\", topic: lab.events}",
                                "postgres: {jdbc_url: \"" + database.getJdbcUrl() + "\", user: "
                                        + database.getUsername() + ", password_file: " + password + "}",
                                "evaluation: {attempts: 0}",
                                "learning: {random_attempts: 100000}"))
                .toString();
    }
}
