package armfarm.ingest.image;

import static armfarm.ingest.image.TestFrames.HEIGHT;
import static armfarm.ingest.image.TestFrames.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.ingest.image.ImagePipelineConfig.Crop;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.JpegCodec;
import armfarm.messages.LensDistortion;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePipelineTest {
    private static final RgbImage SCENE = TestFrames.gradient(WIDTH, HEIGHT);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64})
    void keepsEveryPixelOfColorFramesWhateverTheirPadding(int paddingBytes) {
        try (ImagePipeline pipeline = whole()) {
            assertThat(pipeline.process(TestFrames.rgb8(SCENE, paddingBytes)).image())
                    .isEqualTo(SCENE);
            assertThat(pipeline.process(TestFrames.bgr8(SCENE, paddingBytes)).image())
                    .isEqualTo(SCENE);
            assertThat(pipeline.process(TestFrames.file(SCENE, "png")).image()).isEqualTo(SCENE);
        }
    }

    @Test
    void storesTheImageItHandsOut() {
        try (ImagePipeline pipeline = whole()) {
            ImagePipeline.Processed processed = pipeline.process(RawImage.of(SCENE));

            assertThat(meanDifference(JpegCodec.decode(processed.encoded()), SCENE))
                    .isLessThan(3);
            assertThat(pipeline.encode(RawImage.of(SCENE))).isEqualTo(processed.encoded());
            assertThat(meanDifference(
                            pipeline.process(TestFrames.file(SCENE, "jpeg")).image(), SCENE))
                    .isLessThan(5);
        }
    }

    @Test
    void storesColourAsSharpAsBrightness() {
        byte[] stripes = new byte[3 * WIDTH * HEIGHT];
        for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
            stripes[3 * pixel + (pixel % 2 == 0 ? 0 : 2)] = (byte) 200; // red and blue, one pixel wide
        }
        RgbImage image = new RgbImage(WIDTH, HEIGHT, stripes);
        try (ImagePipeline pipeline = whole()) {
            assertThat(meanDifference(JpegCodec.decode(pipeline.encode(RawImage.of(image))), image))
                    .isLessThan(8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rggb", "bggr", "gbrg", "grbg"})
    void findsTheColorsOfEveryMosaic(String mosaic) {
        RgbImage orange = TestFrames.uniform(WIDTH, HEIGHT, 220, 120, 20);
        try (ImagePipeline pipeline = whole()) {
            assertThat(pipeline.process(TestFrames.bayer(orange, mosaic)).image())
                    .isEqualTo(orange);
        }
    }

    @Test
    void makesGreyFramesGrey() {
        byte[] grey = new byte[WIDTH * HEIGHT];
        Arrays.fill(grey, (byte) 77);
        try (ImagePipeline pipeline = whole()) {
            assertThat(pipeline.process(new RawImage("mono8", WIDTH, HEIGHT, WIDTH, grey))
                            .image())
                    .isEqualTo(TestFrames.uniform(WIDTH, HEIGHT, 77, 77, 77));
        }
    }

    @Test
    void cropsAndScalesTheIntrinsicsWithTheImage() {
        CameraInfo camera = new CameraInfo(640, 512, 600, 610, 330, 250, Pose.IDENTITY);
        ImagePipelineConfig config = ImagePipelineConfig.defaults()
                .withCrop(Crop.center(camera, 472, 472))
                .withSize(236, 236);
        try (ImagePipeline pipeline = new ImagePipeline("test", camera, LensDistortion.NONE, config)) {
            assertThat(pipeline.camera())
                    .isEqualTo(new CameraInfo(236, 236, 300, 305, (330 - 84) / 2.0, (250 - 20) / 2.0, Pose.IDENTITY));

            RgbImage scene = dots(camera, List.of(new double[] {0, 0}, new double[] {0.2, -0.15}), LensDistortion.NONE);
            RgbImage result = pipeline.process(RawImage.of(scene)).image();

            assertDotAt(result, pipeline.camera(), 0, 0);
            assertDotAt(result, pipeline.camera(), 0.2, -0.15);
        }
    }

    @Test
    void shapesDepthAsTheImageWithoutMixingDistances() {
        CameraInfo camera = new CameraInfo(640, 512, 600, 610, 330, 250, Pose.IDENTITY);
        short[] millimeters = new short[640 * 512];
        for (int i = 0; i < millimeters.length; i++) {
            millimeters[i] = (short) (i % 640 < 330 ? 700 : 40_000); // an edge at the principal point
        }
        for (LensDistortion lens : List.of(
                LensDistortion.NONE, new LensDistortion("plumb_bob", List.of(-0.28, 0.07, 0.001, -0.002, 0.0)))) {
            ImagePipelineConfig config = ImagePipelineConfig.defaults()
                    .withCrop(Crop.center(camera, 472, 472))
                    .withSize(236, 236);
            try (ImagePipeline pipeline = new ImagePipeline("test", camera, lens, config)) {
                DepthImage depth = pipeline.depth(new DepthImage(640, 512, millimeters));

                assertThat(depth.width()).isEqualTo(236);
                assertThat(depth.height()).isEqualTo(236);
                int edge = (int) pipeline.camera().cxPixels();
                assertThat(depth.meters(edge - 2, 118)).isEqualTo(0.7);
                assertThat(depth.meters(edge + 2, 118)).isEqualTo(40);
                for (short value : depth.millimeters()) {
                    assertThat(value & 0xFFFF).isIn(0, 700, 40_000); // 0 where straightening has no pixel
                }
            }
        }
    }

    @Test
    void refusesDepthOfAnotherSizeThanTheImages() {
        try (ImagePipeline pipeline = whole()) {
            assertThatThrownBy(() -> pipeline.depth(new DepthImage(32, 24, new short[32 * 24])))
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                    .hasMessageContaining("found a depth image of 32x24 pixels, expected 64x48");
        }
    }

    @Test
    void straightensWithBothLensModels() {
        assertStraight(new LensDistortion("plumb_bob", List.of(-0.28, 0.07, 0.001, -0.002, 0.0)));
        assertStraight(new LensDistortion(
                "rational_polynomial", List.of(-0.28, 0.07, 0.001, -0.002, 0.0, 0.02, -0.01, 0.005)));
    }

    private static void assertStraight(LensDistortion distortion) {
        CameraInfo camera = new CameraInfo(640, 512, 420, 425, 318, 259, Pose.IDENTITY);
        double[][] points = {{0, 0}, {0.5, 0.4}, {-0.5, 0.4}, {0.45, -0.45}, {-0.3, -0.5}};
        ImagePipelineConfig config = ImagePipelineConfig.defaults()
                .withCrop(new Crop(60, 10, 520, 480))
                .withSize(260, 240);
        try (ImagePipeline pipeline = new ImagePipeline("test", camera, distortion, config)) {
            RgbImage bent = dots(camera, List.of(points), distortion);
            RgbImage result = pipeline.process(RawImage.of(bent)).image();

            for (double[] point : points) {
                assertDotAt(result, pipeline.camera(), point[0], point[1]);
            }
        }
    }

    @Test
    void refusesALensModelItDoesNotKnow() {
        LensDistortion fisheye = new LensDistortion("equidistant", List.of(0.1, 0.0, 0.0, 0.0));

        assertThatThrownBy(() -> new ImagePipeline("arm_1", camera(), fisheye, ImagePipelineConfig.defaults()))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("found distortion model 'equidistant' with 4 coefficients");
        ImagePipelineConfig bent = new ImagePipelineConfig(false, Crop.NONE, 0, 0, 90);
        try (ImagePipeline pipeline = new ImagePipeline("arm_1", camera(), fisheye, bent)) {
            assertThat(pipeline.process(RawImage.of(SCENE)).image()).isEqualTo(SCENE);
        }
    }

    @Test
    void refusesACropOutsideTheImage() {
        ImagePipelineConfig config = ImagePipelineConfig.defaults().withCrop(new Crop(10, 0, 60, 10));

        assertThatThrownBy(() -> new ImagePipeline("arm_1", camera(), LensDistortion.NONE, config))
                .hasMessageContaining("64x48")
                .hasMessageContaining("xPixels=10");
    }

    @Test
    void refusesEachKindOfBadFrameWithItsNameAndGoesOn() throws IOException {
        byte[] jpeg = TestFrames.file(SCENE, "jpeg").bytes();
        byte[] png = TestFrames.file(SCENE, "png").bytes();
        byte[] damaged = png.clone();
        Arrays.fill(damaged, 40, png.length - 20, (byte) 0x55);
        byte[] pixels = SCENE.pixels();
        try (ImagePipeline pipeline = whole()) {
            refused(pipeline, new RawImage("rgb16", WIDTH, HEIGHT, 6 * WIDTH, pixels), FrameFault.UNKNOWN_ENCODING);
            refused(pipeline, new RawImage("rgb8", 1 << 30, 1 << 30, 3L << 30, pixels), FrameFault.SIZE_OUT_OF_BOUNDS);
            refused(pipeline, new RawImage("rgb8", 0, 0, 0, pixels), FrameFault.SIZE_OUT_OF_BOUNDS);
            refused(pipeline, new RawImage("rgb8", WIDTH, HEIGHT, 1L << 31, pixels), FrameFault.SIZE_OUT_OF_BOUNDS);
            refused(pipeline, new RawImage("rgb8", WIDTH, 47, 3 * WIDTH, pixels), FrameFault.SIZE_NOT_CALIBRATED);
            refused(pipeline, new RawImage("rgb8", WIDTH, HEIGHT, 3 * WIDTH - 1, pixels), FrameFault.STEP_TOO_SHORT);
            refused(pipeline, new RawImage("rgb8", WIDTH, HEIGHT, 3 * WIDTH + 1, pixels), FrameFault.TRUNCATED);
            refused(pipeline, cut("jpeg", jpeg, 10), FrameFault.TRUNCATED);
            refused(pipeline, cut("png", png, 10), FrameFault.TRUNCATED);
            refused(pipeline, RawImage.compressed("jpeg", png), FrameFault.NOT_DECODABLE);
            refused(pipeline, RawImage.compressed("png", damaged), FrameFault.NOT_DECODABLE);
            refused(pipeline, RawImage.compressed("jpeg", new byte[0]), FrameFault.NOT_DECODABLE);
            refused(pipeline, RawImage.compressed("jpeg", withoutItsMiddle()), FrameFault.NOT_DECODABLE);
            refused(pipeline, RawImage.compressed("png", depthImage()), FrameFault.NOT_DECODABLE);
            refused(pipeline, TestFrames.file(TestFrames.gradient(9, 9), "png"), FrameFault.SIZE_NOT_CALIBRATED);

            assertThat(pipeline.process(RawImage.of(SCENE)).image()).isEqualTo(SCENE);
            assertThat(pipeline.metrics().frames()).isEqualTo(1);
            assertThat(pipeline.metrics().rejected())
                    .isEqualTo(Map.of(
                            FrameFault.UNKNOWN_ENCODING, 1L,
                            FrameFault.SIZE_OUT_OF_BOUNDS, 3L,
                            FrameFault.SIZE_NOT_CALIBRATED, 2L,
                            FrameFault.STEP_TOO_SHORT, 1L,
                            FrameFault.TRUNCATED, 3L,
                            FrameFault.NOT_DECODABLE, 5L));
        }
    }

    @Test
    void aHeaderThatPromisesAHugeImageIsRefusedBeforeDecoding() {
        byte[] png = TestFrames.file(SCENE, "png").bytes();
        png[16] = 0x7f;
        try (ImagePipeline pipeline = whole()) {
            refused(pipeline, RawImage.compressed("png", png), FrameFault.SIZE_OUT_OF_BOUNDS);
        }
    }

    @Test
    void damagedFilesNeverDoMoreThanBeRefused() {
        Random random = new Random(5);
        byte[] jpeg = TestFrames.file(SCENE, "jpeg").bytes();
        byte[] png = TestFrames.file(SCENE, "png").bytes();
        int refused = 0;
        try (ImagePipeline pipeline = whole()) {
            for (int i = 0; i < 200; i++) {
                boolean isPng = i % 2 == 0;
                byte[] bytes = (isPng ? png : jpeg).clone();
                for (int k = 0; k < 1 + i % 8; k++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try {
                    RgbImage image = pipeline.process(RawImage.compressed(isPng ? "png" : "jpeg", bytes))
                            .image();
                    assertThat(image.width()).isEqualTo(WIDTH);
                } catch (FrameRejectedException e) {
                    refused++;
                }
            }
            assertThat(refused).isBetween(1, 199);
            assertThat(pipeline.metrics().frames()).isEqualTo(200 - refused);
        }
    }

    private static ImagePipeline whole() {
        return new ImagePipeline("arm_1", camera(), LensDistortion.NONE, ImagePipelineConfig.defaults());
    }

    private static CameraInfo camera() {
        return TestFrames.camera(WIDTH, HEIGHT);
    }

    /** Head and end are there, and OpenCV would fill the rest with gray. */
    private static byte[] withoutItsMiddle() {
        byte[] jpeg = TestFrames.file(SCENE, "jpeg").bytes();
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2 + 2);
        cut[cut.length - 2] = (byte) 0xff;
        cut[cut.length - 1] = (byte) 0xd9;
        return cut;
    }

    private static byte[] depthImage() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY), "png", out);
        return out.toByteArray();
    }

    private static RawImage cut(String encoding, byte[] bytes, int missing) {
        return RawImage.compressed(encoding, Arrays.copyOf(bytes, bytes.length - missing));
    }

    private static void refused(ImagePipeline pipeline, RawImage frame, FrameFault fault) {
        assertThatThrownBy(() -> pipeline.encode(frame))
                .isInstanceOfSatisfying(
                        FrameRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault))
                .hasMessageContaining("camera arm_1")
                .hasMessageContaining(fault.label())
                .hasMessageContaining("found")
                .hasMessageContaining("expected");
    }

    /** White dots on black where the lens shows points of the plane z = 1. */
    private static RgbImage dots(CameraInfo camera, List<double[]> points, LensDistortion lens) {
        byte[] pixels = new byte[3 * camera.widthPixels() * camera.heightPixels()];
        for (double[] point : points) {
            double[] bent = bend(point[0], point[1], lens);
            double u = camera.fxPixels() * bent[0] + camera.cxPixels();
            double v = camera.fyPixels() * bent[1] + camera.cyPixels();
            for (int y = (int) v - 8; y <= v + 8; y++) {
                for (int x = (int) u - 8; x <= u + 8; x++) {
                    double distance = Math.hypot(x + 0.5 - u, y + 0.5 - v);
                    byte level = (byte) Math.round(255 * Math.max(0, Math.min(1, 5.5 - distance)));
                    Arrays.fill(
                            pixels, 3 * (y * camera.widthPixels() + x), 3 * (y * camera.widthPixels() + x) + 3, level);
                }
            }
        }
        return new RgbImage(camera.widthPixels(), camera.heightPixels(), pixels);
    }

    /** The published formula of both models; the plain one has no denominator. */
    private static double[] bend(double x, double y, LensDistortion lens) {
        double[] k =
                Arrays.copyOf(lens.coefficients().stream().mapToDouble(c -> c).toArray(), 8);
        double r2 = x * x + y * y;
        double radial = (1 + r2 * (k[0] + r2 * (k[1] + r2 * k[4]))) / (1 + r2 * (k[5] + r2 * (k[6] + r2 * k[7])));
        return new double[] {
            x * radial + 2 * k[2] * x * y + k[3] * (r2 + 2 * x * x),
            y * radial + k[2] * (r2 + 2 * y * y) + 2 * k[3] * x * y
        };
    }

    /** The bright spot near the pinhole's projection has its middle there. */
    private static void assertDotAt(RgbImage image, CameraInfo camera, double xOverZ, double yOverZ) {
        double u = camera.fxPixels() * xOverZ + camera.cxPixels();
        double v = camera.fyPixels() * yOverZ + camera.cyPixels();
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int y = (int) v - 10; y <= v + 10; y++) {
            for (int x = (int) u - 10; x <= u + 10; x++) {
                int level = image.pixels()[3 * (y * image.width() + x)] & 0xff;
                sum += level;
                sumX += level * (x + 0.5);
                sumY += level * (y + 0.5);
            }
        }
        assertThat(sumX / sum).isCloseTo(u, within(0.15));
        assertThat(sumY / sum).isCloseTo(v, within(0.15));
    }

    private static double meanDifference(RgbImage a, RgbImage b) {
        double sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            sum += Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff));
        }
        return sum / a.pixels().length;
    }
}
