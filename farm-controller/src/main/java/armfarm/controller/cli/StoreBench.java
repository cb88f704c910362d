package armfarm.controller.cli;

import armfarm.controller.CacheFolder;
import armfarm.controller.bench.StoreBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
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
            "Load attempts of eight images through the path of a farm (Kafka, consumer, PostgreSQL, shards), then ask and",
            "read them back, beside what the disk and the JPEG codec give in the same run. All parts share the machine's",
            "cores. The data goes to a temporary folder and is deleted afterwards."
        })
final class StoreBench implements Callable<Integer> {
    private static final int MAX_FRAME_BYTES = 1_000_000;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "20000",
            description = "In all (${DEFAULT-VALUE}); 800000 is the size of the 2016 collection.")
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

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What {@code --json} prints. */
    record Result(
            long attempts,
            long frames,
            int frameBytes,
            double attemptsPerSecond,
            double mbPerSecond,
            double diskLimitMbPerSecond,
            double diskRatio,
            double p99EventToCommittedMs,
            double p95AttemptMs,
            double p95FilterMs,
            double groupByMs,
            double readbackImagesPerSecond,
            double decodeLimitImagesPerSecond) {
        static Result of(int frameBytes, StoreBenchmark.Report report) {
            StoreBenchmark.Load load = report.load();
            double megabytes = load.bytes() / 1e6 / load.seconds();
            return new Result(
                    load.attempts(),
                    load.frames(),
                    frameBytes,
                    rounded(load.attemptsPerSecond()),
                    rounded(megabytes),
                    rounded(report.diskMegabytesPerSecond()),
                    rounded(megabytes / report.diskMegabytesPerSecond()),
                    rounded(load.p99EventToCommittedMs()),
                    rounded(report.questions().p95AttemptMs()),
                    rounded(report.questions().p95FilterMs()),
                    rounded(report.questions().groupByMs()),
                    rounded(report.readBackPerSecond()),
                    rounded(report.decodePerSecond()));
        }

        private static double rounded(double value) {
            return Math.round(1000 * value) / 1000.0;
        }
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
            Result result = Result.of(
                    frameBytes,
                    StoreBenchmark.run(
                            folder,
                            CacheFolder.path(),
                            new StoreBenchmark.Options(attempts, frameBytes, rate),
                            phase -> spec.commandLine().getErr().println(phase)));
            if (json) {
                Json.print(result);
            } else {
                print(result);
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void print(Result r) {
        System.out.printf(
                Locale.ROOT,
                "loaded            %,d attempts with %,d images of %,d bytes: %.0f attempts/s, %.1f MB/s%n"
                        + "disk alone        %.1f MB/s; the load is %.2f of it%n"
                        + "event to commit   p99 %.0f ms%n"
                        + "one attempt       p95 %.1f ms, with its images%n"
                        + "selective filter  p95 %.1f ms%n"
                        + "success by object, model and day   %.0f ms%n"
                        + "read back         %.0f images/s, shuffled and decoded; decoding alone %.0f%n",
                r.attempts(),
                r.frames(),
                r.frameBytes(),
                r.attemptsPerSecond(),
                r.mbPerSecond(),
                r.diskLimitMbPerSecond(),
                r.diskRatio(),
                r.p99EventToCommittedMs(),
                r.p95AttemptMs(),
                r.p95FilterMs(),
                r.groupByMs(),
                r.readbackImagesPerSecond(),
                r.decodeLimitImagesPerSecond());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
