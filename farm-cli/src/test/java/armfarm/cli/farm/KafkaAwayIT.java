package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.ingest.spool.EventSpool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm whose Kafka is run by somebody else, goes away while the arms practise, and comes back when they have done. */
@Tag("sim")
class KafkaAwayIT {
    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    Path temp;

    @Test
    void armsGoOnWithoutKafkaAndEveryAttemptIsStored() throws IOException {
        int[] ports = freePorts();
        Path data = temp.resolve("data");
        Path spool = data.resolve("spool");
        String config = Files.write(
                        temp.resolve("farm.yaml"),
                        List.of(
                                "kafka: {bootstrap_servers: \"127.0.0.1:" + ports[0] + "\"}",
                                "evaluation: {attempts: 0}",
                                "learning: {random_attempts: 100000}"))
                .toString();
        FarmProcess farm;
        try (EmbeddedBroker broker = start(ports)) {
            farm = FarmProcess.start(
                    temp,
                    "up",
                    "--arms",
                    "2",
                    "--until",
                    "attempts=400",
                    "--json",
                    "--data",
                    data.toString(),
                    "--config",
                    config);
            await(farm, () -> farm.err().contains("Started in"));
            await(farm, () -> attemptsStored(data) > 0);
            assertThat(broker.fault()).isEmpty();
        }
        await(farm, () -> farm.err().contains("] storing 400/400"));
        long waiting = spooledBytes(data);
        await(farm, () -> isStopped(temp.resolve("kafka")));
        try (EmbeddedBroker broker = start(ports)) {
            assertThat(farm.awaitExit(PATIENCE_SECONDS)).as(farm.err()).isZero();
            assertThat(broker.fault()).isEmpty();
        }

        assertThat(waiting).isGreaterThan(200_000);
        assertThat(farm.json().path("stored").asLong()).isGreaterThanOrEqualTo(400);
        assertThat(farm.json().path("attempts")).isEqualTo(farm.json().path("stored"));
        assertThat(farm.json().path("aborted").asLong()).isZero();
        assertThat(farm.json().path("rejected").asLong()).isZero();
        assertThat(EventSpool.bytesIn(spool)).isZero();
    }

    private EmbeddedBroker start(int[] ports) {
        return EmbeddedBroker.start(temp.resolve("kafka"), ports[0], ports[1]);
    }

    /** A broker that stops slowly holds its folder until it has. */
    private static boolean isStopped(Path folder) {
        try (FileChannel lockFile = FileChannel.open(folder.resolve("armfarm-broker.lock"), StandardOpenOption.WRITE)) {
            return lockFile.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long attemptsStored(Path data) {
        return status(data).json().path("stored").asLong();
    }

    private long spooledBytes(Path data) {
        return status(data).json().path("spooled_bytes").asLong();
    }

    private FarmProcess status(Path data) {
        try {
            return FarmProcess.run(temp, "status", "--data", data.toString(), "--json");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }

    private static void await(FarmProcess farm, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited too long; the farm says:\n" + farm.err());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
