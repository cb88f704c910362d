package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmLaneTest {
    private static final byte[] KEY = {1};

    @TempDir
    Path folder;

    private EventSpool spool;
    private ArmLane lane;
    private final List<String> delivered = new ArrayList<>();

    @BeforeEach
    void openSpool() {
        spool = new EventSpool(SpoolConfig.of(folder, 1 << 20), 1);
        lane = new ArmLane(Optional.of(spool), 0, 0);
    }

    @AfterEach
    void closeSpool() {
        spool.close();
    }

    @Test
    void keepsTheOrderFromMemoryToDiskAndBack() throws IOException {
        add("a", "b", "c");
        Outgoing a = lane.send(0).orElseThrow();
        lane.spill();
        add("d", "e");
        assertThat(spool.events()).isEqualTo(5);

        deliver(a);
        deliverAll();
        assertThat(lane.isSpooling()).isFalse();
        add("f");
        deliverAll();

        assertThat(delivered).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(spool.events()).isZero();
    }

    @Test
    void nothingNewIsHandedOnBeforeTheSpoolIsEmpty() throws IOException {
        lane.spill();
        add("old");
        Outgoing old = lane.send(0).orElseThrow();
        add("new");

        assertThat(text(old)).isEqualTo("old");
        assertThat(text(lane.send(0).orElseThrow())).isEqualTo("new");
        assertThat(lane.send(0)).isEmpty();
    }

    @Test
    void whatTheClientGivesBackIsSentAgainInOrderAfterAPause() throws IOException {
        add("a", "b", "c", "d");
        Outgoing a = lane.send(0).orElseThrow();
        Outgoing b = lane.send(0).orElseThrow();
        Outgoing c = lane.send(0).orElseThrow();
        lane.returned(b, 100);
        assertThat(lane.send(200)).as("c may still arrive").isEmpty();
        deliver(c);
        lane.returned(a, 100);

        assertThat(lane.send(99)).isEmpty();
        assertThat(text(lane.send(100).orElseThrow())).isEqualTo("a");
        assertThat(text(lane.send(100).orElseThrow())).isEqualTo("b");
        assertThat(text(lane.send(100).orElseThrow())).as("c has arrived").isEqualTo("d");
    }

    @Test
    void noticesAnEventThatNobodyTakes() throws IOException {
        lane.add(KEY, bytes("a"), 1_000);

        assertThat(lane.isStuck(1_500, 500)).isFalse();
        assertThat(lane.isStuck(1_501, 500)).isTrue();
        lane.settled(lane.send(1_501).orElseThrow());
        assertThat(lane.isStuck(9_999, 500)).isFalse();
    }

    @Test
    void aSpoolTooSmallKeepsTheRestInMemoryAndTriesAgain() throws IOException {
        spool.close();
        spool = new EventSpool(new SpoolConfig(folder, 40, 100), 1);
        lane = new ArmLane(Optional.of(spool), 0, 0);
        add("a".repeat(10), "b".repeat(10), "c".repeat(10));

        assertThatThrownBy(lane::spill).isInstanceOf(IOException.class).hasMessageContaining("bound of 40 bytes");
        assertThat(spool.events()).isEqualTo(1);
        assertThat(lane.isSpooling()).isFalse();

        deliverAll();
        assertThat(delivered).containsExactly("a".repeat(10), "b".repeat(10), "c".repeat(10));
        lane.spill();
        add("d");
        deliverAll();
        assertThat(delivered).endsWith("d");
        assertThat(spool.events()).isZero();
    }

    /** A client and a broker that do whatever they may, for many seeds. */
    @Test
    void whateverHappensEverythingIsDeliveredInOrder() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            delivered.clear();
            List<Outgoing> atClient = new ArrayList<>();
            int added = 0;
            long now = 0;
            while (delivered.size() < 100 || !atClient.isEmpty()) {
                now += 10;
                switch (random.nextInt(5)) {
                    case 0 -> {
                        if (added < 100) {
                            lane.add(KEY, bytes(Integer.toString(added++)), now);
                        }
                    }
                    case 1, 2 -> lane.send(now).ifPresent(atClient::add);
                    case 3 -> {
                        if (random.nextInt(5) == 0) {
                            lane.spill();
                        }
                    }
                    default -> answerOne(atClient, random, now);
                }
            }
            assertThat(delivered).as("seed " + seed).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(delivered.get(i)).as("seed " + seed).isEqualTo(Integer.toString(i));
            }
            assertThat(spool.events()).isZero();
        }
    }

    /** The broker takes events in order; once one is given back the client gives back all it holds. */
    private void answerOne(List<Outgoing> atClient, Random random, long now) throws IOException {
        if (atClient.isEmpty()) {
            return;
        }
        if (random.nextInt(6) > 0) {
            deliver(atClient.remove(0));
            return;
        }
        for (Outgoing event : atClient) {
            lane.returned(event, now + 20);
        }
        atClient.clear();
    }

    private void add(String... values) throws IOException {
        for (String value : values) {
            lane.add(KEY, bytes(value), 0);
        }
    }

    private void deliverAll() throws IOException {
        for (Optional<Outgoing> next = lane.send(0); next.isPresent(); next = lane.send(0)) {
            deliver(next.get());
        }
    }

    private void deliver(Outgoing event) throws IOException {
        delivered.add(text(event));
        lane.settled(event);
    }

    private static String text(Outgoing event) {
        return new String(event.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
