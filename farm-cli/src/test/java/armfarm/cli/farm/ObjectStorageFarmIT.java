package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm whose complete shards go to an S3 server. */
@Tag("sim")
class ObjectStorageFarmIT {
    @TempDir
    Path temp;

    @Test
    void shardsLeaveTheFolderAndEveryCommandStillFindsTheImages() throws IOException {
        Path data = temp.resolve("data");
        String config;
        FarmProcess away;
        try (S3Process server = S3Process.start(temp.resolve("s3"))) {
            config = config(server);
            FarmProcess first = command("up", data, "--arms", "2", "--until", "attempts=80", "--config", config);
            FarmProcess second = command("up", data, "--arms", "2", "--until", "attempts=90", "--config", config);
            FarmProcess status = command("status", data);
            FarmProcess fsck = command("fsck", data);
            FarmProcess snapshot = command("snapshot", data, "create", "all");
            FarmProcess export = command(
                    "export",
                    data,
                    "--snapshot",
                    "all",
                    "--format",
                    "webdataset",
                    "-o",
                    temp.resolve("out").toString());
            FarmProcess doctor = command("doctor", data);
            FarmProcess withoutConfig = command("up", data, "--arms", "2", "--until", "attempts=100");

            assertThat(first.err()).contains("images      s3://farm/lab, complete shards");
            assertThat(second.awaitExit(1)).isZero();
            JsonNode objects = status.json().path("object_storage");
            assertThat(objects.path("location").asText()).isEqualTo("s3://farm/lab");
            assertThat(objects.path("uploaded_shards").asInt()).isPositive();
            assertThat(objects.has("problem")).isFalse();
            assertThat(data.resolve("shards").resolve("shard-000001.tar")).doesNotExist();
            assertThat(fsck.json().path("ok").asBoolean()).as(fsck.err()).isTrue();
            assertThat(snapshot.awaitExit(1)).as(snapshot.err()).isZero();
            assertThat(export.awaitExit(1)).as(export.err()).isZero();
            assertThat(doctor.json().toString()).contains("s3://farm/lab answers");
            assertThat(withoutConfig.awaitExit(1)).isEqualTo(2);
            assertThat(withoutConfig.err()).contains("are in s3://farm/lab, but the configuration says");
        }

        away = command("up", data, "--arms", "2", "--until", "attempts=100", "--config", config);
        FarmProcess status = command("status", data);

        assertThat(away.awaitExit(1)).as(away.err()).isZero();
        assertThat(status.json().path("stored").asLong()).isGreaterThanOrEqualTo(100);
        assertThat(status.json().path("object_storage").path("problem").asText())
                .contains("no answer");
    }

    private FarmProcess command(String name, Path data, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(name));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--data", data.toString(), "--json"));
        return FarmProcess.run(temp, arguments.toArray(String[]::new));
    }

    private String config(S3Process server) throws IOException {
        return Files.write(
                        temp.resolve("farm.yaml"),
                        List.of(
                                "images:",
                                "  storage: s3",
                                "  shard_mb: 1",
                                "  s3: {endpoint: \"" + server.endpoint() + "\", bucket: " + S3Process.BUCKET
                                        + ", prefix: lab, keep_local_mb: 0, credentials_file: "
                                        + S3Process.credentials(temp) + "}",
                                "evaluation: {attempts: 0}",
                                "learning: {random_attempts: 100000}"))
                .toString();
    }
}
