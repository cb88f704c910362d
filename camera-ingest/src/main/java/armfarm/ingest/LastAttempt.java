package armfarm.ingest;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the number of the latest attempt an arm began in what the broker holds, stored or not. Whoever begins an attempt in place of
 * another process has to know it: the store may be behind.
 */
public final class LastAttempt {
    /** An attempt is a handful of records; aborted starts in a row are rare. */
    private static final int RECORDS_AT_FIRST = 64;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int EMPTY_POLLS = 100;

    private LastAttempt() {}

    /**
     * Looks back from the newest record; an arm numbers its attempts upwards, so the first start found is the latest. Blocks.
     *
     * @param partition of the arm
     * @param storedFrom records before this offset are stored and need not be looked at
     * @return empty if no record from there on begins an attempt of this arm
     * @throws FarmException (RESOURCE) if the broker does not answer
     */
    public static OptionalLong number(
            String bootstrapServers, IngestConfig config, int partition, ArmId arm, long storedFrom) {
        TopicPartition place = new TopicPartition(config.topic(), partition);
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrapServers, "armfarm-last-attempt")) {
            consumer.assign(List.of(place));
            long end = consumer.endOffsets(List.of(place)).get(place);
            long first = Math.max(consumer.beginningOffsets(List.of(place)).get(place), Math.min(storedFrom, end));
            long to = end;
            for (long step = RECORDS_AT_FIRST; to > first; step *= 2) {
                long from = Math.max(first, to - step);
                OptionalLong found = latestStart(consumer, place, from, to, arm);
                if (found.isPresent()) {
                    return found;
                }
                to = from;
            }
            return OptionalLong.empty();
        } catch (KafkaException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The last attempt of " + arm + " cannot be looked up in " + place + " at " + bootstrapServers + ": "
                            + e.getMessage() + "; check that Kafka answers and start again",
                    e);
        }
    }

    private static OptionalLong latestStart(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long from, long to, ArmId arm) {
        consumer.seek(place, from);
        OptionalLong latest = OptionalLong.empty();
        int emptyPolls = 0;
        while (consumer.position(place) < to) {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(place);
            emptyPolls = records.isEmpty() ? emptyPolls + 1 : 0;
            if (emptyPolls == EMPTY_POLLS) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "Reading " + place + " stopped at " + consumer.position(place) + ", expected records up to "
                                + to + "; check the broker's log and disk");
            }
            for (ConsumerRecord<byte[], byte[]> entry : records) {
                OptionalLong number = entry.offset() < to ? startOf(entry.value(), arm) : OptionalLong.empty();
                latest = number.isPresent() ? number : latest;
            }
        }
        return latest;
    }

    /** A record that is no event begins no attempt: the store rejects it. */
    private static OptionalLong startOf(byte[] payload, ArmId arm) {
        try {
            return payload != null
                            && AttemptEventCodec.decode(payload) instanceof AttemptStarted started
                            && started.arm().equals(arm)
                    ? OptionalLong.of(started.attemptNumber())
                    : OptionalLong.empty();
        } catch (FarmException e) {
            return OptionalLong.empty();
        }
    }
}
