package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageHeaderTest {
    private static final byte[] JPEG =
            JpegCodec.encode(new RgbImage(20, 10, new byte[600]), 0.9f).bytes();

    @Test
    void readsTypeAndSize() {
        assertThat(ImageHeader.of(JPEG)).contains(new ImageHeader(EncodedImage.JPEG, 20, 10));
    }

    @Test
    void isEmptyForWhatIsNoImageOrWhoseHeadIsCut() {
        assertThat(ImageHeader.of(new byte[0])).isEmpty();
        assertThat(ImageHeader.of(new byte[100])).isEmpty();
        assertThat(ImageHeader.of(Arrays.copyOf(JPEG, 12))).isEmpty();
        assertThat(ImageHeader.mediaTypeOf(Arrays.copyOf(JPEG, 12))).contains(EncodedImage.JPEG);
    }
}
