package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictedCausesTest {
    @Test
    void theLikeliestIsTheOneWithTheHighestProbabilityAndOfEqualsTheFirst() {
        assertThat(new PredictedCauses(0.2, 0.1, 0.1).likeliest()).isEqualTo(FailureCause.EMPTY);
        assertThat(new PredictedCauses(0.1, 0.2, 0.1).likeliest()).isEqualTo(FailureCause.SLIPPED);
        assertThat(new PredictedCauses(0.1, 0.1, 0.2).likeliest()).isEqualTo(FailureCause.BLOCKED);
        assertThat(new PredictedCauses(0.2, 0.2, 0.2).likeliest()).isEqualTo(FailureCause.EMPTY);
        assertThat(new PredictedCauses(0.1, 0.2, 0.2).likeliest()).isEqualTo(FailureCause.SLIPPED);
    }

    @Test
    void givesTheProbabilityOfEachCause() {
        PredictedCauses causes = new PredictedCauses(0.25, 0.125, 0.0625);

        assertThat(causes.of(FailureCause.EMPTY)).isEqualTo(0.25);
        assertThat(causes.of(FailureCause.SLIPPED)).isEqualTo(0.125);
        assertThat(causes.of(FailureCause.BLOCKED)).isEqualTo(0.0625);
    }

    @Test
    void sharesOutAnotherProbabilityOfFailingInTheSameProportions() {
        PredictedCauses scaled = new PredictedCauses(0.5, 0.3, 0.2).scaledTo(0.1);

        assertThat(scaled.empty()).isCloseTo(0.05, within(1e-15));
        assertThat(scaled.slipped()).isCloseTo(0.03, within(1e-15));
        assertThat(scaled.blocked()).isCloseTo(0.02, within(1e-15));
        assertThat(new PredictedCauses(0, 0, 0).scaledTo(0.1)).isEqualTo(new PredictedCauses(0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0.1, 0.1", "0.5, 0.5, 0.1", "NaN, 0, 0", "0, 0, Infinity"})
    void refusesWhatAreNoProbabilities(double empty, double slipped, double blocked) {
        assertThatThrownBy(() -> new PredictedCauses(empty, slipped, blocked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1 together");
    }
}
