package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JpegCodecTest {
    @Test
    void keepsSizeAndColorsNearly() {
        RgbImage image = gradient(96, 64, 0);

        RgbImage decoded = JpegCodec.decode(JpegCodec.encode(image, JpegCodec.DEFAULT_QUALITY));

        assertThat(decoded.width()).isEqualTo(96);
        assertThat(decoded.height()).isEqualTo(64);
        assertThat(meanDifference(image, decoded)).isLessThan(3);
    }

    @Test
    void doesNotSwapRedAndBlue() {
        byte[] red = new byte[32 * 32 * 3];
        for (int i = 0; i < red.length; i += 3) {
            red[i] = (byte) 200;
        }

        RgbImage decoded = JpegCodec.decode(JpegCodec.encode(new RgbImage(32, 32, red), 1));

        assertThat(decoded.pixels()[0] & 0xFF).isBetween(190, 210);
        assertThat(decoded.pixels()[2] & 0xFF).isLessThan(10);
    }

    @Test
    void keepsColourAsSharpAsBrightness() {
        byte[] stripes = new byte[32 * 32 * 3];
        for (int pixel = 0; pixel < 32 * 32; pixel++) {
            stripes[3 * pixel + (pixel % 2 == 0 ? 0 : 2)] = (byte) 200; // red and blue, one pixel wide
        }
        RgbImage image = new RgbImage(32, 32, stripes);

        RgbImage decoded = JpegCodec.decode(JpegCodec.encode(image, JpegCodec.DEFAULT_QUALITY));

        assertThat(meanDifference(image, decoded)).isLessThan(8);
    }

    @Test
    void theSameBytesGiveTheSamePixelsOnEveryThreadAndAfterFailures() throws InterruptedException, ExecutionException {
        List<EncodedImage> encoded = IntStream.range(0, 8)
                .mapToObj(i -> JpegCodec.encode(gradient(64 + i, 64, i), 0.9f))
                .toList();
        List<RgbImage> expected = encoded.stream().map(JpegCodec::decode).toList();
        assertThatThrownBy(() -> JpegCodec.decode(cut(encoded.get(0)))).isInstanceOf(FarmException.class);

        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                int index = round % encoded.size();
                assertThat(threads.submit(() -> JpegCodec.decode(encoded.get(index)))
                                .get())
                        .isEqualTo(expected.get(index));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(JpegCodec.decode(encoded.get(0))).isEqualTo(expected.get(0));
    }

    @Test
    void theSamePixelsGiveTheSameBytes() {
        RgbImage image = gradient(64, 64, 5);

        assertThat(JpegCodec.encode(image, 0.9f)).isEqualTo(JpegCodec.encode(image, 0.9f));
        assertThat(JpegCodec.encode(image, 0.5f).byteCount())
                .isLessThan(JpegCodec.encode(image, 0.95f).byteCount());
    }

    @Test
    void refusesWhatIsNoJpeg() {
        assertThatThrownBy(() -> JpegCodec.decode(new EncodedImage(EncodedImage.JPEG, new byte[] {1, 2, 3})))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining("3 bytes");
    }

    private static EncodedImage cut(EncodedImage image) {
        byte[] bytes = Arrays.copyOf(image.bytes(), 40);
        return new EncodedImage(EncodedImage.JPEG, bytes);
    }

    private static RgbImage gradient(int width, int height, int shift) {
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            pixels[3 * i] = (byte) (i % width * 2 + shift);
            pixels[3 * i + 1] = (byte) (i / width * 2);
            pixels[3 * i + 2] = (byte) 60;
        }
        return new RgbImage(width, height, pixels);
    }

    private static double meanDifference(RgbImage a, RgbImage b) {
        long sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            sum += Math.abs((a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF));
        }
        return (double) sum / a.pixels().length;
    }
}
