package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.InMemoryFarmBoard;
import armfarm.messages.supervision.Announcement;
import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.LoopState;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.GraspPolicy;
import armfarm.policy.RandomPolicy;
import armfarm.policy.practice.PolicySource;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerLoopTest {
    private static final TrainingConfig CONFIG = TrainingConfig.defaults();
    private static final int FIRST_ROUND = CONFIG.nextRoundAt(0);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final Supervision supervision =
            Supervision.byHand(() -> now, (Announcement said) -> told.add(said.text()), pause -> {});
    private final FakeRounds rounds = new FakeRounds();
    private long stored;
    private Optional<ModelVersion> model = Optional.empty();
    private final TrainerLoop trainer = started();

    private TrainerLoop started() {
        TrainerLoop loop = new TrainerLoop(supervision, rounds, new Policies(), CONFIG, () -> stored, () -> now);
        loop.start();
        return loop;
    }

    /** Trains in no time, or fails. */
    private final class FakeRounds implements TrainerLoop.Rounds {
        private final List<Integer> tried = new ArrayList<>();
        private Optional<Throwable> failure = Optional.empty();
        private Runnable during = () -> {};

        @Override
        public long resume() {
            return 0;
        }

        @Override
        public int latest() {
            return 0;
        }

        @Override
        public long train(int round, Consumer<TrainingProgress> progress) {
            tried.add(round);
            progress.accept(new TrainingProgress(1, 10, OptionalDouble.of(0.5)));
            during.run();
            failure.ifPresent(TrainerLoopTest::fail);
            model = Optional.of(new ModelVersion("m0001-12345678"));
            return stored;
        }

        @Override
        public void close() {}
    }

    private final class Policies implements PolicySource {
        @Override
        public GraspPolicy random() {
            return new RandomPolicy();
        }

        @Override
        public GraspPolicy collecting() {
            return random();
        }

        @Override
        public Optional<GraspPolicy> greedy() {
            return Optional.empty();
        }

        @Override
        public Optional<ModelVersion> model() {
            return model;
        }
    }

    private static void fail(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }

    private void turn() {
        now = now.plusSeconds(1);
        supervision.stepAll();
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("a bug"),
                new OutOfMemoryError("Java heap space"),
                new NoClassDefFoundError("org/nd4j/Nd4j"),
                new FarmException(ErrorCode.RESOURCE, "the disk is full"));
    }

    @Test
    void trainsWhenThereIsEnoughAndLimitsPracticeMeanwhile() {
        stored = FIRST_ROUND - 1L;
        turn();
        assertThat(rounds.tried).isEmpty();
        assertThat(trainer.practiceLimit()).isEqualTo(CONFIG.nextRoundAt(FIRST_ROUND));

        stored = FIRST_ROUND;
        rounds.during = () -> {
            assertThat(trainer.busy()).isTrue();
            assertThat(trainer.status().text()).isEqualTo("training round 1: 10%");
        };
        turn();

        assertThat(rounds.tried).containsExactly(1);
        assertThat(trainer.busy()).isFalse();
        assertThat(trainer.status().text()).isEqualTo("next round at " + CONFIG.nextRoundAt(FIRST_ROUND));
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRoundThatFailsIsAProblemAndArmsAreNotIdleForIt(Throwable failure) {
        stored = FIRST_ROUND;
        rounds.failure = Optional.of(failure);
        FarmBoard board = new InMemoryFarmBoard(() -> now);
        board.begin(OptionalLong.empty(), CONFIG.nextRoundAt(FIRST_ROUND));
        board.limitPractice(trainer.practiceLimit());
        assertThat(board.handOut()).as("arms wait for the round").isFalse();

        turn();

        board.limitPractice(trainer.practiceLimit());
        assertThat(board.handOut()).as("arms go on").isTrue();
        assertThat(trainer.busy()).isFalse();
        assertThat(trainer.status().text()).startsWith("failed: ").doesNotContain("Error", "Exception");
        assertThat(supervision.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.loop()).isEqualTo("trainer");
            assertThat(problem.state()).isEqualTo(LoopState.RESTARTING);
        });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theRoundIsTriedAgainAndWhenItSucceedsAllIsGoodAgain(Throwable failure) {
        stored = FIRST_ROUND;
        rounds.failure = Optional.of(failure);
        turn();
        turn();
        rounds.failure = Optional.empty();
        turn();

        assertThat(rounds.tried).containsExactly(1, 2, 3);
        assertThat(supervision.problems()).isEmpty();
        assertThat(trainer.practiceLimit()).isEqualTo(CONFIG.nextRoundAt(CONFIG.nextRoundAt(FIRST_ROUND)));
        assertThat(trainer.status().text()).startsWith("next round at ");
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).startsWith("The trainer failed: ");
        assertThat(told.get(1)).startsWith("The trainer works again, after ");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aLastRoundThatFailsIsGivenUpSoThatTheRunEndsAndStaysAProblem(Throwable failure) {
        stored = FIRST_ROUND;
        rounds.failure = Optional.of(failure);
        trainer.requestLastRound();
        for (int i = 0; i < 3; i++) {
            assertThat(trainer.busy()).isTrue();
            turn();
        }

        assertThat(trainer.busy()).isFalse();
        turn();
        turn();
        assertThat(rounds.tried).as("no model changes during an evaluation").containsExactly(1, 2, 3);
        assertThat(supervision.problems()).extracting(LoopProblem::loop).containsExactly("trainer");
        assertThat(told).hasSize(1);
        trainer.close();
        assertThat(supervision.unhealed()).extracting(LoopProblem::loop).containsExactly("trainer");
    }

    @Test
    void afterALastRoundWasGivenUpMoreAttemptsAreTrainedOn() {
        stored = FIRST_ROUND;
        rounds.failure = Optional.of(new OutOfMemoryError("Java heap space"));
        trainer.requestLastRound();
        turn();
        turn();
        turn();
        rounds.failure = Optional.empty();
        stored = CONFIG.nextRoundAt(FIRST_ROUND);
        turn();

        assertThat(rounds.tried).containsExactly(1, 2, 3, 4);
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void aLastRoundThatIsNotWorthItsTimeIsOverAtOnce() {
        stored = FIRST_ROUND - 1L;
        trainer.requestLastRound();
        assertThat(trainer.busy()).isTrue();
        turn();
        assertThat(trainer.busy()).isFalse();
        assertThat(rounds.tried).isEmpty();
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void aRunThatEndsAsSoonAsThereIsEnoughToTrainOnGetsItsModel() {
        stored = FIRST_ROUND;
        trainer.requestLastRound();

        turn();

        assertThat(rounds.tried).containsExactly(1);
        assertThat(trainer.busy()).isFalse();
    }

    @Test
    void aRoundThatHangsIsSeen() {
        stored = FIRST_ROUND;
        rounds.during = () -> {
            now = now.plus(Duration.ofMinutes(16));
            assertThat(supervision.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.state()).isEqualTo(LoopState.STUCK);
                assertThat(problem.text())
                        .isEqualTo("The trainer has not moved for 16 min; it hangs, or the machine is overloaded.");
            });
        };
        turn();
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void aRoundThatIsStoppedIsNoFailure() {
        stored = FIRST_ROUND;
        rounds.during = trainer::stop;
        rounds.failure = Optional.of(new CancellationException());
        turn();
        assertThat(told).isEmpty();
        assertThat(supervision.problems()).isEmpty();
        assertThat(trainer.busy()).isFalse();
    }
}
