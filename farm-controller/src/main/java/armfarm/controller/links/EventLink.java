package armfarm.controller.links;

import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The topic of the arms' events, made if it was not there. Immutable.
 *
 * @param partitions it has; at least {@link FarmConfig#MAX_ARMS}
 */
public record EventLink(String bootstrapServers, IngestConfig ingest, int partitions) {

    /** Blocks until the topic can be written. */
    public static EventLink ensure(String bootstrapServers, ConnectionConfig connections) {
        IngestConfig ingest = connections.kafkaTopic().isEmpty()
                ? IngestConfig.defaults()
                : IngestConfig.defaults().withTopic(connections.kafkaTopic());
        return new EventLink(
                bootstrapServers, ingest, ArmEventsTopic.ensure(bootstrapServers, FarmConfig.MAX_ARMS, ingest));
    }

    public String topic() {
        return ingest.topic();
    }

    /** Begins at once to send what an earlier process left in the spool. */
    public AttemptPublisher publisher(Path spoolFolder, long spoolMaxMegabytes) {
        EventSpool spool = new EventSpool(SpoolConfig.of(spoolFolder, spoolMaxMegabytes << 20), partitions);
        return new AttemptPublisher(bootstrapServers, partitions, ingest, Optional.of(spool));
    }
}
