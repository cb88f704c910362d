package armfarm.ingest.broker;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An embedded broker in a process of its own, so that it can be killed and started again on the same ports and data. It ends by
 * itself when this process is gone, however that ended. Thread-safe.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final String READY = "ready on ";

    private final Path folder;
    private final Path log;
    /** For clients and for the controller; zeros before the first start, which finds free ones. */
    private volatile int[] ports = {0, 0};

    private Process process;
    private boolean closed;

    /**
     * Does not start it yet.
     *
     * @param folder of its data
     * @param log gets what the process says
     */
    public BrokerProcess(Path folder, Path log) {
        this.folder = folder;
        this.log = log;
    }

    /** After the first {@link #start}. */
    public String bootstrapServers() {
        if (ports[0] == 0) {
            throw new IllegalStateException("the broker of " + folder + " was not started yet");
        }
        return EmbeddedBrokerSettings.HOST + ":" + ports[0];
    }

    /** Starts it if it does not run. Blocks until it accepts records. @throws FarmException (RESOURCE) if it does not start */
    public synchronized void start() {
        if (closed || isRunning()) {
            return;
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                folder.toString(),
                Integer.toString(ports[0]),
                Integer.toString(ports[1]));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            // Not closed: the end of the pipe would be the end of the process.
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "The event broker's process did not start in " + folder + "; it says why in " + log);
            }
            ports = Stream.of(line.substring(READY.length()).split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "The event broker's process does not start: " + e, e);
        }
    }

    private boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** kill -9. Blocks until it is dead. */
    public synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it in peace, within 10 s. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            process.destroy();
            awaitEnd();
        }
    }

    /** The process itself. Arguments: folder, port, controller's port; it says on which it is ready. */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        EmbeddedBroker broker =
                EmbeddedBroker.start(data, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY + broker.port() + " " + broker.controllerPort());
        while (System.in.read() >= 0) {
            // The other side never writes; the pipe ends with it.
        }
        System.exit(0);
    }
}
