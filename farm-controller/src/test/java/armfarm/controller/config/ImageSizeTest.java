package armfarm.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {
    @Test
    void oneNumberIsASquareAndTwoAreWidthAndHeight() {
        assertThat(ImageSize.parse("128")).contains(ImageSize.square(128));
        assertThat(ImageSize.parse("320x240")).contains(new ImageSize(320, 240));
        assertThat(ImageSize.parse("64x640")).contains(new ImageSize(64, 640));
    }

    @Test
    void whatItWritesItReads() {
        assertThat(ImageSize.parse(new ImageSize(320, 240).toString())).contains(new ImageSize(320, 240));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "63", "641", "320x", "x240", "63x240", "320x641", "320X240", "-64", "64.0", "99999999999"})
    void anythingElseIsNone(String text) {
        assertThat(ImageSize.parse(text)).isEmpty();
    }
}
