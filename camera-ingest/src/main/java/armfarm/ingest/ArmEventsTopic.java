package armfarm.ingest;

import armfarm.ingest.broker.Broker;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic of the arms' events: makes sure it is there, large enough and ready to be written. */
public final class ArmEventsTopic {
    private static final int READY_TRIES = 600;
    private static final long RETRY_MILLIS = 50;

    private ArmEventsTopic() {}

    /**
     * Creates the topic or adds partitions to it, then blocks until every partition has a leader. Whoever sends before
     * that loses records: the first batch to a fresh topic is refused and the ones behind it cannot be put in order.
     *
     * @param partitions one for each arm, now or later; a topic with more keeps them
     * @return partitions the topic has now
     * @throws FarmException (RESOURCE) if the broker refuses or is not ready within 30 s
     */
    public static int ensure(String bootstrapServers, int partitions, IngestConfig config) {
        try (Admin admin = KafkaClients.admin(bootstrapServers)) {
            int count = Math.max(partitions, createOrGrow(admin, partitions, config));
            awaitReady(admin, config.topic(), count);
            return count;
        } catch (ExecutionException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Topic " + config.topic() + " at " + bootstrapServers + " with " + partitions
                            + " partitions cannot be prepared: " + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FarmException(ErrorCode.RESOURCE, "Interrupted while preparing topic " + config.topic(), e);
        }
    }

    /** Next offset of every partition, as of now. */
    static Map<TopicPartition, Long> endOffsets(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            wanted.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end :
                admin.listOffsets(wanted).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private static int createOrGrow(Admin admin, int partitions, IngestConfig config)
            throws InterruptedException, ExecutionException {
        Optional<TopicDescription> existing = describe(admin, config.topic());
        if (existing.isEmpty()) {
            create(admin, partitions, config);
            return partitions;
        }
        int found = existing.get().partitions().size();
        if (found < partitions) {
            admin.createPartitions(Map.of(config.topic(), NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
        return found;
    }

    private static Optional<TopicDescription> describe(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        try {
            return Optional.of(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void create(Admin admin, int partitions, IngestConfig config)
            throws InterruptedException, ExecutionException {
        NewTopic topic = new NewTopic(config.topic(), Optional.of(partitions), Optional.empty())
                .configs(Map.of(
                        "retention.ms", Long.toString(config.retention().toMillis()),
                        "retention.bytes", Long.toString(config.retentionBytes()),
                        "segment.bytes", Integer.toString(config.segmentBytes()),
                        "max.message.bytes", Integer.toString(Broker.MAX_RECORD_BYTES)));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void awaitReady(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException {
        for (int tries = 1; !hasLeaders(admin, topic, partitions) || !answers(admin, topic, partitions); tries++) {
            if (tries == READY_TRIES) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Topic " + topic + " with " + partitions + " partitions cannot be written after "
                                + READY_TRIES * RETRY_MILLIS / 1000 + " s; check the broker's log and disk");
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private static boolean hasLeaders(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException {
        return describe(admin, topic).stream()
                        .flatMap(found -> found.partitions().stream())
                        .filter(partition -> partition.leader() != null)
                        .count()
                >= partitions;
    }

    private static boolean answers(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException {
        try {
            return endOffsets(admin, topic, partitions).size() == partitions;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }
}
