package armfarm.simulation;

import armfarm.messages.ObjectSet;
import armfarm.messages.SuccessRate;
import armfarm.messages.cell.SceneRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Measures the simulator alone: whole attempts per CPU second of one thread, and how often they succeed. */
public final class SimBenchmark {
    /** New objects after this many attempts. */
    static final int ATTEMPTS_PER_SCENE = 15;

    /** The bin is stirred after this many failures in a row. */
    static final int FAILURES_BEFORE_STIR = 2;

    private static final int WARM_UP_ATTEMPTS = 15;

    private SimBenchmark() {}

    /**
     * What was measured.
     *
     * @param randomAttemptsPerCpuSecond of one thread, pictures included
     * @param realTimeFactor simulated seconds per CPU second of random attempts: how much faster than a robot
     */
    public record Report(
            int resolutionPx,
            double randomAttemptsPerCpuSecond,
            double oracleAttemptsPerCpuSecond,
            double realTimeFactor,
            SuccessRate random,
            SuccessRate oracle) {}

    private record Run(SuccessRate success, double attemptsPerCpuSecond, double realTimeFactor) {}

    /** Runs the attempts twice, with random and with oracle grasps, on the calling thread. */
    public static Report run(int resolutionPx, int attempts, long seed) {
        ObjectCatalog catalog = ObjectCatalog.defaults();
        SimulatedArm arm =
                new SimulatedArm(catalog, resolutionPx, resolutionPx, seed, SimulationPace.asFastAsPossible());
        SimulatedPolicy randomPolicy = new RandomGrasps(new SplittableRandom(seed));
        measure(arm, randomPolicy, WARM_UP_ATTEMPTS, seed + 1, result -> {});
        Run random = measure(arm, randomPolicy, attempts, seed, result -> {});
        Run oracle = measure(arm, new OraclePolicy(), attempts, seed, result -> {});
        return new Report(
                resolutionPx,
                random.attemptsPerCpuSecond,
                oracle.attemptsPerCpuSecond,
                random.realTimeFactor,
                random.success,
                oracle.success);
    }

    /** Runs attempts with new objects and stirring as when data is collected. @return successes by the truth */
    static SuccessRate collect(
            SimulatedArm arm, SimulatedPolicy policy, int attempts, long seed, Consumer<AttemptRunner.Result> each) {
        return measure(arm, policy, attempts, seed, each).success;
    }

    private static Run measure(
            SimulatedArm arm, SimulatedPolicy policy, int attempts, long seed, Consumer<AttemptRunner.Result> each) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AttemptRunner runner = new AttemptRunner(arm);
        SplittableRandom seeds = new SplittableRandom(seed);
        double startSimSeconds = arm.simTimeSeconds();
        long start = threads.getCurrentThreadCpuTime();
        int successes = 0;
        int failures = 0;
        for (int i = 0; i < attempts; i++) {
            if (i % ATTEMPTS_PER_SCENE == 0) {
                arm.arrange(
                        new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, seeds.nextLong() >>> 1));
            } else if (failures >= FAILURES_BEFORE_STIR) {
                arm.arrange(new SceneRequest(SceneRequest.Kind.STIR, ObjectSet.TRAINING, seeds.nextLong() >>> 1));
                failures = 0;
            }
            AttemptRunner.Result result = runner.attempt(policy);
            each.accept(result);
            successes += result.held().isPresent() ? 1 : 0;
            failures = result.held().isPresent() ? 0 : failures + 1;
        }
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
        return new Run(
                new SuccessRate(successes, attempts),
                attempts / cpuSeconds,
                (arm.simTimeSeconds() - startSimSeconds) / cpuSeconds);
    }
}
