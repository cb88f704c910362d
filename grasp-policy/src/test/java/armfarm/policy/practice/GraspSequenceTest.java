package armfarm.policy.practice;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.FrameCaptured;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.RandomPolicy;
import armfarm.policy.outcome.OutcomeRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraspSequenceTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final List<AttemptEvent> events = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"-0.20, -0.16", "0.02, 0.05", "0.18, 0.21", "0.75, 0.80"})
    void anAttemptSucceedsWhereverTheTableIs(double fromZ, double toZ) {
        WorkspaceLimits workspace = workspace(fromZ, toZ);
        AttemptHeights heights = AttemptHeights.over(workspace);
        FakeArmCell cell = new FakeArmCell(workspace, heights, toZ + 0.35);

        AttemptEnded ended = attempt(cell, 7);

        assertThat(ended.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(ended.abortReason()).isEmpty();
        assertThat(zOf(cell.reached))
                .containsExactly(
                        heights.hoverZMeters(),
                        graspZ(),
                        heights.liftZMeters(),
                        cell.homeInBase().zMeters(),
                        heights.liftZMeters(),
                        heights.releaseZMeters(),
                        heights.liftZMeters(),
                        cell.homeInBase().zMeters());
        assertThat(graspZ()).isBetween(fromZ, toZ);
    }

    @Test
    void theCellsOwnHeightsAreTaken() {
        WorkspaceLimits workspace = workspace(0.02, 0.05);
        FakeArmCell cell = new FakeArmCell(workspace, new AttemptHeights(0.11, 0.22, 0.08), 0.22);

        attempt(cell, 7);

        assertThat(zOf(cell.reached)).startsWith(0.11).contains(0.22, 0.08);
    }

    @Test
    void theCellsThresholdsSayWhetherItLiftsAndWhatCountsAsHeld() {
        WorkspaceLimits workspace = workspace(0.02, 0.05);
        AttemptHeights heights = AttemptHeights.over(workspace);
        FakeArmCell lifting = new FakeArmCell(workspace, heights, 0.40);
        FakeArmCell thick = new FakeArmCell(workspace, heights, 0.40);
        FakeArmCell unseen = new FakeArmCell(workspace, heights, 0.40);
        double held = FakeArmCell.HELD_METERS;

        AttemptEnded success = attempt(lifting, 7, new OutcomeRules(0.001, held / 2, 0.6, (lifted, dropped) -> 0.5));
        AttemptEnded tooThin = attempt(unseen, 7, new OutcomeRules(0.001, held * 2, 0.6, (lifted, dropped) -> 0.5));
        AttemptEnded notLifted = attempt(thick, 7, new OutcomeRules(held * 2, held * 2, 0.6, (lifted, dropped) -> 0.5));

        assertThat(success.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(tooThin.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(notLifted.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(zOf(unseen.reached)).contains(heights.releaseZMeters());
        assertThat(zOf(thick.reached)).doesNotContain(heights.releaseZMeters());
        assertThat(notLifted.dropTestDifference()).isEmpty();
    }

    private AttemptEnded attempt(FakeArmCell cell, long seed) {
        return attempt(cell, seed, new OutcomeRules(0.001, 0.004, 0.001, (lifted, dropped) -> 0.5));
    }

    private AttemptEnded attempt(FakeArmCell cell, long seed, OutcomeRules rules) {
        GraspSequence sequence = new GraspSequence(
                new GraspSequence.Context(cell, rules, CLOCK, events::add, (image, at) -> {}),
                AttemptId.next(Instant.EPOCH, new SplittableRandom(1)));
        sequence.start(1, AttemptTask.COLLECT, new SceneState("s", ObjectSet.TRAINING), "test");
        return sequence.run(new RandomPolicy(), seed, List.of());
    }

    private double graspZ() {
        return events.stream()
                .filter(FrameCaptured.class::isInstance)
                .map(FrameCaptured.class::cast)
                .flatMap(frame -> frame.step().stream())
                .filter(step -> step.index() == 1)
                .findFirst()
                .orElseThrow()
                .commandedInBase()
                .zMeters();
    }

    private static List<Double> zOf(List<Pose> poses) {
        return poses.stream().map(Pose::zMeters).toList();
    }

    private static WorkspaceLimits workspace(double fromZ, double toZ) {
        return new WorkspaceLimits(0.4, 0.6, -0.1, 0.1, fromZ, toZ, 1.5);
    }
}
