package armfarm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench}: measures a part of the farm on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure a part of the farm on this machine.",
        subcommands = {
            BenchCommand.Sim.class,
            IngestBench.class,
            StoreBench.class,
            RosBench.class,
            TransferBench.class,
            LearningBench.class,
            PolicyBench.class,
            GazeboBench.class
        })
final class BenchCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Missing part: say what to measure, for example sim");
    }

    /** {@code armfarm bench sim}. */
    @Command(
            name = "sim",
            mixinStandardHelpOptions = true,
            description = {
                "Complete attempts of one simulated arm without the rest of the pipeline.",
                "Random commands show speed and difficulty; the oracle, a scripted policy that reads the simulator's",
                "truth, shows the ceiling."
            })
    static final class Sim implements Callable<Integer> {
        @Option(
                names = "--resolution",
                paramLabel = "PX",
                defaultValue = "64",
                description = "Image side (${DEFAULT-VALUE}).")
        private int resolutionPx;

        @Option(
                names = "--attempts",
                paramLabel = "N",
                defaultValue = "400",
                description = "Per policy (${DEFAULT-VALUE}).")
        private int attempts;

        @Option(names = "--seed", defaultValue = "1", description = "Scenes and commands (${DEFAULT-VALUE}).")
        private long seed;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        /** One policy's result. */
        record Rate(long n, double rate) {}

        /** What {@code --json} prints. */
        record Result(int resolutionPx, double attemptsPerCpuSecond, double realTimeFactor, Rate random, Rate oracle) {}

        @Override
        public Integer call() throws JsonProcessingException {
            if (resolutionPx < 16 || resolutionPx > 1024 || attempts < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "expected a resolution of 16 to 1024 pixels and 1 attempt or more");
            }
            Result result = SimBench.run(resolutionPx, attempts, seed);
            if (json) {
                Json.print(result);
                return 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d px: %.1f attempts per CPU second, %.1f times real time (random)%n"
                            + "random %.1f%% of %d, oracle %.1f%% of %d%n",
                    result.resolutionPx(),
                    result.attemptsPerCpuSecond(),
                    result.realTimeFactor(),
                    100 * result.random().rate(),
                    result.random().n(),
                    100 * result.oracle().rate(),
                    result.oracle().n());
            return 0;
        }
    }
}
