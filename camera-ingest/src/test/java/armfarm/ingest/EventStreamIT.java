package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class EventStreamIT {
    private static final int ARMS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    private final MemorySink sink = new MemorySink();
    private final TestAttempts make = new TestAttempts(11, 10_000);
    private IngestConfig config;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        config = IngestConfig.defaults()
                .withTopic(test.getTestMethod().orElseThrow().getName());
        ArmEventsTopic.ensure(broker.bootstrapServers(), ARMS, config);
    }

    @Test
    void aFreshTopicLosesNothing() {
        try (AttemptPublisher publisher = publisher()) {
            for (int i = 0; i < 200; i++) {
                publishAll(publisher, i % ARMS, make.events(i % ARMS, 2));
            }
            assertThat(publisher.flush(PATIENCE)).isTrue();

            assertThat(publisher.metrics().failures()).isZero();
            assertThat(publisher.metrics().events()).isEqualTo(800);
            assertThat(publisher.metrics().bytes()).isGreaterThan(4_000_000);
        }
    }

    @Test
    void findsTheLatestStartOfAnArmWhateverLiesBehindIt() {
        try (AttemptPublisher publisher = publisher()) {
            assertThat(lastAttempt(0, 0)).isEmpty();
            publisher.publish(numbered(make.id(), 0, 41), 0);
            AttemptId latest = make.id();
            publisher.publish(numbered(latest, 0, 42), 0);
            for (int i = 1; i <= 200; i++) {
                publisher.publish(make.frame(latest, 0, i), 0);
            }
            publisher.publishRecorded(new byte[0], new byte[] {1, 2, 3}, 0);
            publisher.publish(numbered(make.id(), 1, 99), 0); // another arm's, from before the arms changed places
            assertThat(publisher.flush(PATIENCE)).isTrue();
        }

        assertThat(lastAttempt(0, 0)).hasValue(42);
        assertThat(lastAttempt(0, 1)).hasValue(42);
        assertThat(lastAttempt(0, 2)).isEmpty();
        assertThat(lastAttempt(0, 1_000_000)).isEmpty();
        assertThat(lastAttempt(1, 0)).isEmpty();
    }

    private OptionalLong lastAttempt(int partition, long storedFrom) {
        return LastAttempt.number(broker.bootstrapServers(), config, partition, TestAttempts.arm(0), storedFrom);
    }

    private AttemptStarted numbered(AttemptId attempt, int arm, long number) {
        AttemptStarted started = make.started(attempt, arm);
        return new AttemptStarted(
                attempt,
                started.arm(),
                number,
                started.startedAt(),
                started.purpose(),
                started.objectSet(),
                started.sceneId(),
                started.camera(),
                started.softwareVersion());
    }

    @Test
    void storesEachAttemptOnceOverRestartsAndRefusals() {
        Map<AttemptId, List<AttemptEvent>> sent = new HashMap<>();
        try (AttemptPublisher publisher = publisher()) {
            for (int round = 0; round < 4; round++) {
                sink.refuse(2, ErrorCode.RESOURCE);
                EventConsumer consumer = consumer();
                consumer.start();
                publishInterleaved(publisher, sent, 30);
                if (round % 2 == 0) {
                    assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
                }
                consumer.close();
                assertThat(consumer.fault()).isEmpty();
            }
        }
        try (EventConsumer last = consumer()) {
            last.start();
            assertThat(last.awaitCaughtUp(PATIENCE)).isTrue();
            assertThat(last.metrics().lag()).isZero();
        }

        assertThat(sink.attempts().keySet()).isEqualTo(sent.keySet());
        assertThat(sink.attempts().values())
                .allSatisfy(attempt -> assertThat(eventsOf(attempt)).isEqualTo(sent.get(attempt.id())));
        assertThat(sink.repeatedAttempts()).isZero();
        assertThat(sink.rejected()).isEmpty();
    }

    @Test
    void aBrokenStoreStopsReadingAndNothingIsSkipped() {
        sink.refuse(1, ErrorCode.DATA);
        try (AttemptPublisher publisher = publisher();
                EventConsumer consumer = consumer()) {
            publishAll(publisher, 0, make.events(0, 1));
            consumer.start();

            assertThat(consumer.awaitCaughtUp(PATIENCE)).isFalse();
            assertThat(consumer.fault().orElseThrow()).hasMessage("the test store refuses");
            assertThat(sink.appends()).isEqualTo(1);
        }

        try (EventConsumer next = consumer()) {
            next.start();
            assertThat(next.awaitCaughtUp(PATIENCE)).isTrue();
        }
        assertThat(sink.attempts()).hasSize(1);
    }

    @Test
    void drainStoresWhatIsCompleteAndAbortsTheRest() {
        try (AttemptPublisher publisher = publisher()) {
            publishAll(publisher, 0, make.events(0, 2));
            publishAll(publisher, 1, make.events(1, 2).subList(0, 2));
            assertThat(publisher.flush(PATIENCE)).isTrue();
        }

        try (EventConsumer consumer = consumer()) {
            IngestMetrics drained = consumer.drain();

            assertThat(drained.records()).isEqualTo(6);
            assertThat(drained.attempts()).isEqualTo(2);
            assertThat(drained.aborted()).isEqualTo(1);
        }
        assertThat(sink.attempts().values())
                .extracting(attempt -> attempt.ended().outcome())
                .containsExactlyInAnyOrder(Outcome.FAILURE, Outcome.ABORTED);
        assertThat(sink.positions(config.topic()))
                .containsExactlyInAnyOrder(
                        new StreamPosition(config.topic(), 0, 4),
                        new StreamPosition(config.topic(), 1, 2),
                        new StreamPosition(config.topic(), 2, 0));
    }

    @Test
    void keepsAPoisonRecordWithItsBytesAndGoesOn() {
        byte[] poison = {9, 8, 7, 6};
        try (KafkaProducer<byte[], byte[]> raw = KafkaClients.producer(broker.bootstrapServers());
                AttemptPublisher publisher = publisher()) {
            var sent = raw.send(new ProducerRecord<>(config.topic(), 0, null, poison));
            assertThat(sent).succeedsWithin(PATIENCE);
            publishAll(publisher, 0, make.events(0, 1));
            assertThat(publisher.flush(PATIENCE)).isTrue();
        }

        try (EventConsumer consumer = consumer()) {
            consumer.start();
            assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
        }

        assertThat(sink.attempts()).hasSize(1);
        RejectedRecord rejected = sink.rejected().get(0);
        assertThat(rejected.payload().bytes()).isEqualTo(poison);
        assertThat(rejected.offset()).isZero();
        assertThat(rejected.reason()).contains("Attempt event");
    }

    @Test
    void anAttemptIsNotOverdueWhileItsEventsAreHeldBack() {
        AtomicBoolean held = new AtomicBoolean(true);
        AtomicLong steps = new AtomicLong();
        InstantSource fast = () -> TestAttempts.TIME.plusMillis(1_900 * steps.incrementAndGet());
        List<AttemptEvent> slow = make.events(0, 1);
        List<AttemptEvent> abandoned = make.events(1, 1);
        try (AttemptPublisher publisher = publisher();
                EventConsumer consumer = EventConsumer.alone(new IngestSetup(
                        broker.bootstrapServers(), config, sink, sink::positions, sink::contains, fast))) {
            consumer.waitWhile(held::get);
            publishAll(publisher, 0, slow.subList(0, 2));
            publishAll(publisher, 1, abandoned.subList(0, 2));
            consumer.start();
            await(() -> consumer.metrics().records() == 4
                    && steps.get() > config.attemptTimeout().toSeconds());
            assertThat(sink.attempts()).isEmpty();

            publishAll(publisher, 0, slow.subList(2, 3));
            await(() -> sink.attempts().size() == 1);
            held.set(false);
            await(() -> sink.attempts().size() == 2);
        }

        assertThat(sink.attempts().get(slow.get(0).attempt()).ended().outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(sink.attempts()
                        .get(abandoned.get(0).attempt())
                        .ended()
                        .abortReason()
                        .orElseThrow())
                .contains("no end within");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("ns beyond the patience")
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void anEventTooLargeFailsItsAttemptOnly() {
        TestAttempts large = new TestAttempts(5, 3 << 20);
        List<AttemptEvent> lost = large.events(0, 1);
        try (AttemptPublisher publisher = publisher()) {
            publisher.publish(lost.get(0), 0);
            publisher.publish(lost.get(1), 0);
            assertThat(publisher.flush(PATIENCE)).isTrue();

            assertThat(publisher.failureOf(lost.get(0).attempt()).orElseThrow())
                    .hasMessageContaining(lost.get(0).attempt().toString())
                    .hasMessageContaining("arm_0");
            assertThatThrownBy(() -> publisher.publish(lost.get(2), 0)).isInstanceOf(FarmException.class);
            publishAll(publisher, 0, make.events(0, 1));
            assertThat(publisher.flush(PATIENCE)).isTrue();
            assertThat(publisher.metrics().failures()).isEqualTo(1);
        }

        try (EventConsumer consumer = consumer()) {
            consumer.start();
            assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
        }
        assertThat(sink.attempts().get(lost.get(0).attempt()).ended().abortReason())
                .contains("the arm started another attempt");
        assertThat(sink.attempts()).hasSize(2);
    }

    @Test
    void readsEverythingAgainWhenTheBrokerLostItsTailAndStoresNothingTwice() {
        Map<AttemptId, List<AttemptEvent>> sent = new HashMap<>();
        try (AttemptPublisher publisher = publisher()) {
            publishInterleaved(publisher, sent, 6);
            assertThat(publisher.flush(PATIENCE)).isTrue();
            try (EventConsumer consumer = consumer()) {
                consumer.drain();
            }
            publishInterleaved(publisher, sent, 3);
            assertThat(publisher.flush(PATIENCE)).isTrue();
        }
        sink.append(new EpisodeBatch(List.of(), List.of(), List.of(new StreamPosition(config.topic(), 1, 5_000))));

        try (EventConsumer consumer = consumer()) {
            consumer.drain();
        }

        assertThat(sink.attempts().keySet()).isEqualTo(sent.keySet());
        assertThat(sink.repeatedAttempts()).isZero();
        assertThat(sink.rejected()).hasSize(1).first().satisfies(record -> {
            assertThat(record.offset()).isEqualTo(5_000);
            assertThat(record.payload().byteCount()).isZero();
            assertThat(record.reason())
                    .contains("Position 5000 of " + config.topic() + "-1", "the broker lost records that are stored");
        });
        assertThat(sink.startedOver()).isEqualTo(1);
        assertThat(sink.positions(config.topic()))
                .allSatisfy(position -> assertThat(position.nextOffset()).isLessThan(5_000));
    }

    @Test
    void goesOnBehindRecordsThatExpiredAndKeepsWhatWasLost() throws ExecutionException, InterruptedException {
        List<AttemptEvent> half = make.events(0, 3);
        List<AttemptEvent> whole = make.events(0, 2);
        try (AttemptPublisher publisher = publisher()) {
            publishAll(publisher, 0, half);
            publishAll(publisher, 0, whole);
            assertThat(publisher.flush(PATIENCE)).isTrue();
        }
        deleteBefore(3);
        sink.append(new EpisodeBatch(List.of(), List.of(), List.of(new StreamPosition(config.topic(), 0, 1))));

        try (EventConsumer consumer = consumer()) {
            consumer.drain();
        }

        assertThat(sink.attempts()).containsOnlyKeys(whole.get(0).attempt());
        assertThat(sink.rejected()).extracting(RejectedRecord::offset).containsExactly(1L, 3L, 4L);
        assertThat(sink.rejected().get(0).reason())
                .contains("found 3..9", "2 records, 1..2, were deleted before they were stored and are lost");
        assertThat(sink.positions(config.topic())).contains(new StreamPosition(config.topic(), 0, 9));
    }

    @Test
    void goesOnWhenRecordsExpireBeforeARunningReaderGetsThem() throws ExecutionException, InterruptedException {
        List<AttemptEvent> whole = make.events(0, 2);
        try (AttemptPublisher publisher = publisher();
                EventConsumer consumer = consumer()) {
            publishAll(publisher, 0, make.events(0, 3));
            publishAll(publisher, 0, whole);
            assertThat(publisher.flush(PATIENCE)).isTrue();
            deleteBefore(5);

            consumer.catchUp();
        }

        assertThat(sink.attempts()).containsOnlyKeys(whole.get(0).attempt());
        assertThat(sink.rejected()).extracting(RejectedRecord::offset).containsExactly(0L);
        assertThat(sink.rejected().get(0).reason()).contains("5 records, 0..4, were deleted");
    }

    private void deleteBefore(long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = KafkaClients.admin(broker.bootstrapServers())) {
            admin.deleteRecords(Map.of(new TopicPartition(config.topic(), 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    @Test
    void addsPartitionsForMoreArmsAndKeepsThemForFewer() {
        assertThat(ArmEventsTopic.ensure(broker.bootstrapServers(), 5, config)).isEqualTo(5);
        assertThat(ArmEventsTopic.ensure(broker.bootstrapServers(), 2, config)).isEqualTo(5);

        try (AttemptPublisher publisher = new AttemptPublisher(broker.bootstrapServers(), 5, config);
                EventConsumer consumer = consumer()) {
            consumer.start();
            publishAll(publisher, 4, make.events(4, 1));
            assertThat(publisher.flush(PATIENCE)).isTrue();
            assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
        }
        assertThat(sink.attempts()).hasSize(1);
    }

    private AttemptPublisher publisher() {
        return new AttemptPublisher(broker.bootstrapServers(), ARMS, config);
    }

    private EventConsumer consumer() {
        return EventConsumer.alone(new IngestSetup(
                broker.bootstrapServers(), config, sink, sink::positions, sink::contains, InstantSource.system()));
    }

    private static void publishAll(AttemptPublisher publisher, int partition, List<AttemptEvent> events) {
        events.forEach(event -> publisher.publish(event, partition));
    }

    /** All arms at once, one event each in turn. */
    private void publishInterleaved(AttemptPublisher publisher, Map<AttemptId, List<AttemptEvent>> sent, int attempts) {
        for (int i = 0; i < attempts; i++) {
            List<List<AttemptEvent>> turn = new ArrayList<>();
            for (int arm = 0; arm < ARMS; arm++) {
                List<AttemptEvent> events = make.events(arm, 3);
                sent.put(events.get(0).attempt(), events);
                turn.add(events);
            }
            for (int sequence = 0; sequence < 5; sequence++) {
                for (int arm = 0; arm < ARMS; arm++) {
                    publisher.publish(turn.get(arm).get(sequence), arm);
                }
            }
        }
        assertThat(publisher.flush(PATIENCE)).isTrue();
    }

    private static List<AttemptEvent> eventsOf(GraspAttempt attempt) {
        List<AttemptEvent> events = new ArrayList<>();
        events.add(attempt.started());
        events.addAll(attempt.frames());
        events.add(attempt.ended());
        return events;
    }
}
