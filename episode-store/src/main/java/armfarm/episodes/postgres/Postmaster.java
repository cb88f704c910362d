package armfarm.episodes.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The server process of a data folder, found through its {@code postmaster.pid}: line 1 is the process number, line 4
 * the port, line 8 the state.
 *
 * <p>The process number may be out of date and belong to another program by now; nothing is ever signalled that is not a
 * postgres working in this very folder.
 */
final class Postmaster {
    private static final Duration FAST_STOP = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;

    private final Path dataDirectory;
    private final ProcessHandle process;
    private final List<String> pidFileLines;

    private Postmaster(Path dataDirectory, ProcessHandle process, List<String> pidFileLines) {
        this.dataDirectory = dataDirectory;
        this.process = process;
        this.pidFileLines = pidFileLines;
    }

    static Path pidFile(Path dataDirectory) {
        return dataDirectory.resolve("postmaster.pid");
    }

    /** The server now running in the folder, if any. */
    static Optional<Postmaster> running(Path dataDirectory) {
        return pidFileLines(dataDirectory)
                .flatMap(lines -> process(lines)
                        .filter(process -> isServerOf(process, dataDirectory))
                        .map(process -> new Postmaster(dataDirectory, process, lines)));
    }

    /**
     * Removes a {@code postmaster.pid} whose number now belongs to another program, which would keep the server from
     * starting. One that names a dead process stays: the server deals with it and uses it to find its old shared memory.
     *
     * @return whether a file was removed
     */
    static boolean removeForeignPidFile(Path dataDirectory) {
        Optional<ProcessHandle> named = pidFileLines(dataDirectory).flatMap(Postmaster::process);
        if (named.isEmpty() || isServerOf(named.get(), dataDirectory)) {
            return false;
        }
        // Without the file the server cannot see children of its dead predecessor: wait until they are gone.
        await(
                FAST_STOP,
                () -> ProcessHandle.allProcesses().noneMatch(process -> worksIn(process.pid(), dataDirectory)));
        try {
            return Files.deleteIfExists(pidFile(dataDirectory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return Integer.parseInt(pidFileLines.get(PORT_LINE).strip());
    }

    boolean isReady() {
        return pidFileLines.size() > STATE_LINE
                && pidFileLines.get(STATE_LINE).strip().equals("ready");
    }

    /**
     * Stops the server: connections are cut and a checkpoint written; if that takes too long, at once, and the next start
     * recovers from the log. Blocks for at most 15 s.
     *
     * @return whether it is stopped
     */
    boolean stop() {
        signal("INT");
        if (await(FAST_STOP, this::isStopped)) {
            return true;
        }
        signal("QUIT");
        return await(IMMEDIATE_STOP, this::isStopped);
    }

    /** Whether it is gone, stopped or killed. */
    boolean isStopped() {
        return Files.notExists(pidFile(dataDirectory)) || isDead(process);
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal process " + process.pid(), e);
        }
    }

    private static Optional<List<String>> pidFileLines(Path dataDirectory) {
        try {
            return Optional.of(Files.readAllLines(pidFile(dataDirectory))).filter(lines -> lines.size() > PORT_LINE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> process(List<String> lines) {
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(process -> !isDead(process));
    }

    private static boolean isServerOf(ProcessHandle process, Path dataDirectory) {
        Path proc = Path.of("/proc/" + process.pid());
        if (Files.notExists(proc)) {
            return process.info().command().filter(c -> c.endsWith("/postgres")).isPresent();
        }
        try {
            return Files.readString(proc.resolve("comm")).strip().equals("postgres")
                    && worksIn(process.pid(), dataDirectory);
        } catch (IOException e) {
            return false;
        }
    }

    /** Every process of a server has the data folder as its working folder. */
    private static boolean worksIn(long pid, Path dataDirectory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(dataDirectory.toRealPath());
        } catch (IOException e) {
            return false; // gone, or another user's
        }
    }

    /** A zombie is dead too: as process 1 of a container nobody collects it. */
    static boolean isDead(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    /** Goes on waiting when interrupted, because a half-stopped server is worse than a late one. */
    private static boolean await(Duration limit, BooleanSupplier condition) {
        boolean interrupted = false;
        boolean met = condition.getAsBoolean();
        for (long waited = 0; !met && waited < limit.toMillis(); waited += POLL.toMillis()) {
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
            met = condition.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return met;
    }
}
