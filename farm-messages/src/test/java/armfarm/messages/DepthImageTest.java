package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.cell.CapturedImage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DepthImageTest {
    @Test
    void distancesAreRoundedToWholeMillimetresAndWhatDoesNotFitIsNoReturn() {
        assertThat(DepthImage.ofMeters(0.6504)).isEqualTo((short) 650);
        assertThat(DepthImage.ofMeters(0.6506)).isEqualTo((short) 651);
        assertThat(DepthImage.ofMeters(65.535) & 0xFFFF).isEqualTo(65_535);
        for (double none : new double[] {65.536, 0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(DepthImage.ofMeters(none)).as("%s m", none).isEqualTo(DepthImage.NONE);
        }
    }

    @Test
    void hasOnePixelForEachPlace() {
        assertThatThrownBy(() -> new DepthImage(4, 3, new short[11]))
                .hasMessageContaining("4x3 needs 12 pixels, found 11");
    }

    @Test
    void belongsToAnImageOfItsSizeOnly() {
        Instant now = Instant.EPOCH;
        CapturedImage image = new CapturedImage(new RgbImage(4, 3, new byte[36]), now, now);
        DepthImage depth = new DepthImage(4, 3, new short[12]);

        assertThat(image.depth()).isEmpty();
        assertThat(image.withDepth(depth).depth()).contains(depth);
        assertThatThrownBy(() -> image.withDepth(new DepthImage(3, 4, new short[12])))
                .hasMessageContaining("depth of 3x4 pixels for an image of 4x3");
    }
}
