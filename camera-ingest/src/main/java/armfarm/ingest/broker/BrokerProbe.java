package armfarm.ingest.broker;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/** Asks a Kafka cluster whether it answers. Keeps one connection. Confined to one thread, but for {@link #close}. */
public final class BrokerProbe implements AutoCloseable {
    private final String bootstrapServers;
    private final int limitMilliseconds;
    private final Admin admin;

    /** @param limit for one answer */
    public BrokerProbe(String bootstrapServers, Duration limit) {
        this.bootstrapServers = bootstrapServers;
        this.limitMilliseconds = (int) limit.toMillis();
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limitMilliseconds,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limitMilliseconds,
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false));
    }

    /** Blocks until the cluster has said which nodes it has. @throws FarmException (RESOURCE) if it does not in time */
    public void ask() throws InterruptedException {
        try {
            var nodes = admin.describeCluster(new DescribeClusterOptions().timeoutMs(limitMilliseconds))
                    .nodes()
                    .get(limitMilliseconds, TimeUnit.MILLISECONDS);
            if (nodes.isEmpty()) {
                throw new FarmException(ErrorCode.RESOURCE, "Kafka at " + bootstrapServers + " has no node");
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new FarmException(ErrorCode.RESOURCE, "no answer within " + limitMilliseconds / 1000.0 + " s", e);
        }
    }

    /** At once; a question under way fails. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
