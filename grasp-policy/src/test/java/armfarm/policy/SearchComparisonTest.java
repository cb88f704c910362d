package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why practice searches around elites: both kinds of search, equally many candidates, on functions whose best is known. The numbers are in docs/decisions/search.md. */
class SearchComparisonTest {
    private static final GraspSpace SPACE = new GraspSpace(0.45, 0.65, -0.10, 0.10, 0.004, 0.030, Math.PI / 2);
    private static final int SEEDS = 300;

    @Test
    void whereOneObjectLiesAFitFindsTheBetterGrasp() {
        assertThat(meanRegret(CemConfig.defaults(), 1)).isLessThan(meanRegret(EliteSearchConfig.defaults(), 1) / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void whereSeveralLieElitesThatStayApartDo(int objects) {
        assertThat(meanRegret(EliteSearchConfig.defaults(), objects))
                .isLessThan(meanRegret(CemConfig.defaults(), objects) / 2);
    }

    /** How many logits below the best grasp the answer is, on average over bins. */
    private static double meanRegret(SearchConfig config, int objects) {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            ToDoubleFunction<Pose> logit = bin(objects, new SplittableRandom(1000 + seed));
            GraspCandidate found = config.newSearch()
                    .search(
                            seed,
                            SPACE,
                            poses -> poses.stream()
                                    .map(pose -> new GraspCandidate(
                                            pose, logit.applyAsDouble(pose), logit.applyAsDouble(pose)))
                                    .toList(),
                            elites -> {});
            sum += 2 - found.logit();
        }
        return sum / SEEDS;
    }

    /** Each object is grasped best at a place, height and yaw of its own: logit 2 there, falling to -3 within some cm and a quarter turn. */
    private static ToDoubleFunction<Pose> bin(int objects, SplittableRandom random) {
        List<Pose> best = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            best.add(SPACE.sample(random));
        }
        return grasp -> best.stream()
                .mapToDouble(object -> -3 + 5 * closeness(object, grasp))
                .max()
                .orElseThrow();
    }

    private static double closeness(Pose object, Pose grasp) {
        double place = object.distanceMeters(grasp) / 0.02;
        double turn = Math.sin(object.yawRadians() - grasp.yawRadians());
        return Math.exp(-place * place - turn * turn);
    }
}
