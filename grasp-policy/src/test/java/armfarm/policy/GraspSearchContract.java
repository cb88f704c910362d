package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What every search of grasps promises. */
abstract class GraspSearchContract {
    static final GraspSpace SPACE = new GraspSpace(-0.10, 0.10, -0.08, 0.12, 0.0095, 0.0245, Math.PI / 2);
    static final Pose PEAK = Pose.topDown(0.043, -0.021, 0.013, 1.2);

    private final List<GraspCandidate> asked = new ArrayList<>();

    /** Of the default size. */
    abstract GraspSearch search();

    /** Scores that it asks for, those of finalists among them. */
    abstract int candidates();

    @Test
    void findsThePeakOfAKnownFunction() {
        List<Double> distances = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            Pose found = find(seed, peakAt(PEAK), pose -> 0).graspInBase();
            distances.add(Math.hypot(found.xMeters() - PEAK.xMeters(), found.yMeters() - PEAK.yMeters()));
        }

        assertThat(distances).filteredOn(d -> d < 0.01).hasSizeGreaterThanOrEqualTo(45);
    }

    @Test
    void repeatsBitForBitWithTheSameSeedOnly() {
        GraspCandidate first = find(7, peakAt(PEAK), pose -> 0);

        assertThat(find(7, peakAt(PEAK), pose -> 0)).isEqualTo(first);
        assertThat(find(8, peakAt(PEAK), pose -> 0)).isNotEqualTo(first);
    }

    @Test
    void asksOnlyForGraspsInsideTheSpace() {
        Pose corner = Pose.topDown(0.10, 0.12, 0.0095, Math.PI / 2);

        find(3, peakAt(corner), pose -> 0);

        assertThat(asked)
                .hasSize(candidates())
                .extracting(GraspCandidate::graspInBase)
                .allSatisfy(pose -> {
                    assertThat(pose.xMeters()).isBetween(SPACE.minXMeters(), SPACE.maxXMeters());
                    assertThat(pose.yMeters()).isBetween(SPACE.minYMeters(), SPACE.maxYMeters());
                    assertThat(pose.zMeters()).isBetween(SPACE.minZMeters(), SPACE.maxZMeters());
                    assertThat(Math.abs(pose.yawRadians())).isLessThanOrEqualTo(SPACE.yawLimitRadians() + 1e-9);
                });
    }

    @Test
    void answersTheBestOfAllThatItAsked() {
        for (long seed = 0; seed < 20; seed++) {
            asked.clear();

            GraspCandidate found = find(seed, peakAt(PEAK), pose -> 0);

            assertThat(found)
                    .isEqualTo(asked.stream()
                            .max(Comparator.comparingDouble(GraspCandidate::rank))
                            .orElseThrow());
        }
    }

    @Test
    void avoidsAPenalisedPeakButReportsTheTrueLogit() {
        Pose other = Pose.topDown(-0.05, 0.06, 0.02, -0.5);
        ToDoubleFunction<Pose> twoPeaks =
                pose -> Math.max(peakAt(PEAK).applyAsDouble(pose), peakAt(other).applyAsDouble(pose) - 0.1);
        RepeatPenalty penalty = new RepeatPenalty(List.of(PEAK), RepeatPenaltyConfig.defaults());

        GraspCandidate found = find(1, twoPeaks, penalty::of);

        assertThat(found.graspInBase().distanceMeters(other)).isLessThan(0.03);
        assertThat(found.logit() - found.rank()).isCloseTo(penalty.of(found.graspInBase()), within(1e-9));
    }

    @Test
    void showsTheElitesOfEachIterationBestFirst() {
        List<List<GraspCandidate>> seen = new ArrayList<>();

        search().search(5, SPACE, poses -> score(poses, peakAt(PEAK), pose -> 0), seen::add);

        assertThat(seen)
                .hasSize(3)
                .allSatisfy(elites -> assertThat(elites)
                        .hasSizeGreaterThanOrEqualTo(6)
                        .isSortedAccordingTo(
                                Comparator.comparingDouble(GraspCandidate::rank).reversed()));
    }

    GraspCandidate find(long seed, ToDoubleFunction<Pose> logit, ToDoubleFunction<Pose> penalty) {
        return search().search(seed, SPACE, poses -> score(poses, logit, penalty), elites -> {});
    }

    private List<GraspCandidate> score(List<Pose> poses, ToDoubleFunction<Pose> logit, ToDoubleFunction<Pose> penalty) {
        List<GraspCandidate> scored = poses.stream()
                .map(pose -> new GraspCandidate(
                        pose, logit.applyAsDouble(pose), logit.applyAsDouble(pose) - penalty.applyAsDouble(pose)))
                .toList();
        asked.addAll(scored);
        return scored;
    }

    static ToDoubleFunction<Pose> peakAt(Pose peak) {
        return pose -> {
            double yaw = Math.sin(pose.yawRadians() - peak.yawRadians());
            return 3 - 40 * pose.distanceMeters(peak) - 0.5 * yaw * yaw;
        };
    }
}
