package armfarm.simulation.gazebo;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.messages.EncodedImage;
import armfarm.messages.JpegCodec;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastImagesTest {
    @TempDir
    Path temp;

    private final LastImages images = new LastImages();

    @Test
    void theNewestImageOfEachArmIsWritten() throws IOException {
        images.saw(new ArmId("arm_1"), image("rgb8", 10));
        images.saw(new ArmId("arm_1"), image("rgb8", 200));
        images.saw(new ArmId("arm_2"), image("rgb8", 90));

        List<Path> files = images.save(temp.resolve("here"));

        assertThat(files).containsExactlyInAnyOrder(temp.resolve("here/arm_1.jpg"), temp.resolve("here/arm_2.jpg"));
        byte[] pixels = JpegCodec.decode(
                        new EncodedImage(EncodedImage.JPEG, Files.readAllBytes(temp.resolve("here/arm_1.jpg"))))
                .pixels();
        assertThat(pixels).hasSize(32 * 16 * 3);
        assertThat(pixels[0] & 255).isBetween(195, 205);
    }

    @Test
    void whatItCannotReadIsPassedOver() throws IOException {
        images.saw(new ArmId("arm_1"), image("bayer_rggb8", 10));

        assertThat(images.save(temp)).isEmpty();
    }

    private static ImageMessage image(String encoding, int gray) {
        byte[] pixels = new byte[32 * 16 * 3];
        Arrays.fill(pixels, (byte) gray);
        return new ImageMessage(Header.at(Instant.EPOCH, ""), 16, 32, encoding, 0, 96, new ByteArray(pixels));
    }
}
