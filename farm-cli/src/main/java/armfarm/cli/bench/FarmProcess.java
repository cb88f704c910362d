package armfarm.cli.bench;

import armfarm.controller.FarmRun;
import armfarm.controller.base.JsonFile;
import armfarm.controller.report.FarmReport;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs {@code armfarm up} as a process of its own, as a person would: what it tells of its progress goes to stderr. It stops when this
 * process ends, also when this one is killed. Stateless.
 */
final class FarmProcess {
    private static final long LOOK_EVERY_MILLISECONDS = 200;

    private FarmProcess() {}

    /**
     * Blocks until the farm ends.
     *
     * @param report file for what the farm prints
     * @param stop asked on the way; the farm is then told to stop, and goes on at a later start
     * @return empty if a stop was requested
     * @throws FarmException (DATA) if the farm failed
     */
    static Optional<FarmReport> run(List<String> arguments, Path report, FarmRun.StopWait stop)
            throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "armfarm.cli.Main", "up", "--json"));
        command.addAll(
                List.of("--stop-with", Long.toString(ProcessHandle.current().pid())));
        command.addAll(arguments);
        Process farm = start(command, report);
        boolean stopped = false;
        try {
            while (farm.isAlive() && !stopped) {
                stopped = stop.await(LOOK_EVERY_MILLISECONDS);
            }
        } finally {
            farm.destroy(); // as SIGTERM: it stores what its arms have done
        }
        farm.waitFor();
        if (stopped) {
            return Optional.empty();
        }
        if (farm.exitValue() != 0) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The farm of '" + String.join(" ", arguments) + "' ended with " + farm.exitValue()
                            + ", expected 0; what it said is above, and its log is in its data folder");
        }
        return Optional.of(read(report));
    }

    private static Process start(List<String> command, Path report) {
        try {
            Files.createDirectories(report.getParent());
            return new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(report.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "A farm's process could not be started: " + e, e);
        }
    }

    static FarmReport read(Path report) {
        try {
            return JsonFile.read(report, FarmReport.class);
        } catch (IOException e) {
            throw new FarmException(ErrorCode.DATA, report + " is not what a farm prints: " + e.getMessage(), e);
        }
    }
}
