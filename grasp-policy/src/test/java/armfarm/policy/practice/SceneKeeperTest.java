package armfarm.policy.practice;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ManualClock;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.messages.cell.FakeArmCell;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneRequest.Kind;
import armfarm.messages.cell.SceneState;
import armfarm.policy.SearchKind;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SceneKeeperTest {
    private static final int ATTEMPTS_PER_SCENE = 4;
    private static final int STIR_AFTER = 2;
    private static final Pose FIRST = Pose.topDown(0.5, 0.01, 0.03, 0.1);
    private static final Pose SECOND = Pose.topDown(0.5, 0.02, 0.03, 0.2);

    private final FakeArmCell cell = new FakeArmCell(new ManualClock());
    private final SceneKeeper keeper = keeperOf(cell);

    private static SceneKeeper keeperOf(FakeArmCell cell) {
        return new SceneKeeper(
                cell,
                new PracticeConfig(
                        ATTEMPTS_PER_SCENE, STIR_AFTER, 0.1, SearchKind.ELITES.defaults(), SearchKind.ELITES.wide()),
                new SplittableRandom(5));
    }

    @Test
    void fillsTheBinFirstAndKeepsItAfterASuccess() {
        SceneState first = practise(Outcome.SUCCESS, FIRST);
        SceneState second = practise(Outcome.SUCCESS, FIRST);

        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS);
        assertThat(cell.requests().get(0).objectSet()).isEqualTo(ObjectSet.TRAINING);
        assertThat(cell.requests().get(0).seed()).isNotNegative();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void swapsTheObjectsAfterSoManyAttemptsOnThem() {
        for (int i = 0; i < ATTEMPTS_PER_SCENE; i++) {
            practise(Outcome.SUCCESS, FIRST);
        }
        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS);

        practise(Outcome.SUCCESS, FIRST);

        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS, Kind.NEW_OBJECTS);
        assertThat(cell.requests().get(1).seed())
                .isNotEqualTo(cell.requests().get(0).seed());
    }

    @Test
    void stirsAfterFailuresInARowOnlyAndForgetsThem() {
        practise(Outcome.FAILURE, FIRST);
        practise(Outcome.SUCCESS, SECOND);
        practise(Outcome.FAILURE, FIRST);
        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS);
        assertThat(keeper.failedGraspsInBase()).containsExactly(FIRST);

        SceneKeeper unlucky = keeperOf(cell);
        unlucky.prepare(AttemptTask.PRACTICE);
        unlucky.finished(Outcome.FAILURE, FIRST);
        unlucky.finished(Outcome.UNKNOWN, SECOND);
        assertThat(unlucky.failedGraspsInBase()).containsExactly(FIRST, SECOND);
        unlucky.prepare(AttemptTask.PRACTICE);

        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS, Kind.NEW_OBJECTS, Kind.STIR);
        assertThat(unlucky.failedGraspsInBase()).isEmpty();
    }

    @Test
    void anEvaluationGetsItsOwnSceneAndPracticeNewObjectsAfterIt() {
        practise(Outcome.FAILURE, FIRST);

        SceneState heldOut = keeper.prepare(AttemptTask.evaluate(77, false));

        assertThat(cell.requests().get(1)).isEqualTo(new SceneRequest(Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, 77));
        assertThat(heldOut.objectSet()).isEqualTo(ObjectSet.HELD_OUT);
        assertThat(keeper.failedGraspsInBase()).as("another bin").isEmpty();
        keeper.finished(Outcome.FAILURE, SECOND);
        keeper.prepare(AttemptTask.PRACTICE);
        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS, Kind.NEW_OBJECTS, Kind.NEW_OBJECTS);
        assertThat(cell.requests().get(2).objectSet()).isEqualTo(ObjectSet.TRAINING);
    }

    @Test
    void anAbortedAttemptLeavesABinThatNobodyKnowsSoItIsFilledAnew() {
        practise(Outcome.SUCCESS, FIRST);
        practise(Outcome.ABORTED, FIRST);

        practise(Outcome.SUCCESS, FIRST);

        assertThat(kinds()).containsExactly(Kind.NEW_OBJECTS, Kind.NEW_OBJECTS);
    }

    @Test
    void takesABinThatNobodyArrangesAsItIsAndForgetsFailuresAfterSome() {
        FakeArmCell lab = new FakeArmCell(new ManualClock()).inALab();
        SceneKeeper labKeeper = keeperOf(lab);

        SceneState scene = labKeeper.prepare(AttemptTask.PRACTICE);
        labKeeper.finished(Outcome.FAILURE, FIRST);
        labKeeper.prepare(AttemptTask.PRACTICE);
        List<Pose> afterOne = labKeeper.failedGraspsInBase();
        labKeeper.finished(Outcome.FAILURE, SECOND);
        labKeeper.prepare(AttemptTask.PRACTICE);

        assertThat(scene).isEqualTo(new SceneState("as-it-is", ObjectSet.TRAINING));
        assertThat(afterOne).containsExactly(FIRST);
        assertThat(labKeeper.failedGraspsInBase()).isEmpty();
        assertThat(lab.begun()).isEmpty();
    }

    private SceneState practise(Outcome outcome, Pose graspInBase) {
        SceneState scene = keeper.prepare(AttemptTask.PRACTICE);
        keeper.finished(outcome, graspInBase);
        return scene;
    }

    private List<Kind> kinds() {
        return cell.requests().stream().map(SceneRequest::kind).toList();
    }
}
