package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SuccessRateTest {
    @Test
    void givesTheWilsonInterval() {
        SuccessRate rate = new SuccessRate(264, 300);

        assertThat(rate.rate()).isEqualTo(0.88);
        assertThat(rate.low()).isCloseTo(0.838, within(0.001));
        assertThat(rate.high()).isCloseTo(0.912, within(0.001));
    }

    @Test
    void knowsNothingWithoutAttempts() {
        SuccessRate none = new SuccessRate(0, 0);

        assertThat(none.low()).isZero();
        assertThat(none.high()).isEqualTo(1);
    }
}
