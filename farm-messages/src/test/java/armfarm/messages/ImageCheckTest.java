package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ImageCheckTest {
    private static final byte[] JPEG = TestImages.file("jpeg", BufferedImage.TYPE_3BYTE_BGR, 61, 45, false);
    private static final byte[] PROGRESSIVE = TestImages.file("jpeg", BufferedImage.TYPE_3BYTE_BGR, 61, 45, true);
    private static final byte[] GRAY_JPEG = TestImages.file("jpeg", BufferedImage.TYPE_BYTE_GRAY, 61, 45, false);
    private static final byte[] PNG = TestImages.file("png", BufferedImage.TYPE_3BYTE_BGR, 61, 45, false);
    private static final byte[] INTERLACED = TestImages.file("png", BufferedImage.TYPE_4BYTE_ABGR, 61, 45, true);
    private static final byte[] GRAY_PNG = TestImages.file("png", BufferedImage.TYPE_BYTE_GRAY, 61, 45, false);
    private static final byte[] INDEXED = TestImages.file("png", BufferedImage.TYPE_BYTE_INDEXED, 61, 45, false);
    private static final List<byte[]> WHOLE = List.of(JPEG, PROGRESSIVE, GRAY_JPEG, PNG, INTERLACED, GRAY_PNG, INDEXED);

    @Example
    void takesEveryKindThatIsStored() {
        for (byte[] image : WHOLE) {
            ImageHeader header = ImageCheck.whole(image);

            assertThat(header.widthPixels()).isEqualTo(61);
            assertThat(header.heightPixels()).isEqualTo(45);
            assertThat(header).isEqualTo(ImageHeader.of(image).orElseThrow());
        }
    }

    @Example
    void takesImagesOfFewPixelsInterlacedOrNot() {
        for (int side = 1; side < 10; side++) {
            for (boolean interlaced : new boolean[] {false, true}) {
                byte[] png = TestImages.file("png", BufferedImage.TYPE_3BYTE_BGR, side, 3, interlaced);
                byte[] jpeg = TestImages.file("jpeg", BufferedImage.TYPE_3BYTE_BGR, 3, side, interlaced);

                assertThat(ImageCheck.whole(png).widthPixels()).isEqualTo(side);
                assertThat(ImageCheck.whole(jpeg).heightPixels()).isEqualTo(side);
            }
        }
    }

    @Example
    void takesFilesThatAreFilledUpBehindTheirEnd() {
        assertThat(ImageCheck.whole(Arrays.copyOf(JPEG, JPEG.length + 700)).widthPixels())
                .isEqualTo(61);
        assertThat(ImageCheck.whole(Arrays.copyOf(PNG, PNG.length + 700)).widthPixels())
                .isEqualTo(61);
    }

    @Property(seed = "11", tries = 300)
    void refusesEveryImageThatIsCut(@ForAll("whole") byte[] image, @ForAll @IntRange(max = 99_999) int share) {
        byte[] cut = Arrays.copyOf(image, (int) ((long) image.length * share / 100_000));

        assertThatThrownBy(() -> ImageCheck.whole(cut)).isInstanceOf(BadImageException.class);
    }

    @Property(seed = "12", tries = 200)
    void refusesEveryPngWithAByteThatIsNotItsOwn(
            @ForAll @IntRange(max = 99_999) int share, @ForAll @IntRange(min = 1, max = 255) int flipped) {
        byte[] damaged = PNG.clone();
        damaged[(int) ((long) PNG.length * share / 100_000)] ^= (byte) flipped;

        assertThatThrownBy(() -> ImageCheck.whole(damaged)).isInstanceOf(BadImageException.class);
    }

    @Property(seed = "13", tries = 300)
    void readsOrRefusesWhateverTheBytes(
            @ForAll("whole") byte[] image, @ForAll @IntRange(max = 99_999) int share, @ForAll byte[] other) {
        byte[] mixed = image.clone();
        int at = (int) ((long) image.length * share / 100_000);
        System.arraycopy(other, 0, mixed, at, Math.min(other.length, mixed.length - at));

        ImageHeader header;
        try {
            header = ImageCheck.whole(mixed);
        } catch (BadImageException e) {
            assertThat(e.reason()).isNotBlank();
            return;
        }
        assertThat(ImageHeader.of(mixed)).contains(header);
    }

    @Provide
    Arbitrary<byte[]> whole() {
        return Arbitraries.of(WHOLE);
    }

    @Example
    void refusesSixteenBitsAPixel() {
        byte[] depth = TestImages.file("png", BufferedImage.TYPE_USHORT_GRAY, 32, 24, false);

        assertThatThrownBy(() -> ImageCheck.whole(depth)).hasMessage("PNG of 16 bits, expected 8");
    }

    @Example
    void refusesColoursForPrinting() {
        byte[] fourChannels = JPEG.clone();
        fourChannels[frameHeader(JPEG) + 9] = 4;

        assertThatThrownBy(() -> ImageCheck.whole(fourChannels)).hasMessageContaining("4 channels (CMYK)");
    }

    @Example
    void refusesSizesBeforeItTakesMemoryForThem() {
        assertThatThrownBy(() -> ImageCheck.whole(resized(65_535, 65_535))).hasMessageContaining("16384 pixels a side");
        assertThatThrownBy(() -> ImageCheck.whole(resized(0, 45))).isInstanceOf(BadImageException.class);
        assertThatThrownBy(() -> ImageCheck.whole(sizedPng(1 << 30, 1 << 30))).hasMessageContaining("16384 pixels");
        assertThatThrownBy(() -> ImageCheck.whole(sizedPng(0, 45))).hasMessage("PNG of 0 pixels");
        assertThatThrownBy(() -> ImageCheck.whole(sizedPng(61, 46)))
                .as("a row is missing")
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> ImageCheck.whole(sizedPng(61, 44)))
                .as("a row too many")
                .hasMessageContaining("damaged");
    }

    @Example
    void refusesWhatIsNoImage() {
        assertThatThrownBy(() -> ImageCheck.whole(new byte[0])).hasMessage("image that is neither JPEG nor PNG");
        assertThatThrownBy(() -> ImageCheck.whole(new byte[100])).hasMessage("image that is neither JPEG nor PNG");
    }

    private static int frameHeader(byte[] jpeg) {
        for (int i = 0; i < jpeg.length - 1; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
                return i;
            }
        }
        throw new AssertionError("no frame header");
    }

    private static byte[] resized(int width, int height) {
        byte[] image = JPEG.clone();
        ByteBuffer.wrap(image).putShort(frameHeader(JPEG) + 5, (short) height).putShort(frameHeader(JPEG) + 7, (short)
                width);
        return image;
    }

    /** Its sum fits. */
    private static byte[] sizedPng(int width, int height) {
        byte[] image = PNG.clone();
        ByteBuffer bytes = ByteBuffer.wrap(image).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(image, 12, 17);
        bytes.putInt(29, (int) sum.getValue());
        return image;
    }
}
