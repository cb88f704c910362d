package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.AttemptEvent;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import armfarm.messages.StreamPosition;
import armfarm.messages.wire.AttemptEventCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** With Kafka's own client for tests in the place of the one that needs a broker. */
class EventConsumerTest {
    private static final IngestConfig CONFIG = IngestConfig.defaults();
    private static final TopicPartition ARM_0 = new TopicPartition(CONFIG.topic(), 0);

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");
    private final MemorySink sink = new MemorySink();
    private final TestAttempts make = new TestAttempts(1, 100);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long end;

    EventConsumerTest() {
        Node broker = new Node(1, "nowhere", 9092);
        kafka.updatePartitions(
                CONFIG.topic(),
                List.of(new PartitionInfo(CONFIG.topic(), 0, broker, new Node[] {broker}, new Node[0])));
        holds(0);
    }

    private EventConsumer consumer() {
        return consumer(sink);
    }

    private EventConsumer consumer(EpisodeSink into) {
        InstantSource clock = () -> now;
        return EventConsumer.alone(
                new IngestSetup("nowhere:9092", CONFIG, into, sink::positions, sink::contains, clock), () -> kafka);
    }

    /** Tells which records there are. */
    private void holds(long first) {
        kafka.updateBeginningOffsets(Map.of(ARM_0, first));
        kafka.updateEndOffsets(Map.of(ARM_0, end));
    }

    /** Adds records behind those that are there; only to a partition that is assigned. */
    private void arrive(List<AttemptEvent> events) {
        events.forEach(event -> arrive(AttemptEventCodec.encode(event)));
    }

    private void arrive(byte[] value) {
        kafka.addRecord(new ConsumerRecord<>(CONFIG.topic(), 0, end++, new byte[0], value));
        kafka.updateEndOffsets(Map.of(ARM_0, end));
    }

    @Test
    void storesWholeAttemptsWithThePositionBehindThem() {
        List<AttemptEvent> events = make.events(0, 2);
        try (EventConsumer consumer = consumer()) {
            arrive(events);

            IngestMetrics metrics = consumer.catchUp();

            assertThat(metrics.records()).isEqualTo(4);
            assertThat(metrics.attempts()).isEqualTo(1);
            assertThat(sink.attempts()).containsOnlyKeys(events.get(0).attempt());
            assertThat(sink.positions(CONFIG.topic())).containsExactly(new StreamPosition(CONFIG.topic(), 0, 4));
        }
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void anOpenAttemptHoldsThePositionBackAndIsAbortedOnlyByADrain() {
        List<AttemptEvent> whole = make.events(0, 1);
        List<AttemptEvent> open = make.events(0, 3).subList(0, 3);
        try (EventConsumer consumer = consumer()) {
            arrive(whole);
            arrive(open);

            consumer.catchUp();
            assertThat(sink.attempts()).containsOnlyKeys(whole.get(0).attempt());
            assertThat(sink.positions(CONFIG.topic())).containsExactly(new StreamPosition(CONFIG.topic(), 0, 3));

            consumer.drain();
            assertThat(sink.attempts().get(open.get(0).attempt()).ended().outcome())
                    .isEqualTo(Outcome.ABORTED);
            assertThat(sink.positions(CONFIG.topic())).containsExactly(new StreamPosition(CONFIG.topic(), 0, 6));
        }
    }

    @Test
    void goesOnAtTheStoredPosition() {
        List<AttemptEvent> stored = make.events(0, 1);
        sink.append(new EpisodeBatch(List.of(), List.of(), List.of(new StreamPosition(CONFIG.topic(), 0, 3))));
        end = 3;
        holds(0);
        try (EventConsumer consumer = consumer()) {
            List<AttemptEvent> next = make.events(0, 1);
            arrive(next);

            consumer.catchUp();

            assertThat(sink.attempts())
                    .containsOnlyKeys(next.get(0).attempt())
                    .doesNotContainKey(stored.get(0).attempt());
        }
    }

    @Test
    void offersABatchAgainThatTheStoreHasNoRoomForAndSkipsNothing() {
        sink.refuse(2, ErrorCode.RESOURCE);
        List<AttemptEvent> events = make.events(0, 1);
        try (EventConsumer consumer = consumer()) {
            arrive(events);

            consumer.catchUp();

            assertThat(sink.attempts()).containsOnlyKeys(events.get(0).attempt());
            assertThat(sink.repeatedAttempts()).isZero();
            assertThat(sink.appends()).isEqualTo(3);
        }
    }

    @Test
    void keepsWhatIsNoEventWithTheReason() {
        List<AttemptEvent> events = make.events(0, 1);
        try (EventConsumer consumer = consumer()) {
            arrive(new byte[] {1, 2, 3});
            arrive(events);
            arrive(events);

            IngestMetrics metrics = consumer.catchUp();

            assertThat(metrics.rejected()).isEqualTo(1);
            assertThat(metrics.duplicates()).isEqualTo(3);
            assertThat(sink.rejected()).singleElement().satisfies(record -> {
                assertThat(record.offset()).isZero();
                assertThat(record.payload().byteCount()).isEqualTo(3);
            });
            assertThat(sink.attempts()).hasSize(1);
        }
    }

    @Test
    void goesOnBehindRecordsThatTheBrokerDeletedAndKeepsTheJump() {
        sink.append(new EpisodeBatch(List.of(), List.of(), List.of(new StreamPosition(CONFIG.topic(), 0, 3))));
        end = 10;
        holds(10);
        List<AttemptEvent> events = make.events(0, 1);
        try (EventConsumer consumer = consumer()) {
            arrive(events);

            consumer.catchUp();

            assertThat(sink.rejected()).singleElement().satisfies(jump -> {
                assertThat(jump.offset()).isEqualTo(3);
                assertThat(jump.reason()).contains("7 records, 3..9, were deleted before they were stored");
            });
            assertThat(sink.attempts()).hasSize(1);
            assertThat(sink.positions(CONFIG.topic())).containsExactly(new StreamPosition(CONFIG.topic(), 0, 13));
        }
    }

    @Test
    void waitsForABrokerThatDoesNotAnswerAndGivesUpOnOneThatBringsNothing() {
        List<AttemptEvent> events = make.events(0, 1);
        try (EventConsumer consumer = consumer()) {
            arrive(events);
            kafka.setPollException(new TimeoutException("away"));
            consumer.catchUp();
            assertThat(sink.attempts()).hasSize(1);

            end += 5;
            holds(0);
            assertThatThrownBy(consumer::catchUp)
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("after 30 s without a record");
        }
    }

    @Test
    void saysThatTheTopicCannotBeRead() {
        try (EventConsumer consumer = consumer()) {
            arrive(make.events(0, 1));
            kafka.setPollException(new KafkaException("a record is damaged"));

            assertThatThrownBy(consumer::catchUp)
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("Topic " + CONFIG.topic() + " at nowhere:9092 cannot be read")
                    .hasMessageContaining("nothing was skipped");
        }
    }

    @Test
    void doesNotStartOnABrokerThatLacksAPartitionWhichWasRead() {
        sink.append(new EpisodeBatch(List.of(), List.of(), List.of(new StreamPosition(CONFIG.topic(), 7, 3))));

        assertThatThrownBy(this::consumer)
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining("it is not the broker this store was filled from");
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void anAttemptIsOverdueByTheTimeThatWasReadAndNotWhileSendersAreBehind() {
        List<AttemptEvent> open = make.events(0, 3).subList(0, 2);
        boolean[] behind = {true};
        try (EventConsumer consumer = consumer()) {
            consumer.waitWhile(() -> behind[0]);
            arrive(open);
            consumer.catchUp();
            passSeconds(consumer, 70);
            assertThat(sink.attempts()).as("its events may be on their way").isEmpty();

            behind[0] = false;
            passSeconds(consumer, 70);
            assertThat(sink.attempts()).hasSize(1);
            assertThat(sink.attempts().get(open.get(0).attempt()).ended().abortReason())
                    .contains("no end within 60 s of its start");
        }
    }

    /** A second at a time, with a record in each, so that it is read. */
    private void passSeconds(EventConsumer consumer, int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            arrive(new byte[] {7});
            consumer.catchUp();
        }
    }

    @Test
    void stopsWithAFaultWhenTheStoreCannotTakeABatchAtAll() throws InterruptedException {
        CountDownLatch refused = new CountDownLatch(1);
        EventConsumer consumer = consumer(batch -> {
            refused.countDown();
            throw new FarmException(ErrorCode.DATA, "the rows are damaged");
        });
        arrive(make.events(0, 1));
        passCommitInterval(consumer);
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
        consumer.close();

        assertThat(consumer.fault()).hasValueSatisfying(fault -> {
            assertThat(fault.code()).isEqualTo(ErrorCode.DATA);
            assertThat(fault.getMessage()).isEqualTo("the rows are damaged");
        });
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void anErrorIsAFaultInWords() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        EventConsumer consumer = consumer(batch -> {
            failed.countDown();
            throw new OutOfMemoryError("Java heap space");
        });
        arrive(make.events(0, 1));
        passCommitInterval(consumer);
        assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        consumer.close();

        assertThat(consumer.fault()).hasValueSatisfying(fault -> {
            assertThat(fault.code()).isEqualTo(ErrorCode.BUG);
            assertThat(fault.getMessage()).contains("Reading the event stream failed", "nothing is lost");
        });
    }

    /** Starts the reading thread at a time at which what it reads is due. */
    private void passCommitInterval(EventConsumer consumer) {
        now = now.plus(Duration.ofSeconds(1));
        consumer.start();
    }
}
