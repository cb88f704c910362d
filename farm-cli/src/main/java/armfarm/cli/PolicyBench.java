package armfarm.cli;

import armfarm.cli.bench.PolicyBenchmark;
import armfarm.cli.bench.Spread;
import armfarm.policy.NetworkInput;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code armfarm bench policy}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "What a decision and a training example cost on this machine, on one thread.",
            "In each round every kind once, in turns: a decision with the search of practice (collecting), with the one of",
            "evaluations (wide) and with that of practice without mirrored views, and some steps of training; for a network",
            "that sees colours, and for one that sees depth too."
        })
final class PolicyBench implements Callable<Integer> {
    private static final int ROUNDS_A_LINE = 10;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "60", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1", description = "Scene and weights (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Median and lowest of the rounds, milliseconds. */
    record Millis(double median, double lowest) {
        static Millis of(Spread spread) {
            return new Millis(rounded(spread.median()), rounded(spread.lowest()));
        }
    }

    /**
     * What {@code --json} prints.
     *
     * @param trainMs milliseconds an example, by input
     * @param decisionMs milliseconds a decision, by input, then by search
     * @param wideTimesCollecting how many collecting decisions a wide one costs
     */
    record Result(
            String engine,
            int rounds,
            Map<String, Millis> trainMs,
            Map<String, Map<String, Millis>> decisionMs,
            double wideTimesCollecting) {
        static Result of(int rounds, PolicyBenchmark.Report report) {
            return new Result(
                    report.engine(),
                    rounds,
                    named(report.trainMillisPerExample(), Millis::of),
                    named(report.decisionMillis(), bySearch -> named(bySearch, Millis::of)),
                    rounded(report.wideTimesCollecting()));
        }

        private static <K extends Enum<K>, V, R> Map<String, R> named(Map<K, V> values, Function<V, R> result) {
            Map<String, R> named = new LinkedHashMap<>();
            values.forEach((key, value) -> named.put(key.name().toLowerCase(Locale.ROOT), result.apply(value)));
            return named;
        }
    }

    private static double rounded(double value) {
        return Math.round(1000 * value) / 1000.0;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (rounds < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--rounds: found " + rounds + ", expected 1 or more");
        }
        Result result = Result.of(rounds, PolicyBenchmark.run(rounds, seed, this::tell));
        if (json) {
            Json.print(result);
        } else {
            print(result);
        }
        return 0;
    }

    private void tell(int done) {
        if (done % ROUNDS_A_LINE == 0 || done == rounds) {
            spec.commandLine().getErr().printf(Locale.ROOT, "round %d of %d%n", done, rounds);
        }
    }

    private static void print(Result result) {
        System.out.printf(Locale.ROOT, "%s, median and lowest of %d rounds%n", result.engine(), result.rounds());
        for (NetworkInput input : NetworkInput.values()) {
            String name = input.name().toLowerCase(Locale.ROOT);
            result.decisionMs()
                    .get(name)
                    .forEach((search, millis) -> System.out.printf(
                            Locale.ROOT,
                            "%-5s decision, %-10s %7.1f ms %7.1f%n",
                            name,
                            search,
                            millis.median(),
                            millis.lowest()));
            Millis training = result.trainMs().get(name);
            System.out.printf(
                    Locale.ROOT,
                    "%-5s training, an example   %7.3f ms %7.3f%n",
                    name,
                    training.median(),
                    training.lowest());
        }
        System.out.printf(Locale.ROOT, "a wide decision costs %.1f collecting ones%n", result.wideTimesCollecting());
    }
}
