package armfarm.cli;

import armfarm.cli.bench.GazeboBenchmark;
import armfarm.cli.bench.GazeboBenchmark.Report;
import armfarm.cli.console.Logging;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.ImageSize;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench gazebo}. */
@Command(
        name = "gazebo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how near to real time a whole farm runs with its arms in Gazebo and cameras that send all the time.",
            "Kafka, PostgreSQL, trainer and Gazebo share this machine. Every attempt must arrive in the store. Needs root, and",
            "makes Gazebo ready the first time."
        })
final class GazeboBench implements Callable<Integer> {
    private static final int LOST = 1;
    private static final int INTERRUPTED = 130;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "gazebo-bench-data",
            description = "Each run makes a new data folder in it (${DEFAULT-VALUE}).")
    private Path parent;

    @Option(names = "--arms", paramLabel = "N", defaultValue = "4", description = "1 to 16 (${DEFAULT-VALUE}).")
    private int arms;

    @Option(
            names = "--image",
            paramLabel = "WxH",
            defaultValue = "320x240",
            converter = SizeConverter.class,
            description = "Pixels of the camera images, 64 to 640 each (${DEFAULT-VALUE}).")
    private ImageSize image;

    @Option(
            names = "--camera-hertz",
            paramLabel = "HZ",
            defaultValue = "10",
            description =
                    "Images of each camera in a simulated second, up to 60; 0: only when asked (${DEFAULT-VALUE}).")
    private double cameraHertz;

    @Option(
            names = "--step-ms",
            paramLabel = "MS",
            defaultValue = "2",
            description = "Step of the physics, 1 to 4 (${DEFAULT-VALUE}).")
    private double stepMilliseconds;

    @Option(
            names = "--simulated-seconds",
            paramLabel = "S",
            defaultValue = "120",
            description = "Of practice (${DEFAULT-VALUE}).")
    private double simulatedSeconds;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "As for up (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Reads 320x240. */
    static final class SizeConverter implements CommandLine.ITypeConverter<ImageSize> {
        @Override
        public ImageSize convert(String text) {
            return ImageSize.parse(text)
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "found '" + text + "', expected " + ImageSize.EXPECTED));
        }
    }

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        if (arms < 1
                || arms > FarmConfig.MAX_ARMS
                || !(cameraHertz >= 0 && cameraHertz <= 60)
                || !(stepMilliseconds >= 1 && stepMilliseconds <= 4)
                || !(simulatedSeconds >= 1)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected 1 to " + FarmConfig.MAX_ARMS + " arms, 0 to 60 Hz, a step of 1 to 4 ms and 1 simulated"
                            + " second or more");
        }
        StopSignal stop = StopSignal.install();
        Path folder = newFolder();
        Logging.toFile(folder.resolve("logs"));
        MovingLine line = new MovingLine(System.err, InstantSource.system());
        System.err.println("Starting " + arms + " arms in Gazebo, data in " + folder);
        Optional<Report> report;
        try {
            report = new GazeboBenchmark(
                            folder,
                            new GazeboBenchmark.Options(
                                    arms, image, cameraHertz, stepMilliseconds, simulatedSeconds, seed),
                            stop::await,
                            text -> line.show(() -> text))
                    .run();
        } finally {
            line.end();
        }
        if (report.isEmpty()) {
            System.err.println("Stopped.");
            return INTERRUPTED;
        }
        if (json) {
            Json.print(fields(report.get()));
        } else {
            print(report.get(), System.out);
        }
        return report.get().lost() == 0 ? 0 : LOST;
    }

    /** A farm that was there before would count its attempts too. */
    private Path newFolder() {
        Path folders = parent.toAbsolutePath().normalize();
        int number = 1;
        while (Files.exists(folders.resolve("run-" + number))) {
            number++;
        }
        return folders.resolve("run-" + number);
    }

    static Map<String, Object> fields(Report report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("arms", report.options().arms());
        fields.put("image", report.options().image().toString());
        fields.put("asked_hertz", report.options().cameraHertz());
        fields.put("seen_hertz", rounded(report.seenHertz().median()));
        fields.put("seen_hertz_lowest", rounded(report.seenHertz().lowest()));
        fields.put("step_ms", report.options().stepMilliseconds());
        fields.put("simulated_seconds", rounded(report.simulatedSeconds()));
        fields.put("wall_seconds", rounded(report.wallSeconds()));
        fields.put("real_time_factor", rounded(report.realTimeFactor()));
        fields.put("real_time_factor_median", rounded(report.speed().median()));
        fields.put("real_time_factor_lowest", rounded(report.speed().lowest()));
        fields.put("world_restarts", report.restarts());
        fields.put("attempts", report.farm().attempts());
        fields.put("stored", report.farm().stored());
        fields.put("rejected", report.farm().rejected());
        fields.put("aborted", report.farm().aborted());
        fields.put("lost", report.lost());
        fields.put("label_agreement", report.farm().labelAgreement());
        fields.put("gazebo_cpu_seconds", seconds(report.gazeboCpu()));
        fields.put("farm_cpu_seconds", seconds(report.farmCpu()));
        return fields;
    }

    /** One line for each number, in the order of {@code --json}. */
    static void print(Report report, PrintStream out) {
        fields(report)
                .forEach((name, value) ->
                        out.printf(Locale.ROOT, "%-24s %s%n", name.replace('_', ' '), value == null ? "-" : value));
    }

    private static double seconds(Duration duration) {
        return rounded(duration.toMillis() / 1000.0);
    }

    private static double rounded(double value) {
        return Math.round(1000 * value) / 1000.0;
    }
}
