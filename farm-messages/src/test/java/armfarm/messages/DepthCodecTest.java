package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DepthCodecTest {
    @Test
    void losesNothingOverTheWholeRange() {
        short[] all = new short[256 * 256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
        }
        DepthImage depth = new DepthImage(256, 256, all);

        EncodedImage encoded = DepthCodec.encode(depth);

        assertThat(encoded.mediaType()).isEqualTo("image/png");
        assertThat(DepthCodec.decode(encoded)).isEqualTo(depth);
    }

    @Test
    void keepsRowsAndColumnsApart() {
        DepthImage depth = new DepthImage(3, 2, new short[] {1, 2, 3, 4, 5, (short) 65_535});

        DepthImage decoded = DepthCodec.decode(DepthCodec.encode(depth));

        assertThat(decoded.width()).isEqualTo(3);
        assertThat(decoded.height()).isEqualTo(2);
        assertThat(decoded.meters(0, 1)).isEqualTo(0.004);
        assertThat(decoded.meters(2, 1)).isEqualTo(65.535);
    }

    @Test
    void theSameDepthGivesTheSameBytes() {
        DepthImage depth = new DepthImage(64, 48, ramp(64 * 48));

        assertThat(DepthCodec.encode(depth)).isEqualTo(DepthCodec.encode(depth));
    }

    @Test
    void refusesAnImageOfColours() throws IOException {
        EncodedImage colours = png(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));

        assertThatThrownBy(() -> DepthCodec.decode(colours))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining("24 bits a pixel in 3 channels, expected 16 in 1");
    }

    @Test
    void refusesGreyOfEightBits() throws IOException {
        EncodedImage coarse = png(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY));

        assertThatThrownBy(() -> DepthCodec.decode(coarse)).hasMessageContaining("8 bits a pixel in 1 channels");
    }

    @Test
    void refusesWhatIsCut() {
        byte[] whole = DepthCodec.encode(new DepthImage(64, 48, ramp(64 * 48))).bytes();
        EncodedImage cut = new EncodedImage(ImageHeader.PNG, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> DepthCodec.decode(cut))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining("Depth image of " + cut.byteCount() + " bytes");
    }

    private static EncodedImage png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return new EncodedImage(ImageHeader.PNG, bytes.toByteArray());
    }

    private static short[] ramp(int length) {
        short[] values = new short[length];
        for (int i = 0; i < length; i++) {
            values[i] = (short) (600 + i % 97);
        }
        return values;
    }
}
