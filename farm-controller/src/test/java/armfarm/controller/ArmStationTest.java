package armfarm.controller;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.config.OutcomeConfig;
import armfarm.messages.RgbImage;
import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.OutcomeRules;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArmStationTest {
    @Test
    void everyThresholdOfTheCellReachesTheRules() {
        OutcomeRules rules = ArmStation.rules(new OutcomeConfig(0.002, 0.005, new DropTest(40, 0.03)));

        assertThat(rules.closedOpeningMeters()).isEqualTo(0.002);
        assertThat(rules.minHeldOpeningMeters()).isEqualTo(0.005);
        assertThat(rules.minChangedShare()).isEqualTo(0.03);
        assertThat(rules.imageDifference().applyAsDouble(grey(100), grey(135))).isZero();
        assertThat(rules.imageDifference().applyAsDouble(grey(100), grey(145))).isEqualTo(1);
    }

    @Test
    void theSimulatedCellIsJudgedAsItsMeasurementsWere() {
        OutcomeRules rules = ArmStation.rules(OutcomeConfig.defaults());

        assertThat(rules.closedOpeningMeters()).isEqualTo(0.001);
        assertThat(rules.minHeldOpeningMeters()).isEqualTo(0.004);
        assertThat(rules.minChangedShare()).isEqualTo(0.001);
        assertThat(rules.imageDifference().applyAsDouble(grey(100), grey(120))).isZero();
        assertThat(rules.imageDifference().applyAsDouble(grey(100), grey(121))).isEqualTo(1);
    }

    private static RgbImage grey(int level) {
        byte[] pixels = new byte[16 * 16 * 3];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(16, 16, pixels);
    }
}
