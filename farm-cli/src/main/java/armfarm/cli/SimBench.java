package armfarm.cli;

import armfarm.messages.SuccessRate;
import armfarm.simulation.SimBenchmark;

/** Turns the simulator's benchmark into what the command prints. */
final class SimBench {
    private SimBench() {}

    static BenchCommand.Sim.Result run(int resolutionPx, int attempts, long seed) {
        SimBenchmark.Report report = SimBenchmark.run(resolutionPx, attempts, seed);
        return new BenchCommand.Sim.Result(
                report.resolutionPx(),
                Math.round(10 * report.randomAttemptsPerCpuSecond()) / 10.0,
                Math.round(10 * report.realTimeFactor()) / 10.0,
                rate(report.random()),
                rate(report.oracle()));
    }

    private static BenchCommand.Sim.Rate rate(SuccessRate success) {
        return new BenchCommand.Sim.Rate(success.attempts(), Math.round(1000 * success.rate()) / 1000.0);
    }
}
