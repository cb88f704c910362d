package armfarm.ros.actionlib;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.messages.GoalId;
import armfarm.ros.messages.GoalStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoalProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final GoalProgress progress = new GoalProgress(Duration.ofSeconds(5), 0);

    private static Optional<GoalStatus> listed(int status) {
        return Optional.of(new GoalStatus(new GoalId(Instant.EPOCH, "g"), status, ""));
    }

    @Test
    void waitsAsLongAsTheServerListsTheGoal() {
        for (int second = 1; second < 60; second += 4) {
            progress.heardStatus(listed(GoalStatus.ACTIVE), second * SECOND);
        }

        assertThat(progress.lost(60 * SECOND)).isEmpty();
        assertThat(progress.status()).isEqualTo(GoalStatus.ACTIVE);
    }

    @Test
    void aStatusFromBeforeTheGoalArrivedMeansNothing() {
        progress.heardStatus(Optional.empty(), SECOND);

        assertThat(progress.lost(4 * SECOND)).isEmpty();
    }

    @Test
    void aGoalThatWasNeverListedWasNotReceived() {
        progress.heardStatus(Optional.empty(), 4 * SECOND);

        assertThat(progress.lost(6 * SECOND))
                .hasValueSatisfying(why -> assertThat(why).contains("did not list it within 5.0 s"));
    }

    @Test
    void aGoalThatVanishesFromTheListIsLostAtOnce() {
        progress.heardStatus(listed(GoalStatus.ACTIVE), SECOND);
        progress.heardStatus(Optional.empty(), SECOND + 1);

        assertThat(progress.lost(SECOND + 1))
                .hasValueSatisfying(why -> assertThat(why).contains("no longer lists it"));
    }

    @Test
    void aSilentServerLosesTheGoal() {
        progress.heardStatus(listed(GoalStatus.ACTIVE), SECOND);

        assertThat(progress.lost(6 * SECOND)).isEmpty();
        assertThat(progress.lost(6 * SECOND + 1))
                .hasValueSatisfying(why -> assertThat(why).contains("silent for 5.0 s"));
    }

    @Test
    void aResultThatDoesNotFollowItsStatusIsLost() {
        progress.heardStatus(listed(GoalStatus.SUCCEEDED), SECOND);
        progress.heardStatus(listed(GoalStatus.SUCCEEDED), 5 * SECOND);

        assertThat(progress.lost(6 * SECOND)).isEmpty();
        assertThat(progress.lost(7 * SECOND))
                .hasValueSatisfying(why -> assertThat(why).contains("succeeded, but no result"));
    }

    @Test
    void aResultEndsAllDoubts() {
        progress.heardStatus(listed(GoalStatus.ACTIVE), SECOND);
        progress.finished(listed(GoalStatus.PREEMPTED).orElseThrow());
        progress.heardStatus(Optional.empty(), 2 * SECOND);

        assertThat(progress.lost(60 * SECOND)).isEmpty();
        assertThat(progress.status()).isEqualTo(GoalStatus.PREEMPTED);
    }

    @Test
    void lateFeedbackDoesNotReviveAFinishedGoal() {
        progress.finished(listed(GoalStatus.SUCCEEDED).orElseThrow());
        progress.heardFeedback(listed(GoalStatus.ACTIVE).orElseThrow());

        assertThat(progress.status()).isEqualTo(GoalStatus.SUCCEEDED);
    }
}
