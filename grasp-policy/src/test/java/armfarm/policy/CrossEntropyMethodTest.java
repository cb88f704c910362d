package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CrossEntropyMethodTest {
    private static final GraspSpace SPACE = new GraspSpace(-0.10, 0.10, -0.08, 0.12, 0.0095, 0.0245, Math.PI / 2);
    private static final Pose PEAK = Pose.topDown(0.043, -0.021, 0.013, 1.2);

    private final CrossEntropyMethod cem = new CrossEntropyMethod(CemConfig.defaults());

    @Test
    void findsThePeakOfAKnownFunction() {
        List<Double> distances = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            Pose found = cem.search(seed, SPACE, peakAt(PEAK), pose -> 0).graspInBase();
            distances.add(Math.hypot(found.xMeters() - PEAK.xMeters(), found.yMeters() - PEAK.yMeters()));
        }

        assertThat(distances).filteredOn(d -> d < 0.01).hasSizeGreaterThanOrEqualTo(45);
    }

    @Test
    void repeatsBitForBitWithTheSameSeedOnly() {
        CrossEntropyMethod.Candidate first = cem.search(7, SPACE, peakAt(PEAK), pose -> 0);

        assertThat(cem.search(7, SPACE, peakAt(PEAK), pose -> 0)).isEqualTo(first);
        assertThat(cem.search(8, SPACE, peakAt(PEAK), pose -> 0)).isNotEqualTo(first);
    }

    @Test
    void asksOnlyForGraspsInsideTheSpace() {
        List<Pose> asked = new ArrayList<>();
        Pose corner = Pose.topDown(0.10, 0.12, 0.0095, Math.PI / 2);

        cem.search(
                3,
                SPACE,
                poses -> {
                    asked.addAll(poses);
                    return peakAt(corner).apply(poses);
                },
                pose -> 0);

        assertThat(asked).hasSize(192).allSatisfy(pose -> {
            assertThat(pose.xMeters()).isBetween(SPACE.minXMeters(), SPACE.maxXMeters());
            assertThat(pose.yMeters()).isBetween(SPACE.minYMeters(), SPACE.maxYMeters());
            assertThat(pose.zMeters()).isBetween(SPACE.minZMeters(), SPACE.maxZMeters());
            assertThat(Math.abs(pose.yawRadians())).isLessThanOrEqualTo(SPACE.yawLimitRadians() + 1e-9);
        });
    }

    @Test
    void avoidsAPenalisedPeakButReportsTheTrueLogit() {
        Pose other = Pose.topDown(-0.05, 0.06, 0.02, -0.5);
        Function<List<Pose>, float[]> twoPeaks = poses -> {
            float[] a = peakAt(PEAK).apply(poses);
            float[] b = peakAt(other).apply(poses);
            for (int i = 0; i < a.length; i++) {
                a[i] = Math.max(a[i], b[i] - 0.1f);
            }
            return a;
        };
        RepeatPenalty penalty = new RepeatPenalty(List.of(PEAK), RepeatPenaltyConfig.defaults());

        CrossEntropyMethod.Candidate found = cem.search(1, SPACE, twoPeaks, penalty::of);

        assertThat(found.graspInBase().distanceMeters(other)).isLessThan(0.03);
        assertThat(found.logit() - found.rank()).isCloseTo(penalty.of(found.graspInBase()), within(1e-9));
    }

    @Test
    void wrapsYawWhenTheSpaceCoversAllGrasps() {
        assertThat(SPACE.clip(0, 0, 0.01, Math.PI / 2 + 0.2).yawRadians()).isCloseTo(-Math.PI / 2 + 0.2, within(1e-9));

        GraspSpace narrow = new GraspSpace(-1, 1, -1, 1, 0, 1, 0.5);
        assertThat(narrow.clip(0, 0, 0.01, 0.7).yawRadians()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void refusesMoreElitesThanSamples() {
        assertThatThrownBy(() -> new CemConfig(4, 4, 6, 3, 0.01, 0.3, 0.005))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("6 elites");
    }

    private static Function<List<Pose>, float[]> peakAt(Pose peak) {
        return poses -> {
            float[] scores = new float[poses.size()];
            for (int i = 0; i < scores.length; i++) {
                Pose pose = poses.get(i);
                double yaw = Math.sin(pose.yawRadians() - peak.yawRadians());
                scores[i] = (float) (3 - 40 * pose.distanceMeters(peak) - 0.5 * yaw * yaw);
            }
            return scores;
        };
    }
}
