package armfarm.cli.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.cli.card.Measured.Scored;
import armfarm.messages.SuccessRate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    @Test
    void comparesWhatIsPredictedWithWhatIsAchieved() {
        Measured measured = Measured.of(
                List.of(new Scored(0.9, true), new Scored(0.8, false), new Scored(0.6, true), new Scored(0.1, false)));

        SuccessRate achieved = new SuccessRate(2, 4);
        assertThat(measured.n()).isEqualTo(4);
        assertThat(measured.achieved()).hasValue(0.5);
        assertThat(measured.predicted().orElseThrow()).isCloseTo(0.6, within(1e-12));
        assertThat(measured.predictedMinusAchieved().orElseThrow()).isCloseTo(0.1, within(1e-12));
        assertThat(measured.differenceLow().orElseThrow()).isCloseTo(0.6 - achieved.high(), within(1e-12));
        assertThat(measured.differenceHigh().orElseThrow()).isCloseTo(0.6 - achieved.low(), within(1e-12));
        assertThat(measured.auc()).hasValue(0.75);
        assertThat(measured.logLoss().orElseThrow())
                .isCloseTo(-(Math.log(0.9) + Math.log(0.2) + Math.log(0.6) + Math.log(0.9)) / 4, within(1e-12));
    }

    @Test
    void leavesOutWhatTooFewAttemptsSayNothingAbout() {
        Measured none = Measured.of(List.of());
        Measured one = Measured.of(List.of(new Scored(0.7, true)));

        assertThat(none.achieved()).isEmpty();
        assertThat(none.predictedMinusAchieved()).isEmpty();
        assertThat(none.logLoss()).isEmpty();
        assertThat(one.achieved()).hasValue(1);
        assertThat(one.auc()).as("no failure").isEmpty();
        assertThat(one.aucLow()).isEmpty();
    }

    @Test
    void aCertainPredictionThatWasWrongCostsMuchButNotEverything() {
        Measured measured = Measured.of(List.of(new Scored(1, false), new Scored(1, true)));

        assertThat(measured.logLoss().orElseThrow()).isCloseTo(-Math.log(1e-7) / 2, within(1e-12));
    }
}
