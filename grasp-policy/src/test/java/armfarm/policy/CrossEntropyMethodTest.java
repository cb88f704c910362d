package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossEntropyMethodTest extends GraspSearchContract {
    @Override
    GraspSearch search() {
        return CemConfig.defaults().newSearch();
    }

    @Override
    int candidates() {
        return 192;
    }

    @Test
    void hasTheNumbersOfThe2016Work() {
        CemConfig defaults = CemConfig.defaults();

        assertThat(List.of(defaults.samples(), defaults.elites(), defaults.iterations()))
                .containsExactly(64, 6, 3);
    }

    @Test
    void drawsLaterCandidatesWhereTheElitesOfTheOneBeforeWere() {
        List<List<Pose>> batches = new ArrayList<>();
        Pose left = Pose.topDown(-0.06, 0.02, 0.015, Math.PI / 2 - 0.05);

        search().search(
                        4,
                        SPACE,
                        poses -> {
                            batches.add(poses);
                            return poses.stream()
                                    .map(pose -> new GraspCandidate(
                                            pose,
                                            peakAt(left).applyAsDouble(pose),
                                            peakAt(left).applyAsDouble(pose)))
                                    .toList();
                        },
                        elites -> {});

        assertThat(batches).hasSize(3).allSatisfy(batch -> assertThat(batch).hasSize(64));
        double[] distances = IntStream.range(0, 3)
                .mapToDouble(i -> meanDistance(batches.get(i), left))
                .toArray();
        assertThat(distances[1]).isLessThan(distances[0] / 2);
        assertThat(distances[2]).isLessThan(distances[1]);
    }

    @Test
    void refusesASingleEliteWhichHasNoSpread() {
        assertThatThrownBy(() -> new CemConfig(64, 1, 3, 0.01, 0.3, 0.005))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1 elites")
                .hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new CemConfig(64, 6, 3, 0, 0.3, 0.005))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("position 0.0 m");
    }

    private static double meanDistance(List<Pose> poses, Pose to) {
        return poses.stream().mapToDouble(to::distanceMeters).average().orElseThrow();
    }
}
