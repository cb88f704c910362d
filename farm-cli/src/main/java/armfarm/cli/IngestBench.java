package armfarm.cli;

import armfarm.ingest.IngestBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench ingest}. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how many camera frames a second reach an embedded Kafka.",
            "640x512 raw images, cropped to 472, as JPEG, acknowledged; in turns with the same without Kafka. Numbers are",
            "medians; the data goes to a temporary folder."
        })
final class IngestBench implements Callable<Integer> {
    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "2",
            description = "Cameras, each on a thread of its own (${DEFAULT-VALUE}).")
    private int cameras;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Turns of each kind (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Length of a turn (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What {@code --json} prints. */
    record Result(double framesPerSecond, double codecLimitFramesPerSecond, double ratio, long lost) {}

    @Override
    public Integer call() throws IOException {
        if (cameras < 1 || cameras > 16 || rounds < 1 || rounds > 1_000 || seconds < 1 || seconds > 3_600) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "expected 1 to 16 cameras, 1 to 1000 rounds and turns of 1 to 3600 seconds");
        }
        Path folder = Files.createTempDirectory("armfarm-bench");
        try {
            IngestBenchmark.Report report = IngestBenchmark.run(folder, cameras, rounds, Duration.ofSeconds(seconds));
            print(report);
            return report.lost() == 0 ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    private void print(IngestBenchmark.Report report) throws IOException {
        double whole = median(report.withBroker());
        double codec = median(report.codecOnly());
        Result result = new Result(round(whole, 10), round(codec, 10), round(whole / codec, 1000), report.lost());
        if (json) {
            Json.print(result);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "frames/s to Kafka's acknowledgement   %s%nframes/s without Kafka                %s%nratio  "
                        + "                               %.3f%nlost                                  %d of %d%n",
                spread(report.withBroker()),
                spread(report.codecOnly()),
                result.ratio(),
                report.lost(),
                report.sent());
    }

    private static String spread(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT, "%.1f (%.1f-%.1f)", median(values), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double round(double value, int steps) {
        return (double) Math.round(value * steps) / steps;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
