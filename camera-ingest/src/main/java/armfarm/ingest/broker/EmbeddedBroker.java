package armfarm.ingest.broker;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.files.FolderLock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node (KRaft broker and controller) inside this process, on the loopback interface unless told otherwise, with its data in one
 * folder. The folder survives restarts and the sudden death of the process; another process cannot use it meanwhile.
 *
 * <p>Durability: what is acknowledged survives the death of the process, not the loss of power, because Kafka does not
 * sync each record to disk.
 *
 * <p>Uses Kafka's internal server classes; nothing outside this package may.
 */
public final class EmbeddedBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String LOCK_FILE = "armfarm-broker.lock";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    /** Starts on ports of its own choice before it gives up. */
    private static final int FREE_PORT_TRIES = 3;

    private static final Duration STOP_TIMEOUT_AFTER_FAULT = Duration.ofSeconds(1);

    private final Path folder;
    private final FolderLock lock;
    private final String host;
    private final int port;
    private final int controllerPort;
    private final KafkaRaftServer server;
    private final AtomicReference<FarmException> fault = new AtomicReference<>();
    private boolean closed;

    private EmbeddedBroker(Path folder, FolderLock lock, String host, int port, int controllerPort) {
        this.folder = folder;
        this.lock = lock;
        this.host = host;
        this.port = port;
        this.controllerPort = controllerPort;
        this.server = new KafkaRaftServer(
                new KafkaConfig(EmbeddedBrokerSettings.of(folder, host, port, controllerPort)), Time.SYSTEM);
    }

    /** Starts on two free ports; see {@link #start(Path, int, int)}. */
    public static EmbeddedBroker start(Path folder) {
        return start(folder, 0, 0);
    }

    /**
     * Starts on new or existing data. Blocks until the broker accepts records, 3 to 15 s.
     *
     * @param folder created if missing; may not contain a comma, which Kafka reads as a list
     * @param port for clients; 0 takes a free one
     * @param controllerPort for Kafka's own use; 0 takes a free one
     * @throws FarmException (RESOURCE) if a port or the folder is in use or the disk refuses, (CONFIG) for a folder name
     *     Kafka cannot use
     */
    public static EmbeddedBroker start(Path folder, int port, int controllerPort) {
        return start(folder, EmbeddedBrokerSettings.HOST, port, controllerPort);
    }

    /**
     * As above, for clients on other machines. There is neither encryption nor a password: only for a network whose every user may read
     * and write events.
     *
     * @param host name or address under which clients reach this machine; one that is not 127.0.0.1 listens on all addresses
     */
    public static EmbeddedBroker start(Path folder, String host, int port, int controllerPort) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (absolute.toString().contains(",")) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Broker folder '" + absolute + "' contains a comma, which Kafka cannot use; choose another folder");
        }
        int tries = port == 0 || controllerPort == 0 ? FREE_PORT_TRIES : 1;
        return start(absolute, host, () -> reserve(host, port, controllerPort), tries);
    }

    /** @param ports for clients and for the controller, of every try anew */
    static EmbeddedBroker start(Path absolute, String host, Supplier<int[]> ports, int tries) {
        for (int left = tries - 1; ; left--) {
            int[] chosen = ports.get();
            try {
                return startOn(absolute, host, chosen);
            } catch (FarmException e) {
                if (left == 0 || !isPortTaken(e)) {
                    throw e;
                }
                LOG.info("{}; trying other ports", e.getMessage());
            }
        }
    }

    /** A free port stays free only until somebody else takes it, and Kafka binds it seconds later. */
    private static boolean isPortTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static EmbeddedBroker startOn(Path absolute, String host, int[] ports) {
        FolderLock lock = lock(absolute);
        EmbeddedBroker broker = null;
        try {
            format(absolute);
            broker = new EmbeddedBroker(absolute, lock, host, ports[0], ports[1]);
            // Kafka ends the process when its disk fails; here that would take the farm down without a word.
            Exit.setHaltProcedure(broker::died);
            Exit.setExitProcedure(broker::died);
            broker.server.startup();
            return broker;
        } catch (Exception e) {
            if (broker == null) {
                lock.close();
            } else {
                boolean stopped = broker.stop(STOP_TIMEOUT);
                // Kafka's controller that finds its port taken stops the process and does not say why.
                if (stopped) {
                    reserve(host, ports[0], ports[1]);
                }
                broker.fault().ifPresent(fault -> {
                    throw fault;
                });
            }
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The event broker did not start in " + absolute + " on ports " + ports[0] + " and " + ports[1]
                            + ": " + rootMessage(e)
                            + "; check that the disk has room and the folder can be written",
                    e);
        }
    }

    @Override
    public String bootstrapServers() {
        return host + ":" + port;
    }

    int port() {
        return port;
    }

    int controllerPort() {
        return controllerPort;
    }

    @Override
    public Optional<FarmException> fault() {
        return Optional.ofNullable(fault.get());
    }

    @Override
    public void close() {
        stop(fault().isPresent() ? STOP_TIMEOUT_AFTER_FAULT : STOP_TIMEOUT);
    }

    /** @return whether it stopped in time, so that its ports and its folder are free; false if it was told to before */
    private synchronized boolean stop(Duration timeout) {
        if (closed) {
            return false;
        }
        closed = true;
        Thread stopper = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                    lock.close();
                },
                "broker-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean stopped = !stopper.isAlive();
        if (stopped) {
            Exit.resetHaltProcedure();
            Exit.resetExitProcedure();
        } else {
            LOG.warn(
                    "The event broker in {} did not stop within {} s; its data is safe, and its folder is free when it"
                            + " has stopped",
                    folder,
                    timeout.toSeconds());
        }
        return stopped;
    }

    /** Called by Kafka's threads instead of ending the process; must not return. */
    private void died(int status, String message) {
        FarmException reason = new FarmException(
                ErrorCode.RESOURCE,
                "The event broker in " + folder + " stopped itself (status " + status + ", "
                        + (message == null ? "no message" : message)
                        + "); the usual cause is a full or failing disk: free space and start again");
        if (fault.compareAndSet(null, reason)) {
            LOG.error("{}", reason.getMessage());
        }
        throw reason;
    }

    /** Kafka's own lock comes after its controller has begun to write. */
    private static FolderLock lock(Path folder) {
        try {
            Files.createDirectories(folder);
            return FolderLock.take(
                    folder.resolve(LOCK_FILE),
                    owner -> new FarmException(
                            ErrorCode.RESOURCE,
                            "Broker folder " + folder + " is in use by process " + owner + ", found its lock on "
                                    + LOCK_FILE + "; stop that process or choose another folder"));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Broker folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void format(Path folder) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(EmbeddedBrokerSettings.NODE_ID)
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(EmbeddedBrokerSettings.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Kafka cannot format the folder: " + e.getMessage(), e);
        }
    }

    /** Finds free ports for zeros and makes sure that given ones are free. */
    private static int[] reserve(String host, int port, int controllerPort) {
        boolean local = host.equals(EmbeddedBrokerSettings.HOST);
        try (ServerSocket first = bind(port, local, "clients");
                ServerSocket second = bind(controllerPort, true, "the controller")) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "No free port for the event broker: " + e.getMessage(), e);
        }
    }

    private static ServerSocket bind(int port, boolean local, String use) {
        try {
            return new ServerSocket(port, 1, local ? InetAddress.getByAddress(EmbeddedBrokerSettings.ADDRESS) : null);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Port " + port + " of the event broker (for " + use + ") cannot be used: " + e.getMessage()
                            + "; stop the program that uses it or choose another port",
                    e);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
