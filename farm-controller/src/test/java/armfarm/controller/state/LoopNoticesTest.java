package armfarm.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopNoticesTest {
    private final Supervision supervision =
            Supervision.byHand(InstantSource.fixed(Instant.EPOCH), announcement -> {}, time -> {});

    @Test
    void aLoopThatIsTriedAgainHealsAndOneThatCannotGoOnNeedsAPerson() {
        SupervisedLoop tried = loop("disk check", LoopOptions.defaults());
        SupervisedLoop dead = loop("event reader", LoopOptions.defaults().deadAfter(failure -> true));
        assertThat(LoopNotices.of(supervision)).isEmpty();

        tried.step();
        dead.step();

        List<Notice> notices = LoopNotices.of(supervision);
        assertThat(notices).extracting(Notice::urgency).containsExactly(Notice.Urgency.PERSON, Notice.Urgency.HEALS);
        assertThat(notices.get(0).line()).contains("event reader", "no memory", "start this process again");
        assertThat(notices.get(1).text()).contains("disk check");
    }

    private SupervisedLoop loop(String name, LoopOptions options) {
        return supervision.every(
                Duration.ofSeconds(1),
                name,
                () -> {
                    throw new FarmException(ErrorCode.RESOURCE, "no memory");
                },
                options);
    }
}
