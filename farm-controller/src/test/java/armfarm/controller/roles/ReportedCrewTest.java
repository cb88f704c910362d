package armfarm.controller.roles;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.state.Notice;
import armfarm.episodes.FarmCounts;
import armfarm.messages.ArmId;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.TrainerReport;
import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.Supervision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportedCrewTest {
    private static final ArmId ARM = new ArmId("arm_1");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RemoteBoard remote = new RemoteBoard(() -> now);
    private final FarmBoard board = remote.content;
    private final Supervision supervision = Supervision.byHand(() -> now, said -> {}, pause -> {});
    private long stored;
    private long imported;
    private long lastStored;
    private final ReportedCrew crew = new ReportedCrew(new ReportedCrew.Setup(
            supervision,
            remote.reached(),
            this::counts,
            () -> stored,
            List::of,
            arm -> lastStored,
            Optional::empty,
            Optional::empty,
            () -> now,
            () -> now));

    @BeforeEach
    void looks() {
        crew.start();
    }

    private FarmCounts counts() {
        return new FarmCounts(stored + imported, stored + imported, 0, 0, 0, 0, 0, 0, stored, 0, imported);
    }

    /** One turn of each duty, after some time. */
    private void look(double seconds) {
        now = now.plusMillis((long) (1000 * seconds));
        supervision.stepAll();
    }

    private void report(String state, long lastAttemptNumber) {
        board.report(new ArmStatus(
                ARM,
                "p1",
                state,
                lastAttemptNumber,
                lastAttemptNumber,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Duration.ZERO));
    }

    private List<Notice.Kind> notices(FarmPhase phase) {
        return crew.notices(phase).stream().map(Notice::kind).toList();
    }

    @Test
    void knowsThePlanAndTheArmsOfItsLatestLook() {
        board.begin(OptionalLong.of(9), 2);
        report("PRACTISING", 3);
        assertThat(crew.plan().phase()).isEqualTo(FarmPhase.WAITING);

        look(0.5);

        assertThat(crew.plan().phase()).isEqualTo(FarmPhase.PRACTISING);
        assertThat(crew.plan().handedOut()).isEqualTo(2);
        assertThat(crew.arms())
                .singleElement()
                .satisfies(arm -> assertThat(arm.arm()).isEqualTo(ARM));
        assertThat(crew.begun()).isEqualTo(3);
    }

    @Test
    void correctsThePlanForAnArmThatDiedWithAnAttempt() {
        board.begin(OptionalLong.of(10), 0);
        board.handOut();
        board.handOut();
        report("PRACTISING", 2);
        stored = 1;
        lastStored = 1;
        look(0.5);

        for (int look = 0; look < 35; look++) { // ten seconds until the arm counts as dead, five of standstill
            look(0.4);
            assertThat(board.plan().handedOut()).isEqualTo(2);
        }
        look(1);

        assertThat(board.plan().handedOut()).isEqualTo(1);
        assertThat(crew.begun()).as("what came into the store counts").isEqualTo(1);
    }

    @Test
    void correctsNothingWhileAnArmIsBusyOrAnAttemptIsNotStoredYet() {
        board.begin(OptionalLong.of(10), 0);
        board.handOut();
        for (int look = 0; look < 60; look++) {
            report("PRACTISING", 1);
            look(0.5);
        }
        assertThat(board.plan().handedOut()).isEqualTo(1);

        for (int look = 0; look < 60; look++) { // the arm is done, but no store runs
            report("IDLE", 1);
            look(0.5);
        }
        assertThat(board.plan().handedOut()).isEqualTo(1);
    }

    @Test
    void correctsNothingByWhatWasReadLongAgo() {
        board.begin(OptionalLong.of(10), 0);
        board.handOut();
        look(0.5);
        remote.away = true;

        for (int look = 0; look < 60; look++) {
            look(0.5);
        }

        assertThat(board.plan().handedOut()).isEqualTo(1);
        assertThat(supervision.problems().stream().map(LoopProblem::text))
                .singleElement()
                .asString()
                .startsWith("The reading of the board failed");
        remote.away = false;
        look(0.5);
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void isIdleOnlyWhenTheArmsHaveHeardTheLastWordAndNoneIsBusy() {
        board.begin(OptionalLong.empty(), 0);
        report("PRACTISING", 1);
        Instant saidAt = now;
        look(2);
        report("IDLE", 1);
        look(0.4);

        assertThat(crew.idle(Duration.between(saidAt, now)))
                .as("a report may be from before the word")
                .isFalse();
        look(0.2);
        assertThat(crew.idle(Duration.between(saidAt, now))).isTrue();
        report("EVALUATING", 2);
        look(0.5);
        assertThat(crew.idle(Duration.between(saidAt, now))).isFalse();
    }

    @Test
    void allIsStoredWhenTheStoreHasWhatTheArmsNumberedBesideWhatWasImported() {
        imported = 7;
        report("IDLE", 5);
        stored = 4;
        look(0.5);

        assertThat(crew.everythingIsStored()).isFalse();
        stored = 5;
        assertThat(crew.everythingIsStored()).isTrue();
    }

    @Test
    void namesWhoIsMissingUnlessTheBoardDoesNotAnswer() {
        look(0.5);
        assertThat(notices(FarmPhase.PRACTISING)).containsExactly(Notice.Kind.NO_ARM_RUNS);
        assertThat(notices(FarmPhase.TRAINING)).containsExactly(Notice.Kind.NO_TRAINER_RUNS);
        assertThat(notices(FarmPhase.STORING)).isEmpty();

        remote.away = true;
        look(0.5);
        assertThat(notices(FarmPhase.PRACTISING)).isEmpty();

        remote.away = false;
        report("PRACTISING", 1);
        board.report(new TrainerReport(
                "t1", "training", 1, 5, 10, OptionalDouble.empty(), Duration.ZERO, true, Duration.ZERO));
        look(0.5);
        assertThat(notices(FarmPhase.PRACTISING)).isEmpty();
        assertThat(notices(FarmPhase.TRAINING)).isEmpty();
    }

    @Test
    void saysThatNobodyStoresWhenManyAttemptsWait() {
        report("PRACTISING", 99);
        look(0.5);
        assertThat(notices(FarmPhase.PRACTISING)).isEmpty();

        report("PRACTISING", 100);
        look(0.5);

        assertThat(notices(FarmPhase.PRACTISING)).containsExactly(Notice.Kind.STORE_BEHIND);
    }
}
