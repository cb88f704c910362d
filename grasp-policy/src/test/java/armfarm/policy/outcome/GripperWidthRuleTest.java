package armfarm.policy.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GripperWidthRuleTest {
    private final GripperWidthRule rule = GripperWidthRule.defaults();

    @Test
    void fingersThatAreApartHoldSomething() {
        assertThat(rule.holds(0.02)).isTrue();
        assertThat(rule.isEmpty(0.02)).isFalse();
    }

    @Test
    void fingersThatMeetHoldNothing() {
        assertThat(rule.holds(0.0005)).isFalse();
        assertThat(rule.isEmpty(0.0005)).isTrue();
    }

    @Test
    void fingersInBetweenAreWorthALiftButNoProof() {
        assertThat(rule.holds(0.002)).isFalse();
        assertThat(rule.isEmpty(0.002)).isFalse();
    }

    @Test
    void thresholdsThemselvesAreNeitherSurelyEmptyNorHeld() {
        assertThat(rule.isEmpty(0.001)).isFalse();
        assertThat(rule.holds(0.004)).isFalse();
    }
}
