package armfarm.cli;

import armfarm.ros.bench.RosBenchmark;
import armfarm.ros.bench.RosBenchmark.Receiver;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench ros}. */
@Command(
        name = "ros",
        mixinStandardHelpOptions = true,
        description = {
            "CPU time for receiving camera images over ROS, side by side with ROS's own programs.",
            "Cameras of 640x512 pixels send to our subscriber, to rosbag record and a relay in C++ and to a rospy",
            "subscriber, all at once; then cameras restart and our subscriber must find them again. Needs ROS 1 as Debian",
            "packages it."
        })
final class RosBench implements Callable<Integer> {
    @Option(names = "--publishers", paramLabel = "N", defaultValue = "14", description = "Cameras (${DEFAULT-VALUE}).")
    private int publishers;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "5",
            description = "Images per second of each camera (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "200",
            description = "Of each camera while the CPU time is measured (${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--reconnects",
            paramLabel = "N",
            defaultValue = "100",
            description = "Restarts of cameras in all (${DEFAULT-VALUE}).")
    private int reconnects;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * What {@code --json} prints.
     *
     * @param cpuPerMbVsRoscpp our CPU time per byte as a share of rosbag record's
     * @param cpuPerMbVsRoscppReceiving as a share of that of a C++ program that throws the images away
     * @param cpuMsPerMb milliseconds of CPU time per 10^6 bytes, by receiver
     */
    record Result(
            int publishers,
            long bytes,
            long lost,
            double cpuPerMbVsRoscpp,
            double cpuPerMbVsRospy,
            int reconnects,
            int threadsBefore,
            int threadsAfter,
            double cpuPerMbVsRoscppReceiving,
            Map<String, Double> cpuMsPerMb) {
        static Result of(RosBenchmark.Report report) {
            Map<String, Double> times = new TreeMap<>();
            report.cpuMsPerMb()
                    .forEach(
                            (receiver, millis) -> times.put(receiver.name().toLowerCase(Locale.ROOT), rounded(millis)));
            return new Result(
                    report.publishers(),
                    report.bytes(),
                    report.lost(),
                    rounded(report.cpuRatio(Receiver.ROSBAG_RECORD)),
                    rounded(report.cpuRatio(Receiver.ROSPY)),
                    report.reconnects(),
                    report.threadsBefore(),
                    report.threadsAfter(),
                    rounded(report.cpuRatio(Receiver.ROSCPP_MUX)),
                    times);
        }

        private static double rounded(double value) {
            return Math.round(1000 * value) / 1000.0;
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (publishers < 1 || publishers > 100 || rate < 0.1 || rate > 100 || images < 1 || reconnects < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected 1 to 100 publishers, 0.1 to 100 images/s, 1 image or more and no negative reconnects");
        }
        Result result = Result.of(RosBenchmark.run(
                new RosBenchmark.Options(publishers, rate, images, reconnects),
                phase -> spec.commandLine().getErr().println(phase)));
        if (json) {
            Json.print(result);
        } else {
            print(result);
        }
        return result.lost() == 0 ? 0 : 1;
    }

    private static void print(Result result) {
        result.cpuMsPerMb()
                .forEach((receiver, millis) ->
                        System.out.printf(Locale.ROOT, "%-14s %.3f ms of CPU per MB%n", receiver, millis));
        System.out.printf(
                Locale.ROOT,
                "armfarm is %.2f x rosbag record, %.2f x a C++ program that only receives, %.2f x rospy%n"
                        + "%d reconnects: %d images lost, %d threads before, %d after%n",
                result.cpuPerMbVsRoscpp(),
                result.cpuPerMbVsRoscppReceiving(),
                result.cpuPerMbVsRospy(),
                result.reconnects(),
                result.lost(),
                result.threadsBefore(),
                result.threadsAfter());
    }
}
