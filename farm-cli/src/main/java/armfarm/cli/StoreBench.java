package armfarm.cli;

import armfarm.cli.bench.StoreBenchmark;
import armfarm.cli.bench.StoreQuestions;
import armfarm.controller.base.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench store}. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = {
            "Store attempts of eight images by the path of a farm, then ask for them and read them back.",
            "The path is Kafka, consumer, PostgreSQL and shards; beside it stands what the disk and the JPEG codec give in the",
            "same run. All parts share the machine's cores. The data goes to a temporary folder and is deleted afterwards."
        })
final class StoreBench implements Callable<Integer> {
    private static final int MAX_FRAME_BYTES = 1_000_000;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "20000",
            description = "In all (${DEFAULT-VALUE}); 800000 is the size of the 2016 data set.")
    private long attempts;

    @Option(
            names = "--frame-bytes",
            paramLabel = "B",
            defaultValue = "1000",
            description = "Size of each image (${DEFAULT-VALUE}).")
    private int frameBytes;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "0",
            description = "Attempts a second at most (default: as fast as it goes).")
    private double rate;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where to make the temporary folder (default: the system's).")
    private Optional<Path> parent = Optional.empty();

    @Option(
            names = "--python",
            paramLabel = "EXE",
            defaultValue = "${env:ARMFARM_PYTHON}",
            description =
                    "Python with webdataset and torch, to read the same shards (default: ARMFARM_PYTHON; else not asked).")
    private Optional<Path> python = Optional.empty();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What {@code --json} prints, in order. */
    private static Map<String, Object> fields(int frameBytes, StoreBenchmark.Report report) {
        StoreBenchmark.Load load = report.load();
        StoreQuestions.Answers answers = report.answers();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("attempts", load.attempts());
        fields.put("frames", load.frames());
        fields.put("frame_bytes", frameBytes);
        fields.put("attempts_per_second", rounded(load.attemptsPerSecond()));
        fields.put("mb_per_second", rounded(load.megabytesPerSecond()));
        fields.put("disk_limit_mb_per_second", rounded(report.diskMegabytesPerSecond()));
        fields.put("disk_ratio", rounded(load.megabytesPerSecond() / report.diskMegabytesPerSecond()));
        fields.put("p99_event_to_committed_ms", rounded(load.p99EventToCommittedMs()));
        fields.put("p95_attempt_ms", rounded(answers.p95AttemptMs()));
        fields.put("p95_filter_ms", rounded(answers.p95FilterMs()));
        fields.put("group_by_ms", rounded(answers.groupByMs()));
        fields.put("duckdb_group_by_ms", rounded(answers.duckDbGroupByMs()));
        fields.put("snapshot_seconds", rounded(answers.snapshotSeconds()));
        fields.put("tables_seconds", rounded(answers.tablesSeconds()));
        fields.put("manifest_seconds", rounded(answers.manifestSeconds()));
        fields.put("readback_images_per_second", rounded(report.readBack().readAndDecoded()));
        fields.put("decode_limit_images_per_second", rounded(report.readBack().decoded()));
        fields.put(
                "webdataset_images_per_second",
                report.webDataset().isPresent() ? rounded(report.webDataset().getAsDouble()) : null);
        return fields;
    }

    private static double rounded(double value) {
        return Math.round(1000 * value) / 1000.0;
    }

    @Override
    public Integer call() throws IOException {
        if (attempts < 1000 || frameBytes < 1 || frameBytes > MAX_FRAME_BYTES || rate < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected 1000 attempts or more, images of 1 to " + MAX_FRAME_BYTES
                            + " bytes and no negative rate");
        }
        Path folder = parent.isPresent()
                ? Files.createTempDirectory(parent.get(), "armfarm-bench")
                : Files.createTempDirectory("armfarm-bench");
        try {
            StoreBenchmark.Report report = StoreBenchmark.run(
                    folder,
                    CacheFolder.path(),
                    new StoreBenchmark.Options(attempts, frameBytes, rate, python),
                    phase -> spec.commandLine().getErr().println(phase));
            if (json) {
                Json.print(fields(frameBytes, report));
            } else {
                print(report);
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void print(StoreBenchmark.Report report) {
        StoreBenchmark.Load load = report.load();
        StoreQuestions.Answers answers = report.answers();
        System.out.printf(
                Locale.ROOT,
                "loaded            %,d attempts with %,d images of %,d bytes: %.0f attempts/s, %.1f MB/s%n"
                        + "disk alone        %.1f MB/s; the load is %.2f of it%n"
                        + "event to commit   p99 %.0f ms%n"
                        + "one attempt       p95 %.1f ms, with its images%n"
                        + "selective filter  p95 %.1f ms%n"
                        + "success by object, model and day   %.0f ms; by DuckDB from a snapshot's tables %.0f ms%n"
                        + "snapshot of all   %.1f s, its tables %.1f s once; reading its manifest %.1f s%n"
                        + "read back         %.0f images/s, shuffled and decoded; decoding alone %.0f; webdataset %s%n",
                load.attempts(),
                load.frames(),
                frameBytes,
                load.attemptsPerSecond(),
                load.megabytesPerSecond(),
                report.diskMegabytesPerSecond(),
                load.megabytesPerSecond() / report.diskMegabytesPerSecond(),
                load.p99EventToCommittedMs(),
                answers.p95AttemptMs(),
                answers.p95FilterMs(),
                answers.groupByMs(),
                answers.duckDbGroupByMs(),
                answers.snapshotSeconds(),
                answers.tablesSeconds(),
                answers.manifestSeconds(),
                report.readBack().readAndDecoded(),
                report.readBack().decoded(),
                report.webDataset().isPresent() ? Math.round(report.webDataset().getAsDouble()) : "not measured");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
