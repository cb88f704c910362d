package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishLedgerTest {
    private final FarmException tooLarge = new FarmException(ErrorCode.RESOURCE, "too large");

    private final PublishLedger ledger = new PublishLedger(2);
    private final List<AttemptEvent> events = new TestAttempts(1, 10).events(0, 3);

    @Test
    void countsEachEventOnceWhateverBecomesOfIt() {
        events.forEach(ledger::taken);
        ledger.acknowledged(100);
        ledger.acknowledged(50);
        ledger.refused(Optional.empty(), tooLarge);
        ledger.refusedUnsent(new TestAttempts(2, 10).id(), tooLarge);

        PublishMetrics metrics = ledger.metrics(1, 10);

        assertThat(metrics.produced()).isEqualTo(events.size() + 1);
        assertThat(metrics.bytes()).isEqualTo(150);
        assertThat(metrics.failures()).isEqualTo(2);
        assertThat(metrics.produced() + metrics.recovered())
                .isEqualTo(metrics.events() + metrics.failures() + metrics.waiting());
        assertThat(ledger.waiting()).isEqualTo(metrics.waiting());
    }

    @Test
    void countsTheEventsThatAnArmLeftOut() {
        ledger.taken(events.get(0));
        ledger.taken(events.get(events.size() - 1));

        assertThat(ledger.metrics(0, 0).gaps()).isEqualTo(events.size() - 2);
    }

    @Test
    void remembersWhyAnAttemptFailedFirst() {
        AttemptId attempt = events.get(0).attempt();
        ledger.refused(Optional.of(attempt), tooLarge);
        ledger.refused(Optional.of(attempt), new FarmException(ErrorCode.RESOURCE, "later"));

        assertThat(ledger.failureOf(attempt)).containsSame(tooLarge);
        assertThat(ledger.failureOf(new TestAttempts(2, 10).id())).isEmpty();
    }
}
