package armfarm.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ingest.image.ImagePipelineConfig;
import armfarm.ingest.image.ImagePipelineConfig.Crop;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraImagesTest {
    @TempDir
    Path folder;

    @Test
    void aCellsImagesAreStraightenedAndOtherwiseWholeUnlessToldOtherwise() throws IOException {
        CameraImages images = read("");

        assertThat(images.pipeline()).isEqualTo(ImagePipelineConfig.defaults());
        assertThat(images.health().frozenFrames()).isEqualTo(10);
        assertThat(images.health().maxAge()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyKeyIsMapped() throws IOException {
        CameraImages images = read(", crop_px: [84, 20, 472, 472], size_px: [236, 236], undistort: false,"
                + " jpeg_quality: 85, max_equal_images: 4, max_age_s: 0.5");

        assertThat(images.pipeline())
                .isEqualTo(new ImagePipelineConfig(false, new Crop(84, 20, 472, 472), 236, 236, 85));
        assertThat(images.health().frozenFrames()).isEqualTo(4);
        assertThat(images.health().maxAge()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void theAgeIsNotCheckedByARobotsOwnClock() throws IOException {
        assertThat(read(", stamps: robot_clock").health().maxAge()).isGreaterThan(Duration.ofDays(3650));
    }

    @Test
    void aTopicNamedCompressedIsAndTheRateOfACameraThatRunsFreelyIsWatched() throws IOException {
        CellConfig raw = cell("image_raw", "");
        CellConfig compressed = cell("image_raw/compressed", ", min_rate_hz: 12");
        CellConfig named = cell("jpegs", ", compressed: true, encodings: [jpeg]");

        assertThat(raw.spec().camera().compressed()).isFalse();
        assertThat(raw.spec().camera().rectified()).isFalse();
        assertThat(cell("image_rect_color", "").spec().camera().rectified()).isTrue();
        assertThat(raw.spec().camera().encodings()).contains("rgb8", "bayer_rggb8", "mono8");
        assertThat(compressed.spec().camera().compressed()).isTrue();
        assertThat(compressed.spec().camera().encodings()).containsExactly("jpeg", "png");
        assertThat(compressed.images().health().minFramesPerSecond()).isEqualTo(12);
        assertThat(named.spec().camera().encodings()).containsExactly("jpeg");
        assertThatThrownBy(() -> cell("image_raw", ", encodings: [yuv422]"))
                .hasMessageContaining("camera.encodings: found [yuv422], expected some of [rgb8, bgr8, mono8");
    }

    @Test
    void refusesASizeThatMeansNothing() {
        assertThatThrownBy(() -> read(", size_px: [236, 0]"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("camera: Camera image size: found 236x0, expected both or neither");
    }

    private CameraImages read(String cameraKeys) throws IOException {
        return cell("image_raw", cameraKeys).images();
    }

    private CellConfig cell(String image, String cameraKeys) throws IOException {
        String yaml = """
                cells:
                  - arm: left
                    preset: kuka_iiwa_7
                    topics: {image: /camera/%s, camera_info: /camera/camera_info}
                    actions: {gripper: hand/command}
                    workspace:
                      x_m: [0.40, 0.55]
                      y_m: [-0.08, 0.08]
                      z_m: [0.02, 0.05]
                      home_m_rad: [0.40, -0.25, 0.30, 0]
                    camera: {camera_in_base_m_rad: [0.2, 0.3, 0.7, 3.14, 0, 0]%s}
                """.formatted(image, cameraKeys);
        return FarmConfig.read(Files.writeString(folder.resolve("farm.yaml"), yaml))
                .cells()
                .get(0);
    }
}
