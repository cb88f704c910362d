package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ingest.broker.Broker;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Kafka's own client for tests in the place of the one that needs a broker. */
class AttemptPublisherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final IngestConfig CONFIG = IngestConfig.defaults();

    @TempDir
    private Path folder;

    private final TestAttempts make = new TestAttempts(1, 200);
    /** One after the other, as they are asked for. */
    private final List<ScriptedProducer> clients = new ArrayList<>();

    private AttemptPublisher publisher;

    @AfterEach
    void close() {
        publisher.close();
    }

    /** Answers every record at once: with the next of its errors, or well. */
    private static final class ScriptedProducer extends MockProducer<byte[], byte[]> {
        private final List<RuntimeException> errors = new ArrayList<>();

        ScriptedProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (errors.isEmpty()) {
                completeNext();
            } else {
                errorNext(errors.remove(0));
            }
            return sent;
        }

        synchronized void failWith(RuntimeException... next) {
            errors.addAll(List.of(next));
        }
    }

    private AttemptPublisher open(Optional<EventSpool> spool, RuntimeException... errorsOfTheFirst) {
        publisher = new AttemptPublisher("nowhere:9092", 2, CONFIG, spool, () -> {
            ScriptedProducer client = new ScriptedProducer();
            if (clients.isEmpty()) {
                client.failWith(errorsOfTheFirst);
            }
            clients.add(client);
            return client;
        });
        return publisher;
    }

    private void publishAll(List<AttemptEvent> events, int partition) {
        events.forEach(event -> publisher.publish(event, partition));
    }

    private static List<String> sent(ScriptedProducer client, int partition) {
        return client.history().stream()
                .filter(record -> record.partition() == partition)
                .map(record -> describe(AttemptEventCodec.decode(record.value())))
                .toList();
    }

    private static String describe(AttemptEvent event) {
        return event.attempt() + " " + event.sequence();
    }

    @Test
    void sendsTheEventsOfEachArmInOrderOnItsPartitionUnderItsName() {
        open(Optional.empty());
        List<AttemptEvent> first = make.events(0, 2);
        List<AttemptEvent> second = make.events(1, 1);

        publishAll(first, 0);
        publishAll(second, 1);

        assertThat(publisher.flush(PATIENCE)).isTrue();
        ScriptedProducer client = clients.get(0);
        assertThat(sent(client, 0))
                .containsExactlyElementsOf(
                        first.stream().map(AttemptPublisherTest::describe).toList());
        assertThat(sent(client, 1))
                .containsExactlyElementsOf(
                        second.stream().map(AttemptPublisherTest::describe).toList());
        assertThat(client.history()).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo(CONFIG.topic());
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("arm_" + record.partition());
        });
        assertThat(publisher.metrics().produced()).isEqualTo(7);
        assertThat(publisher.metrics().events()).isEqualTo(7);
        assertThat(publisher.metrics().waiting()).isZero();
        assertThat(publisher.problem()).isEmpty();
        assertThat(publisher.isBehind()).isFalse();
    }

    @Test
    void sendsAgainWhatTheBrokerDidNotTakeAndKeepsTheOrder() {
        open(Optional.empty(), new TimeoutException("slow"), new TimeoutException("slow"));
        List<AttemptEvent> events = make.events(0, 3);

        publishAll(events, 0);

        assertThat(publisher.flush(PATIENCE)).isTrue();
        assertThat(clients).as("a slow broker is no reason for another client").hasSize(1);
        List<String> sent = sent(clients.get(0), 0);
        assertThat(sent.stream().distinct().toList())
                .containsExactlyElementsOf(
                        events.stream().map(AttemptPublisherTest::describe).toList());
        assertThat(publisher.metrics().events()).isEqualTo(events.size());
        assertThat(publisher.metrics().failures()).isZero();
    }

    @Test
    void replacesAClientThatFailedForGoodAndLosesNothing() {
        open(Optional.empty(), new AuthorizationException("no longer"));
        List<AttemptEvent> events = make.events(0, 2);

        publishAll(events, 0);

        assertThat(publisher.flush(PATIENCE)).isTrue();
        assertThat(clients).hasSize(2);
        assertThat(clients.get(0).closed()).isTrue();
        assertThat(sent(clients.get(1), 0))
                .containsExactlyElementsOf(
                        events.stream().map(AttemptPublisherTest::describe).toList());
    }

    @Test
    void refusesAnAttemptOfWhichAnEventIsTooLargeAndTakesTheNext() {
        open(Optional.empty());
        TestAttempts large = new TestAttempts(2, Broker.MAX_RECORD_BYTES);
        AttemptId attempt = large.id();
        publisher.publish(large.started(attempt, 0), 0);
        publisher.publish(large.frame(attempt, 0, 1), 0);

        assertThat(publisher.failureOf(attempt))
                .hasValueSatisfying(failure ->
                        assertThat(failure.getMessage()).contains("Event 1", "of arm arm_0", "use smaller images"));
        assertThatThrownBy(() -> publisher.publish(large.ended(attempt, 0, 2), 0))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("the attempt is lost");

        publishAll(make.events(0, 1), 0);
        assertThat(publisher.flush(PATIENCE)).isTrue();
        assertThat(publisher.metrics().failures()).isEqualTo(1);
        assertThat(sent(clients.get(0), 0)).hasSize(4);
    }

    @Test
    void keepsWhyTheBrokerRefusedAnEvent() {
        open(Optional.empty(), new RecordTooLargeException("more than message.max.bytes"));
        List<AttemptEvent> events = make.events(0, 1);
        publisher.publish(events.get(0), 0);

        assertThat(publisher.flush(PATIENCE)).isTrue();

        assertThat(publisher.failureOf(events.get(0).attempt()))
                .hasValueSatisfying(
                        failure -> assertThat(failure.getMessage()).contains("more than message.max.bytes"));
        assertThatThrownBy(() -> publisher.publish(events.get(1), 0)).isInstanceOf(FarmException.class);
        assertThat(publisher.metrics().failures()).isEqualTo(1);
        assertThat(publisher.failureOf(make.id())).isEmpty();
    }

    @Test
    void sendsRecordedBytesAsTheyAre() {
        open(Optional.empty());
        byte[] value = {1, 2, 3};

        publisher.publishRecorded(new byte[] {9}, value, 1);

        assertThat(publisher.flush(PATIENCE)).isTrue();
        assertThat(clients.get(0).history()).singleElement().satisfies(record -> {
            assertThat(record.partition()).isEqualTo(1);
            assertThat(record.key()).containsExactly(9);
            assertThat(record.value()).containsExactly(1, 2, 3);
        });
        assertThatThrownBy(() -> publisher.publishRecorded(new byte[0], new byte[Broker.MAX_RECORD_BYTES], 0))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA));
        assertThatThrownBy(() -> publisher.publishRecorded(new byte[0], value, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition 2, expected 0..1");
    }

    @Test
    void sendsFirstWhatAnEarlierProcessLeftInTheSpool() throws IOException {
        List<AttemptEvent> left = make.events(0, 1);
        try (EventSpool earlier = new EventSpool(SpoolConfig.of(folder, SpoolConfig.DEFAULT_MAX_BYTES), 2)) {
            for (AttemptEvent event : left) {
                earlier.lane(0)
                        .append(event.arm().name().getBytes(StandardCharsets.UTF_8), AttemptEventCodec.encode(event));
            }
        }
        open(Optional.of(new EventSpool(SpoolConfig.of(folder, SpoolConfig.DEFAULT_MAX_BYTES), 2)));
        List<AttemptEvent> fresh = make.events(0, 1);
        publishAll(fresh, 0);

        assertThat(publisher.flush(PATIENCE)).isTrue();

        List<String> expected = new ArrayList<>(
                left.stream().map(AttemptPublisherTest::describe).toList());
        fresh.forEach(event -> expected.add(describe(event)));
        assertThat(sent(clients.get(0), 0)).containsExactlyElementsOf(expected);
        assertThat(publisher.metrics().recovered()).isEqualTo(left.size());
    }

    @Test
    void takesNothingWhenItIsClosed() {
        open(Optional.empty());
        AttemptEvent event = make.events(0, 1).get(0);
        publisher.close();
        publisher.close();

        assertThatThrownBy(() -> publisher.publish(event, 0))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("the publisher was closed");
        assertThat(clients.get(0).closed()).isTrue();
        assertThat(publisher.loops().problems()).isEmpty();
    }
}
