package armfarm.controller.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignTestTest {
    @Test
    void countsTheWaysInWhichChanceMakesSuchADifference() {
        assertThat(SignTest.p(0, 5)).isCloseTo(2 / 32.0, within(1e-12));
        assertThat(SignTest.p(1, 5)).isCloseTo(2 * 7 / 64.0, within(1e-12));
        // scipy.stats.binomtest(29, 86).pvalue
        assertThat(SignTest.p(29, 57)).isCloseTo(0.0033, within(0.0002));
    }

    @Test
    void nothingSpeaksForADifferenceWhereThereIsNone() {
        assertThat(SignTest.p(0, 0)).isEqualTo(1);
        assertThat(SignTest.p(4, 4)).isEqualTo(1);
    }

    @Test
    void isTheSameEitherWayRoundAndFiniteForManyScenes() {
        assertThat(SignTest.p(3, 9)).isEqualTo(SignTest.p(9, 3));
        assertThat(SignTest.p(20_000, 20_300)).isBetween(0.1, 0.2);
    }
}
