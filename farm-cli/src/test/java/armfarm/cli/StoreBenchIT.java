package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreBenchIT {
    @TempDir
    private Path folder;

    @Test
    void measuresEveryPartOfTheStoreAndLeavesNothingBehind() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(ArmfarmCommand.execute(
                            "bench", "store", "--attempts", "1000", "--folder", folder.toString(), "--json"))
                    .isZero();
        } finally {
            System.setOut(before);
        }

        JsonNode result = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(result.path("frames").asInt()).isEqualTo(8000);
        for (String field : new String[] {
            "attempts_per_second",
            "mb_per_second",
            "disk_limit_mb_per_second",
            "disk_ratio",
            "p99_event_to_committed_ms",
            "p95_attempt_ms",
            "p95_filter_ms",
            "group_by_ms",
            "duckdb_group_by_ms",
            "manifest_seconds",
            "readback_images_per_second",
            "decode_limit_images_per_second"
        }) {
            assertThat(result.path(field).asDouble()).as(field).isPositive();
        }
        assertThat(result.has("webdataset_images_per_second")).isTrue();
        assertThat(folder).isEmptyDirectory();
    }
}
