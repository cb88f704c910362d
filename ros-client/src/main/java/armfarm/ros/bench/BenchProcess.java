package armfarm.ros.bench;

import armfarm.messages.DriverException;
import armfarm.messages.time.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that takes commands and answers, one line each. Closing it kills it. Confined to one thread. */
final class BenchProcess implements AutoCloseable {
    private static final int LINES_FOR_ERRORS = 10;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> last = new ArrayDeque<>();

    /** @throws DriverException if it cannot be started */
    BenchProcess(String name, Map<String, String> environment, List<String> command) {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new DriverException("Cannot start " + name + " (" + command.get(0) + "): " + e.getMessage(), e);
        }
        Thread reader = new Thread(this::read, "bench-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
    }

    /** Sends a command and waits for the answer that begins with a word. @return the rest of that line */
    String ask(String command, String answer, Duration timeout) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(command)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw failure("takes no commands: " + e.getMessage());
        }
        return await(answer, timeout);
    }

    /**
     * Waits for a line that begins with a word.
     *
     * @throws DriverException if the process ends or the timeout passes before
     */
    String await(String answer, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        while (!deadline.isOver()) {
            String line = nextLine();
            if (line == null && !process.isAlive() && lines.isEmpty()) {
                throw failure("ended with exit code " + process.exitValue());
            }
            if (line != null && line.startsWith(answer)) {
                return line.substring(answer.length()).trim();
            }
        }
        throw failure("did not answer '" + answer + "' within " + timeout.toSeconds() + " s");
    }

    private String nextLine() {
        try {
            String line = lines.poll(50, TimeUnit.MILLISECONDS);
            if (line != null) {
                last.addLast(line);
                if (last.size() > LINES_FOR_ERRORS) {
                    last.removeFirst();
                }
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        }
    }

    private DriverException failure(String what) {
        return new DriverException(name + " " + what + "; it printed last: " + String.join(" | ", last));
    }

    /** User and system time of all its threads. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow(() -> failure("has no CPU time: it has ended"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
