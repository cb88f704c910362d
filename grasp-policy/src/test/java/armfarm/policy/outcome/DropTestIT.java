package armfarm.policy.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DropTestIT {
    private final DropTest dropTest = DropTest.defaults();

    @Test
    void nothingFellOutOfAnUnchangedBin() {
        double difference = dropTest.difference(grey(120), grey(120));

        assertThat(difference).isZero();
        assertThat(dropTest.fellOut(difference)).isFalse();
    }

    @Test
    void aPatchThatAppearedFellOutAndItsAreaIsMeasured() {
        RgbImage after = grey(120);
        for (int row = 40; row < 60; row++) {
            for (int column = 40; column < 60; column++) {
                after.pixels()[3 * (row * 128 + column)] = (byte) 220;
            }
        }

        double difference = dropTest.difference(grey(120), after);

        assertThat(difference).isCloseTo(400.0 / (128 * 128), within(0.006));
        assertThat(dropTest.fellOut(difference)).isTrue();
    }

    @Test
    void noiseOfSinglePixelsIsNoChange() {
        SplittableRandom random = new SplittableRandom(1);
        RgbImage noisy = grey(120);
        for (int i = 0; i < noisy.pixels().length; i++) {
            noisy.pixels()[i] += (byte) random.nextInt(-8, 9);
        }
        noisy.pixels()[3000] = (byte) 170;

        assertThat(dropTest.fellOut(dropTest.difference(grey(120), noisy))).isFalse();
    }

    @Test
    void aPixelChangedIfItDiffersByMoreThanTheLevels() {
        PixelDifference insensitive = new PixelDifference(40);

        assertThat(dropTest.difference(grey(100), grey(120))).isZero();
        assertThat(dropTest.difference(grey(100), grey(121))).isEqualTo(1);
        assertThat(insensitive.between(grey(100), grey(140))).isZero();
        assertThat(insensitive.between(grey(100), grey(141))).isEqualTo(1);
    }

    @Test
    void somethingFellOutIfALargerShareChangedThanTheLimit() {
        DropTest half = new DropTest(PixelDifference.defaults(), 0.5);

        assertThat(half.fellOut(0.5)).isFalse();
        assertThat(half.fellOut(0.51)).isTrue();
    }

    @Test
    void refusesImagesOfDifferentSize() {
        assertThatThrownBy(() -> dropTest.difference(grey(120), new RgbImage(1, 1, new byte[3])))
                .hasMessageContaining("128x128")
                .hasMessageContaining("1x1");
    }

    private static RgbImage grey(int level) {
        byte[] pixels = new byte[128 * 128 * 3];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(128, 128, pixels);
    }
}
