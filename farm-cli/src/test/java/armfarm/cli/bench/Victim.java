package armfarm.cli.bench;

import armfarm.cli.farm.ClassArchive;
import armfarm.controller.base.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with a main class of the tests that is started again whenever it is gone, as a service manager does. */
final class Victim {
    private final Class<?> main;
    private final List<String> arguments;
    private final Path log;
    private Process process;
    private int printedBefore;

    Victim(Path logs, Class<?> main, String... arguments) {
        this.main = main;
        this.arguments = List.of(arguments);
        this.log = logs.resolve(main.getSimpleName() + ".log");
    }

    /** Starts it if it does not run. */
    void keepRunning() {
        if (process != null && process.isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Darmfarm.cache=" + CacheFolder.path()));
        command.addAll(ClassArchive.options());
        command.add(main.getName());
        command.addAll(arguments);
        try {
            printedBefore = log().length();
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops it in peace, if it runs. */
    void end() {
        process.destroy();
        awaitEnd();
    }

    /** Sends it a signal that does not end it. @param name as the kill command has it */
    void signal(String name) {
        try {
            if (new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor()
                    != 0) {
                throw new AssertionError("no signal " + name + " for " + process);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Of a process that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(main.getSimpleName() + " does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String printedSinceStart() {
        return log().substring(printedBefore);
    }

    /** Everything it printed, over all its lives. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
