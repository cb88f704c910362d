package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldBackComparisonTest {
    private static final int ATTEMPTS = 200;

    private final SplittableRandom random = new SplittableRandom(1);
    private final boolean[] outcomes = new boolean[ATTEMPTS];
    private final double[] good = new double[ATTEMPTS];
    private final double[] bad = new double[ATTEMPTS];

    private void score(double noiseOfBad) {
        for (int i = 0; i < ATTEMPTS; i++) {
            outcomes[i] = random.nextBoolean();
            double truth = outcomes[i] ? 1 : 0;
            good[i] = truth + random.nextDouble();
            bad[i] = truth + noiseOfBad * random.nextDouble();
        }
    }

    @Test
    void knowsTheWorseOfTwo() {
        score(5);

        assertThat(HeldBackComparison.of(bad, good, outcomes).isWorse()).isTrue();
        assertThat(HeldBackComparison.of(good, bad, outcomes).isWorse()).isFalse();
        assertThat(HeldBackComparison.of(bad, good, outcomes).against("m0003-ab"))
                .matches("AUC 0\\.\\d{3} against 1\\.000 of m0003-ab on the same 200 attempts held back, difference"
                        + " -0\\.\\d{3} \\(standard error 0\\.0\\d\\d\\)");
    }

    /** One in two hundred by chance is what a test at 99.5 % allows. */
    @Test
    void seldomRefusesOneThatIsAsGood() {
        int refused = 0;
        for (int round = 0; round < 4_000; round++) {
            for (int i = 0; i < ATTEMPTS; i++) {
                outcomes[i] = random.nextInt(10) < 8;
                double common = (outcomes[i] ? 0.7 : 0) + random.nextDouble();
                good[i] = common + random.nextDouble();
                bad[i] = common + random.nextDouble();
            }
            refused += HeldBackComparison.of(bad, good, outcomes).isWorse() ? 1 : 0;
        }

        assertThat(refused / 4_000.0).isBetween(0.002, 0.012);
    }

    @Test
    void saysNothingOfTooFew() {
        boolean[] few = new boolean[80];
        double[] up = new double[80];
        double[] down = new double[80];
        for (int i = 0; i < 80; i++) {
            few[i] = i < 29;
            up[i] = i;
            down[i] = -i;
        }

        HeldBackComparison comparison = HeldBackComparison.of(up, down, few);

        assertThat(comparison.isWorse()).isFalse();
        assertThat(comparison.against("m0001-ab"))
                .isEqualTo(
                        "not compared with m0001-ab: of the attempts held back 29 are successes and 51 failures, and 30"
                                + " of each are needed");
    }

    @Test
    void aNetworkIsNotWorseThanItself() {
        score(1);

        assertThat(HeldBackComparison.of(good, good, outcomes).isWorse()).isFalse();
    }
}
