package armfarm.policy.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.GripperState;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutcomeRulesIT {
    private final DropTest dropTest = DropTest.defaults();

    @Test
    void anUnchangedBinIsAFailure() {
        assertThat(dropTest.difference(grey(), grey())).isZero();
        assertThat(dropTest.label(grey(), grey()).outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void aPatchThatAppearedIsASuccessAndItsAreaIsMeasured() {
        RgbImage after = grey();
        for (int row = 40; row < 60; row++) {
            for (int column = 40; column < 60; column++) {
                after.pixels()[3 * (row * 128 + column)] = (byte) 220;
            }
        }

        assertThat(dropTest.difference(grey(), after)).isCloseTo(400.0 / (128 * 128), within(0.006));
        assertThat(dropTest.label(grey(), after).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(dropTest.label(grey(), after).source()).isEqualTo(LabelSource.DROP_TEST);
    }

    @Test
    void noiseOfSinglePixelsIsNoChange() {
        SplittableRandom random = new SplittableRandom(1);
        RgbImage noisy = grey();
        for (int i = 0; i < noisy.pixels().length; i++) {
            noisy.pixels()[i] += (byte) random.nextInt(-8, 9);
        }
        noisy.pixels()[3000] = (byte) 170;

        assertThat(dropTest.label(grey(), noisy).outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void refusesImagesOfDifferentSize() {
        assertThatThrownBy(() -> dropTest.difference(grey(), new RgbImage(1, 1, new byte[3])))
                .hasMessageContaining("128x128")
                .hasMessageContaining("1x1");
    }

    @Test
    void fingersApartAfterLiftingAreASuccess() {
        GripperWidthRule rule = GripperWidthRule.defaults();

        assertThat(rule.label(new GripperState(0.02, true)).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(rule.label(new GripperState(0.0005, false)).outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(rule.label(new GripperState(0.02, true)).source()).isEqualTo(LabelSource.GRIPPER);
    }

    private static RgbImage grey() {
        byte[] pixels = new byte[128 * 128 * 3];
        Arrays.fill(pixels, (byte) 120);
        return new RgbImage(128, 128, pixels);
    }
}
