package armfarm.cli.farm;

import armfarm.controller.base.CacheFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real command in a process of its own, so that it can be killed. */
final class FarmProcess {
    private final Process process;
    private final Path out;
    private final Path err;

    private FarmProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static FarmProcess start(Path logs, String... arguments) throws IOException {
        return start(logs, 768, arguments);
    }

    /** In a folder, and with a note of running farms that only the processes with these logs share. */
    static FarmProcess startIn(Path workingFolder, Path logs, String... arguments) throws IOException {
        return start(workingFolder, Optional.of(logs.resolve("state")), logs, 768, arguments);
    }

    /** @param heapMebibytes at most */
    static FarmProcess start(Path logs, int heapMebibytes, String... arguments) throws IOException {
        return start(Path.of("").toAbsolutePath(), Optional.empty(), logs, heapMebibytes, arguments);
    }

    private static FarmProcess start(
            Path workingFolder, Optional<Path> state, Path logs, int heapMebibytes, String... arguments)
            throws IOException {
        Files.createDirectories(logs);
        Path out = Files.createTempFile(logs, "out", ".txt");
        Path err = Files.createTempFile(logs, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-Xss512k",
                "-XX:+UseParallelGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Darmfarm.cache=" + CacheFolder.path(),
                "-Darmfarm.home=" + Path.of("").toAbsolutePath().getParent(),
                "-Dorg.eclipse.deeplearning4j.helpers.disable=false"));
        command.addAll(ClassArchive.options());
        command.add("armfarm.cli.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.directory(workingFolder.toFile());
        state.ifPresent(folder -> builder.environment().put("ARMFARM_STATE", folder.toString()));
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new FarmProcess(builder.start(), out, err);
    }

    /** Runs to the end. */
    static FarmProcess run(Path logs, String... arguments) throws IOException {
        FarmProcess started = start(logs, arguments);
        started.awaitExit(300);
        return started;
    }

    int awaitExit(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                dumpThreads();
                process.destroyForcibly();
                throw new AssertionError("still running after " + seconds + " s; stderr:\n" + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until stderr holds the text. */
    void awaitErr(String text, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            while (!err().contains(text)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    dumpThreads();
                    throw new AssertionError("no '" + text + "' within " + seconds + " s; stderr:\n" + err());
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets it run on for a while; an exit in between is an error. */
    void awaitMilliseconds(long milliseconds) {
        try {
            if (process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended by itself; stderr:\n" + err());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitExit(10);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Leaves what every thread is doing beside its output, in threads.txt; nothing if it has ended. */
    void dumpThreads() {
        try {
            Process dump = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .redirectOutput(err.resolveSibling("threads.txt").toFile())
                    .start();
            if (!dump.waitFor(20, TimeUnit.SECONDS)) {
                dump.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What Ctrl-C and a service manager do. */
    void terminate() {
        process.destroy();
    }

    String err() {
        return read(err);
    }

    String out() {
        return read(out);
    }

    /** The only line of stdout, as JSON. */
    JsonNode json() {
        try {
            List<String> lines = read(out).lines().toList();
            if (lines.size() != 1) {
                throw new AssertionError("expected one line on stdout, found " + lines + "; stderr:\n" + err());
            }
            return new ObjectMapper().readTree(lines.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
