package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class EliteSearchTest extends GraspSearchContract {
    @Override
    GraspSearch search() {
        return EliteSearchConfig.defaults().newSearch();
    }

    @Override
    int candidates() {
        return 192 + 8;
    }

    @Test
    void answersTheFinalistThatIsBestOverAllViews() {
        GraspScores scores = new GraspScores() {
            @Override
            public List<GraspCandidate> of(List<Pose> grasps) {
                return scored(grasps, pose -> pose.xMeters());
            }

            @Override
            public List<GraspCandidate> averaged(List<Pose> grasps) {
                return scored(grasps, pose -> -pose.yMeters());
            }
        };
        List<List<GraspCandidate>> seen = new ArrayList<>();

        GraspCandidate found = search().search(3, SPACE, scores, seen::add);

        List<GraspCandidate> finalists = seen.get(2);
        assertThat(finalists).hasSize(8);
        assertThat(found).isEqualTo(finalists.get(0));
        assertThat(found.graspInBase().yMeters())
                .isEqualTo(finalists.stream()
                        .mapToDouble(finalist -> finalist.graspInBase().yMeters())
                        .min()
                        .orElseThrow());
    }

    private static List<GraspCandidate> scored(List<Pose> grasps, ToDoubleFunction<Pose> logit) {
        return grasps.stream()
                .map(pose -> new GraspCandidate(pose, logit.applyAsDouble(pose), logit.applyAsDouble(pose)))
                .toList();
    }

    @Test
    void refusesMoreElitesThanSamples() {
        assertThatThrownBy(() -> new EliteSearchConfig(4, 4, 6, 3, 0, 0.01, 0.3, 0.005))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("6 elites");
    }
}
