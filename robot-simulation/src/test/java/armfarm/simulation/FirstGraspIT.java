package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.FailureCause;
import armfarm.messages.ObjectSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sim")
class FirstGraspIT {
    private static final int SCENES = 60;
    private static final ObjectCatalog CATALOG = ObjectCatalog.defaults();

    @Test
    void theSameSceneAndChoiceGiveTheSameResultWhateverWasGraspedBefore() {
        FirstGrasp.Result alone = grasp(7).carryOut(new OraclePolicy());
        grasp(8).carryOut(new OraclePolicy());

        assertThat(grasp(7).carryOut(new OraclePolicy())).isEqualTo(alone);
    }

    @Test
    void aFailureHasACauseAndASuccessHasNone() {
        Map<FailureCause, Integer> failures = new EnumMap<>(FailureCause.class);
        int held = 0;
        for (int scene = 0; scene < SCENES; scene++) {
            FirstGrasp.Result result = grasp(scene).carryOut(new RandomGrasps(new SplittableRandom(scene)));
            assertThat(result.failure().isPresent()).isNotEqualTo(result.success());
            result.failure().ifPresent(failure -> failures.merge(failure, 1, Integer::sum));
            held += result.success() ? 1 : 0;
        }

        assertThat(held).isBetween(1, SCENES / 2);
        assertThat(failures.get(FailureCause.EMPTY))
                .as("most random grasps close on nothing")
                .isGreaterThan(10);
        assertThat(failures.get(FailureCause.BLOCKED))
                .as("some land on an object")
                .isPositive();
    }

    private static FirstGrasp grasp(long scene) {
        return new FirstGrasp(CATALOG, ObjectSet.HELD_OUT, scene, scene, 64, 64);
    }
}
