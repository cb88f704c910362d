package armfarm.ros.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A running program with what it printed so far. Closing it ends it and its children. Thread-safe. */
final class DebianProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    DebianProcess(Map<String, String> environment, String... command) {
        this.name = String.join(" ", command);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + name + ": " + e.getMessage(), e);
        }
        reader = new Thread(this::read, "output of " + command[0]);
        reader.setDaemon(true);
        reader.start();
    }

    /** Everything a program prints until it ends well. */
    static String outputOf(String... command) {
        try (DebianProcess started = new DebianProcess(Map.of(), command)) {
            return started.output();
        }
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(" + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for a line that begins so. @return the rest of the line */
    synchronized String await(String start) {
        waitUntil(() -> ended || find(start).isPresent());
        return find(start)
                .orElseThrow(() ->
                        new AssertionError(name + " did not print '" + start + "', but:\n" + String.join("\n", lines)))
                .substring(start.length())
                .trim();
    }

    private Optional<String> find(String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst();
    }

    /** Waits until the program ended well. @return what it printed */
    synchronized String output() {
        waitUntil(() -> ended);
        if (!ended) {
            throw new AssertionError(name + " still runs, and printed:\n" + String.join("\n", lines));
        }
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new AssertionError(name + " ended with " + code + ":\n" + String.join("\n", lines));
        }
        return String.join("\n", lines);
    }

    private synchronized void waitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + name, e);
            }
        }
    }

    /** One line to the program's input. */
    void tell(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    void endOfInput() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Asks it to end as Ctrl-C does, and waits for that. */
    void interrupt() {
        outputOf("kill", "-INT", Long.toString(process.pid()));
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it and its children at once. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }
}
