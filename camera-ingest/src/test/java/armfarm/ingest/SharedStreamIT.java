package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Several consumers read one topic into one store. */
class SharedStreamIT {
    private static final int ARMS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    private final MemorySink sink = new MemorySink();
    private final TestAttempts make = new TestAttempts(17, 2_000);
    private final Map<AttemptId, List<AttemptEvent>> sent = new HashMap<>();
    private final Map<String, SortedSet<Integer>> reads = new ConcurrentHashMap<>();
    private final List<EventConsumer> consumers = new ArrayList<>();
    private AttemptPublisher publisher;
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
        publisher = new AttemptPublisher(broker.bootstrapServers(), ARMS, config);
    }

    @AfterEach
    void close() {
        consumers.forEach(EventConsumer::close);
        publisher.close();
    }

    @Test
    void partitionsMoveWithConsumersThatComeAndGoAndNothingIsTwiceOrLost() {
        EventConsumer one = start("one", "lab", sink);
        await(() -> reads.get("one").size() == ARMS);
        List<List<AttemptEvent>> half = beginOne();
        EventConsumer two = start("two", "lab", sink);
        await(() -> reads.get("one").size() == 3 && reads.get("two").size() == 3);
        endOne(half);
        publish(10);
        half = beginOne();
        start("three", "lab", sink);
        await(() -> reads.values().stream().allMatch(partitions -> partitions.size() == 2));
        assertThat(union()).hasSize(ARMS);
        one.close();
        reads.remove("one");
        await(() -> union().size() == ARMS);
        endOne(half);
        publish(5);
        await(() -> sink.attempts().size() >= sent.size());

        assertStoredOnce();
        assertThat(two.metrics().lag()).isZero();
        assertThat(consumers)
                .allSatisfy(consumer -> assertThat(consumer.fault()).isEmpty());
    }

    /** Two groups of one: each has every partition for its own, as somebody does who has not heard yet that it lost them. */
    @Test
    void twoWhoBothBelieveThatTheyHaveThePartitionsStoreNothingTwiceAndLoseNothing() {
        start("one", "lab", sink);
        start("two", "zombies", sink);
        await(() -> reads.values().stream().allMatch(partitions -> partitions.size() == ARMS));
        for (int round = 0; round < 12; round++) {
            publish(4);
            int stored = sink.attempts().size();
            await(() -> sink.attempts().size() > stored || sink.attempts().size() == sent.size());
        }
        await(() -> sink.attempts().size() >= sent.size());

        assertStoredOnce();
        assertThat(sink.refusedAsMoved()).isPositive();
        assertThat(consumers)
                .allSatisfy(consumer -> assertThat(consumer.fault()).isEmpty());
    }

    @Test
    void whoComesBackFromALongCommitAfterOthersWentOnIsRefusedAndGoesOn() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EventConsumer slow = start("slow", "lab", batch -> {
            if (!batch.attempts().isEmpty() && stuck.getCount() > 0) {
                stuck.countDown();
                awaitLatch(goOn);
            }
            sink.append(batch);
        });
        await(() -> reads.get("slow").size() == ARMS);
        publish(2);
        stuck.await();
        start("heir", "zombies", sink);
        await(() -> sink.attempts().size() == sent.size());
        goOn.countDown();
        publish(3);
        await(() -> sink.attempts().size() >= sent.size() && sink.refusedAsMoved() > 0);

        assertStoredOnce();
        assertThat(slow.fault()).isEmpty();
    }

    @Test
    void storesWhatWasReadBeforeAndKeepsPartitionsWhileTheStoreRefuses() {
        start("one", "lab", sink);
        await(() -> reads.get("one").size() == ARMS);
        sink.refuse(5, ErrorCode.RESOURCE);
        publish(5);
        await(() -> sink.attempts().size() >= sent.size());

        assertStoredOnce();
        assertThat(reads.get("one")).hasSize(ARMS);
    }

    @Test
    void aBrokenStoreStopsItsConsumerAndOthersGoOn() {
        EventConsumer broken = start("broken", "lab", batch -> {
            throw new FarmException(ErrorCode.DATA, "the disk of this one is broken");
        });
        await(() -> reads.get("broken").size() == ARMS);
        start("one", "lab", sink);
        publish(3);
        await(() -> broken.fault().isPresent());
        await(() -> sink.attempts().size() >= sent.size());

        assertThat(broken.fault().orElseThrow()).hasMessageContaining("the disk of this one is broken");
        assertStoredOnce();
    }

    private EventConsumer start(String name, String group, EpisodeSink into) {
        reads.put(name, new TreeSet<>());
        EventConsumer consumer = EventConsumer.shared(
                new IngestSetup(
                        broker.bootstrapServers(),
                        config,
                        into,
                        sink::positions,
                        sink::contains,
                        InstantSource.system()),
                new EventConsumer.Sharing(config.topic() + "." + group, partitions -> reads.put(name, partitions)));
        consumers.add(consumer);
        consumer.start();
        return consumer;
    }

    private void assertStoredOnce() {
        assertThat(sink.attempts().keySet()).isEqualTo(sent.keySet());
        assertThat(sink.attempts().values())
                .extracting(attempt -> attempt.ended().outcome())
                .doesNotContain(Outcome.ABORTED);
        assertThat(sink.repeatedAttempts()).isZero();
        assertThat(sink.rejected()).isEmpty();
    }

    private Set<Integer> union() {
        Set<Integer> all = new HashSet<>();
        int parts = 0;
        for (SortedSet<Integer> part : reads.values()) {
            all.addAll(part);
            parts += part.size();
        }
        return parts == all.size() ? all : Set.of();
    }

    /** Begins an attempt of each arm. */
    private List<List<AttemptEvent>> beginOne() {
        List<List<AttemptEvent>> attempts =
                IntStream.range(0, ARMS).mapToObj(arm -> make.events(arm, 3)).toList();
        for (int arm = 0; arm < ARMS; arm++) {
            List<AttemptEvent> events = attempts.get(arm);
            sent.put(events.get(0).attempt(), events);
            publisher.publish(events.get(0), arm);
            publisher.publish(events.get(1), arm);
        }
        assertThat(publisher.flush(PATIENCE)).isTrue();
        return attempts;
    }

    private void endOne(List<List<AttemptEvent>> attempts) {
        for (int arm = 0; arm < ARMS; arm++) {
            for (AttemptEvent event : attempts.get(arm).subList(2, 5)) {
                publisher.publish(event, arm);
            }
        }
    }

    private void publish(int attempts) {
        for (int i = 0; i < attempts; i++) {
            endOne(beginOne());
        }
        assertThat(publisher.flush(PATIENCE)).isTrue();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as(() -> "ns beyond the patience; read by " + reads + ", stored "
                            + sink.attempts().size() + " of " + sent.size())
                    .isNegative();
            LockSupport.parkNanos(5_000_000);
        }
    }
}
