package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first loader that each export's README gives, which needs little, run as it stands there by a real Python. */
class PythonLoaderIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void readsWhatWasWritten(ExportFormat format) throws Exception {
        Python python = new Python(System.getenv().getOrDefault("ARMFARM_PYTHON", "python3"), folder, 60);
        assumeThat(python.run(folder, "import pandas, pyarrow, webdataset, PIL"))
                .as("Python packages pandas, pyarrow, webdataset and pillow not installed; ./check installs them, or"
                        + " name a Python that has them with ARMFARM_PYTHON")
                .doesNotContain("Error");
        Path out = folder.resolve("out");
        new FakeSnapshotStore(new ExportAttempts().next(11))
                .export(
                        ExportRequest.of(FakeSnapshotStore.NAME, format, out).withFileBytes(20_000),
                        ExportProgress.SILENT,
                        InstantSource.system());

        String printed = python.run(out, Python.loaders(out).get(0));

        assertThat(printed)
                .contains("11 ")
                .contains("6 successes")
                .contains("(64, 48)")
                .doesNotContain("Error");
    }
}
