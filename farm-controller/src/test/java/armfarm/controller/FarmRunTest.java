package armfarm.controller;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.FarmRun.Limits;
import armfarm.controller.FarmRun.Progress;
import armfarm.controller.state.FarmCondition;
import armfarm.messages.SuccessRate;
import armfarm.messages.board.FarmPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FarmRunTest {
    private final ScriptedFarm farm = new ScriptedFarm();
    private final FarmRun run = new FarmRun(farm, new Limits(Optional.of(4L), Optional.empty()));
    private final List<String> shown = new ArrayList<>();

    @Test
    void practisesStoresTrainsTestsAndStoresWhatTheTestMade() throws InterruptedException {
        assertThat(run.await(this::goesOn, this::note)).isTrue();

        assertThat(shown)
                .containsExactly(
                        "practising 0/4",
                        "practising 2/4",
                        "practising 4/4",
                        "storing 4/4",
                        "training 4/4",
                        "evaluating 0/3",
                        "evaluating 1/3",
                        "evaluating 2/3",
                        "storing 4/4");
        assertThat(farm.mostScenes)
                .as("no more scenes than practice had attempts")
                .isEqualTo(4);
        assertThat(farm.collecting).isFalse();
    }

    @Test
    void onlyTestsWhenAskedTo() throws InterruptedException {
        assertThat(run.evaluateOnly(this::goesOn, this::note)).isTrue();

        assertThat(shown).startsWith("evaluating 0/3").doesNotContain("practising 0/4", "training 4/4");
        assertThat(farm.mostScenes).isEqualTo(Long.MAX_VALUE);
        assertThat(farm.collecting).isFalse();
    }

    @Test
    void endsAtOnceWhereverItIsToldToStop() throws InterruptedException {
        for (String where : List.of("practising", "storing", "training", "evaluating")) {
            ScriptedFarm other = new ScriptedFarm();
            List<String> phases = new ArrayList<>();

            boolean ended = new FarmRun(other, new Limits(Optional.of(4L), Optional.empty()))
                    .await(
                            milliseconds -> {
                                other.step();
                                return phases.contains(where);
                            },
                            progress -> phases.add(progress.phase().word()));

            assertThat(ended).as(where).isFalse();
            assertThat(phases).last().isEqualTo(where);
        }
    }

    private boolean goesOn(long milliseconds) {
        farm.step();
        return false;
    }

    private void note(Progress progress) {
        shown.add(progress.phase().word() + " " + progress.done() + "/"
                + progress.target().orElseThrow());
    }

    /** Makes two attempts at a look; storing, training and each test take one look more. */
    private static final class ScriptedFarm implements FarmRun.Practice {
        private long collected = -2;
        private boolean collecting = true;
        private FarmPhase phase = FarmPhase.PRACTISING;
        private int unstoredLooks = 1;
        private int trainingLooks;
        private long evaluations;
        private long mostScenes;

        void step() {
            collected += collecting ? 2 : 0;
            unstoredLooks -= collecting ? 0 : 1;
            trainingLooks--;
            evaluations--;
        }

        @Override
        public long collected() {
            return Math.max(0, collected);
        }

        @Override
        public long target() {
            return 4;
        }

        @Override
        public void enter(FarmPhase next) {
            phase = next;
            collecting = next == FarmPhase.PRACTISING;
        }

        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public long storedAttempts() {
            return collected();
        }

        @Override
        public boolean everythingIsStored() {
            return unstoredLooks <= 0;
        }

        @Override
        public void requestLastRound() {
            trainingLooks = 1;
        }

        @Override
        public boolean training() {
            return trainingLooks > 0;
        }

        @Override
        public boolean beginEvaluation(long most) {
            mostScenes = most;
            enter(FarmPhase.EVALUATING);
            evaluations = 3;
            unstoredLooks = 4; // one more than the tests take
            return true;
        }

        @Override
        public long evaluationsLeft() {
            return evaluations;
        }

        @Override
        public void checkHealth() {}

        @Override
        public Progress progress(Duration elapsed) {
            return new Progress(
                    FarmCondition.of(phase),
                    collected(),
                    OptionalLong.of(target()),
                    elapsed,
                    1,
                    "random",
                    new SuccessRate(0, 0),
                    "",
                    Optional.empty());
        }
    }
}
