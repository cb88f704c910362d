package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RocAreaTest {
    @Test
    void ranksSuccessesAgainstFailures() {
        double[] scores = {0.1, 0.4, 0.35, 0.8};

        assertThat(RocArea.of(scores, new boolean[] {false, false, true, true}).area())
                .isCloseTo(0.75, within(1e-12));
        assertThat(RocArea.of(new double[] {1, 1, 1}, new boolean[] {true, false, true})
                        .area())
                .isCloseTo(0.5, within(1e-12));
        assertThat(RocArea.of(scores, new boolean[4]).area()).isNaN();
    }

    /** By hand: placements of successes 0.5 and 1, of failures 1 and 0.5; each variance 0.125, halved. */
    @Test
    void knowsItsStandardErrorAsDeLongDefinesIt() {
        RocArea area = RocArea.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});

        assertThat(area.standardError()).isCloseTo(Math.sqrt(0.125 / 2 + 0.125 / 2), within(1e-12));
    }

    @Test
    void itsStandardErrorsAreThoseOfManySamples() {
        SplittableRandom random = new SplittableRandom(3);
        int samples = 400;
        double[] areas = new double[samples];
        double[] differences = new double[samples];
        double claimed = 0;
        double claimedOfDifference = 0;
        for (int sample = 0; sample < samples; sample++) {
            boolean[] labels = new boolean[120];
            double[] first = new double[120];
            double[] second = new double[120];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i % 3 == 0;
                double common = (labels[i] ? 1 : 0) + random.nextDouble() * 4;
                first[i] = common + random.nextDouble();
                second[i] = common + 2 * random.nextDouble();
            }
            RocArea area = RocArea.of(first, labels);
            RocArea.Difference difference = RocArea.difference(first, second, labels);
            assertThat(difference.difference())
                    .isCloseTo(area.area() - RocArea.of(second, labels).area(), within(1e-12));
            areas[sample] = area.area();
            differences[sample] = difference.difference();
            claimed += area.standardError() / samples;
            claimedOfDifference += difference.standardError() / samples;
        }

        assertThat(claimed / spread(areas)).isBetween(0.9, 1.1);
        assertThat(claimedOfDifference / spread(differences)).isBetween(0.9, 1.1);
        assertThat(claimedOfDifference).isLessThan(claimed);
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void tiesOfBothKindsCountHalfAndTheSameScoresDoNotDiffer() {
        double[] scores = {0.2, 0.2, 0.7, 0.7, 0.1};
        boolean[] labels = {true, false, true, false, false};

        assertThat(RocArea.of(scores, labels).area()).isCloseTo((0.5 + 0 + 1 + 1 + 0.5 + 1) / 6, within(1e-12));
        assertThat(RocArea.difference(scores, scores, labels)).isEqualTo(new RocArea.Difference(0, 0));
    }
}
