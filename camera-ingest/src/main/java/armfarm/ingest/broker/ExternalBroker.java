package armfarm.ingest.broker;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** A Kafka cluster somebody else runs; closing it does nothing. */
public final class ExternalBroker implements Broker {
    private final String bootstrapServers;

    private ExternalBroker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Blocks until the cluster answers or the timeout is over.
     *
     * @throws FarmException (RESOURCE) if it does not answer, (CONFIG) if the address is not valid
     */
    public static ExternalBroker connect(String bootstrapServers, Duration timeout) {
        int millis = (int) timeout.toMillis();
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get();
            return new ExternalBroker(bootstrapServers);
        } catch (ExecutionException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Kafka at " + bootstrapServers + " did not answer within " + timeout.toSeconds()
                            + " s; start it or correct the address",
                    e);
        } catch (KafkaException e) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Kafka address '" + bootstrapServers + "' cannot be used, expected host:port,host:port: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FarmException(
                    ErrorCode.RESOURCE, "Interrupted while waiting for Kafka at " + bootstrapServers, e);
        }
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public Optional<FarmException> fault() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Not ours to stop.
    }
}
