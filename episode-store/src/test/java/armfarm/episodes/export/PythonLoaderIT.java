package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loader that each export's README gives, run as it stands there by a real Python. */
class PythonLoaderIT {
    private static final Pattern LOADER = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void readsWhatWasWritten(ExportFormat format) throws Exception {
        String python = System.getenv().getOrDefault("ARMFARM_PYTHON", "python3");
        assumeThat(run(folder, python, "-c", "import pandas, pyarrow, webdataset, PIL"))
                .as("Python packages pandas, pyarrow, webdataset and pillow not installed; ./check installs them, or"
                        + " name a Python that has them with ARMFARM_PYTHON")
                .doesNotContain("Error");
        Path out = folder.resolve("out");
        SnapshotExport.run(
                new FakeSnapshotStore(new ExportAttempts().next(11)),
                ExportRequest.of(FakeSnapshotStore.NAME, format, out).withFileBytes(20_000),
                ExportProgress.SILENT,
                InstantSource.system());
        Matcher loader = LOADER.matcher(Files.readString(out.resolve("README.md")));
        assertThat(loader.find()).isTrue();

        String printed = run(out, python, "-c", loader.group(1));

        assertThat(printed)
                .contains("11 ")
                .contains("6 successes")
                .contains("(64, 48)")
                .doesNotContain("Error");
    }

    private String run(Path where, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output);
        } catch (IOException e) {
            return "Error: " + e.getMessage();
        }
    }
}
