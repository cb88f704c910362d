package armfarm.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ingest.image.FrameHealthConfig;
import armfarm.ingest.image.ImagePipelineConfig;
import armfarm.ingest.image.ImagePipelineConfig.Crop;
import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.FarmException;
import armfarm.messages.JpegCodec;
import armfarm.messages.LensDistortion;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.cell.CapturedImage;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CameraPipelineTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final CameraInfo CAMERA = new CameraInfo(64, 48, 60, 60, 32, 24, Pose.IDENTITY);

    private final CameraPipeline pipeline = new CameraPipeline(
            new ArmId("arm_1"),
            CAMERA,
            LensDistortion.NONE,
            ImagePipelineConfig.defaults().withCrop(new Crop(8, 0, 48, 48)).withSize(24, 24),
            FrameHealthConfig.defaults());

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void handsOutTheImageTheFileAndTheIntrinsicsOfTheResult() {
        CapturedImage image = pipeline.process(grey(120), TIME, TIME.plusMillis(20));

        assertThat(pipeline.camera()).isEqualTo(new CameraInfo(24, 24, 30, 30, 12, 12, Pose.IDENTITY));
        assertThat(image.image().width()).isEqualTo(24);
        assertThat(image.stamp()).isEqualTo(TIME);
        assertThat(image.receivedAt()).isEqualTo(TIME.plusMillis(20));
        assertThat(JpegCodec.decode(image.encoded().orElseThrow()).pixels())
                .hasSameSizeAs(image.image().pixels());
    }

    @Test
    void refusesAPictureThatShowsNothingOrNothingNewWithTheReason() {
        assertThatThrownBy(() -> process(grey(1)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("Camera arm_1 is black: found a mean brightness of 1.0");
        process(grey(100));
        process(grey(100));
        assertThatThrownBy(() -> process(grey(100))).hasMessageContaining("is frozen: found 3 frames in a row");
        process(grey(101));
    }

    @Test
    void anOldPictureIsOnlyReported() {
        pipeline.arrived(TIME, TIME.plusSeconds(30));
        CapturedImage image = pipeline.process(grey(90), TIME, TIME.plusSeconds(30));

        assertThat(image.image().height()).isEqualTo(24);
    }

    @Test
    void aFrameThatCannotBeReadIsRefusedAndTheNextOneIsNot() {
        assertThatThrownBy(() -> process(new RawImage("mono8", 64, 48, 64, new byte[9])))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("truncated");
        process(grey(99));
    }

    private void process(RawImage raw) {
        assertThat(pipeline.process(raw, TIME, TIME).encoded()).isPresent();
    }

    private static RawImage grey(int level) {
        byte[] pixels = new byte[64 * 48];
        Arrays.fill(pixels, (byte) level);
        return new RawImage("mono8", 64, 48, 64, pixels);
    }
}
