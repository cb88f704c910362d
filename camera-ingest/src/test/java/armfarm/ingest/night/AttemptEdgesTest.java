package armfarm.ingest.night;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ingest.TestAttempts;
import armfarm.messages.AttemptEvent;
import armfarm.messages.wire.AttemptEventCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptEdgesTest {
    private final TestAttempts attempts = new TestAttempts(3, 10);

    @Test
    void leavesOutAnAttemptThatBeganBefore() {
        AttemptEdges edges = new AttemptEdges(false);
        List<AttemptEvent> before = attempts.events(0, 2);
        List<AttemptEvent> first = attempts.events(0, 1);

        assertThat(edges.takes(event(before.get(2)))).isFalse();
        assertThat(edges.takes(noEvent())).isFalse();
        assertThat(edges.takes(event(before.get(3)))).isFalse();
        assertThat(first)
                .allSatisfy(event -> assertThat(edges.takes(event(event))).isTrue());
        assertThat(edges.takes(noEvent())).isTrue();
        assertThat(edges.whole()).isEqualTo(1);
    }

    @Test
    void takesEverythingFromTheFirstRecordOnIfAsked() {
        AttemptEdges edges = new AttemptEdges(true);

        assertThat(edges.takes(event(attempts.events(0, 2).get(2)))).isTrue();
        assertThat(edges.takes(noEvent())).isTrue();
        assertThat(edges.whole()).isZero();
    }

    @Test
    void atTheEndTakesOnlyWhatBelongsToOpenAttempts() {
        AttemptEdges edges = new AttemptEdges(false);
        List<AttemptEvent> open = attempts.events(0, 1);
        assertThat(edges.takes(event(open.get(0)))).isTrue();
        edges.end();

        assertThat(edges.takes(noEvent())).isFalse();
        assertThat(edges.takes(event(attempts.events(1, 1).get(0)))).isFalse();
        assertThat(edges.open()).isEqualTo(1);
        assertThat(edges.takes(event(open.get(1)))).isTrue();
        assertThat(edges.takes(event(open.get(2)))).isTrue();
        assertThat(edges.open()).isZero();
        assertThat(edges.takes(event(attempts.events(0, 1).get(0)))).isFalse();
    }

    @Test
    void anotherStartOfAnArmEndsTheWaitForItsAttempt() {
        AttemptEdges edges = new AttemptEdges(false);
        assertThat(edges.takes(event(attempts.events(0, 1).get(0)))).isTrue();
        assertThat(edges.takes(event(attempts.events(0, 1).get(0)))).isTrue();

        assertThat(edges.open()).isEqualTo(1);
    }

    private static NightEvent event(AttemptEvent event) {
        return new NightEvent(0, 0, 0, new byte[0], AttemptEventCodec.encode(event));
    }

    private static NightEvent noEvent() {
        return new NightEvent(0, 0, 0, new byte[0], new byte[] {(byte) 0xff});
    }
}
