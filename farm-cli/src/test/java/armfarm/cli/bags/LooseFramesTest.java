package armfarm.cli.bags;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.imports.ImportTarget;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.JpegCodec;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import armfarm.messages.RgbImage;
import armfarm.ros.bag.BagConnection;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.StringMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooseFramesTest {
    private static final byte[] RED_GREEN = {(byte) 255, 0, 0, 0, (byte) 255, 0};

    @TempDir
    private Path folder;

    private final MemoryTarget target = new MemoryTarget();

    @Test
    void cutsATopicIntoStretchesThatAreTheSameEveryTime() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int i = 0; i < 230; i++) {
                out.add(i, "/left/compressed", CompressedImage.TYPE, jpeg(i));
                if (i % 10 == 0) {
                    out.add(i, "/right", ImageMessage.TYPE, raw("rgb8", 6, RED_GREEN));
                }
                out.add(i, "/chatter", StringMessage.TYPE, new StringMessage("hello"));
            }
        }

        ImportReport report = TestBags.run(TestBags.auto(), target, bag);

        List<GraspAttempt> attempts = target.attempts();
        assertThat(report.complete()).isTrue();
        assertThat(report.ignored()).isEqualTo(230);
        assertThat(report.framesStored()).isEqualTo(253);
        assertThat(attempts).extracting(attempt -> attempt.frames().size()).containsExactlyInAnyOrder(100, 100, 30, 23);
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.started().purpose()).isEqualTo(Purpose.IMPORT);
            assertThat(attempt.ended().outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(attempt.ended().labels()).allMatch(label -> label.source() == LabelSource.RECORDING);
            assertThat(attempt.frames()).allMatch(frame -> frame.kind() == FrameKind.VIEW);
            assertThat(attempt.started().arm()).isEqualTo(ImportOptions.DEFAULT_ARM);
            assertThat(attempt.started().sceneId()).startsWith("lab.bag /");
        });
        assertThat(attempts.get(0).frames().get(7).image().bytes())
                .isEqualTo(jpeg(7).data().bytes());
        assertThat(attempts.get(0).id().uuid().version()).isEqualTo(7);

        MemoryTarget other = new MemoryTarget();
        TestBags.run(TestBags.auto(), other, bag);
        assertThat(other.attempts()).isEqualTo(attempts);
        ImportReport again = TestBags.run(TestBags.auto(), target, bag);
        assertThat(again.attemptsStored()).isZero();
        assertThat(again.attemptsAlreadyStored()).isEqualTo(4);
    }

    @Test
    void goesOnAfterAnInterruptionWithWhatIsNotThereYet() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int i = 0; i < 150; i++) {
                out.add(i, "/camera", CompressedImage.TYPE, jpeg(i));
                out.add(i, "/other", CompressedImage.TYPE, jpeg(1000 + i));
            }
        }
        MemoryTarget whole = new MemoryTarget();
        TestBags.run(TestBags.auto(), whole, bag);
        ImportTarget half = new ImportTarget(
                id -> whole.attempts().indexOf(attempt(whole, id)) % 2 == 0,
                target.target().store());

        ImportReport report = new BagImport(TestBags.auto(), half, (phase, done, all) -> {}).run(bag, false);

        assertThat(report.attemptsStored()).isEqualTo(2);
        assertThat(report.attemptsAlreadyStored()).isEqualTo(2);
        assertThat(target.attempts())
                .containsExactly(whole.attempts().get(1), whole.attempts().get(3));
    }

    private static GraspAttempt attempt(MemoryTarget of, armfarm.messages.AttemptId id) {
        return of.attempts().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void readsTheRawEncodingsAndRejectsTheOthersWithAReason() {
        Path bag = folder.resolve("lab.bag");
        byte[] bgra = {0, 0, (byte) 255, 9, 0, (byte) 255, 0, 9};
        BagConnection foreign =
                new BagConnection(77, "/strange", "sensor_msgs/Image", "0".repeat(32), "int8 x\n", "", false);
        try (TestBags out = new TestBags(bag)) {
            out.add(0, "/a", ImageMessage.TYPE, raw("rgb8", 6, RED_GREEN));
            out.add(1, "/a", ImageMessage.TYPE, raw("bgra8", 8, bgra));
            out.add(2, "/a", ImageMessage.TYPE, raw("mono8", 2, new byte[] {10, (byte) 200}));
            out.add(3, "/a", ImageMessage.TYPE, raw("bayer_rggb8", 2, new byte[2]));
            out.add(4, "/a", ImageMessage.TYPE, raw("rgb8", 6, new byte[5]));
            out.add(5, "/a", ImageMessage.TYPE, raw("rgb8", 5, RED_GREEN));
            out.add(6, "/b", CompressedImage.TYPE, compressed(new byte[] {1, 2, 3, 4}));
            out.add(7, "/b", CompressedImage.TYPE, compressed(new byte[] {(byte) 0xFF, (byte) 0xD8, 3, 4}));
            out.add(8, foreign, new byte[] {1});
        }

        ImportReport report = TestBags.run(TestBags.auto(), target, bag);

        List<RgbImage> images = target.attempts().get(0).frames().stream()
                .map(frame -> JpegCodec.decode(frame.image()))
                .toList();
        assertThat(images).hasSize(3);
        assertThat(images.get(1)).as("the same pixels in another order").isEqualTo(images.get(0));
        assertThat(images.get(2).pixels()[0] & 0xFF).isBetween(0, 40);
        assertThat(images.get(2).pixels()[3] & 0xFF).isBetween(170, 230);
        assertThat(report.rejected())
                .hasSize(5)
                .containsEntry("/a: image whose data does not fit its size", 2L)
                .containsEntry("/b: image that is neither JPEG nor PNG", 1L)
                .containsEntry("/b: JPEG whose head is cut or damaged", 1L)
                .containsKey("/a: image encoding 'bayer_rggb8', known are rgb8, bgr8, rgba8, bgra8 and mono8");
        assertThat(report.rejected().keySet()).anyMatch(reason -> reason.contains("md5 " + "0".repeat(32)));
    }

    @Test
    void rejectsImagesThatAreNotWholeAndDepthImages() throws IOException {
        Path bag = folder.resolve("lab.bag");
        byte[] jpeg = SampleAttempts.jpeg(1).bytes();
        byte[] png = png(BufferedImage.TYPE_3BYTE_BGR);
        try (TestBags out = new TestBags(bag)) {
            out.add(0, "/a", CompressedImage.TYPE, compressed(jpeg));
            out.add(1, "/a", CompressedImage.TYPE, compressed(Arrays.copyOf(jpeg, jpeg.length / 2)));
            out.add(2, "/a", CompressedImage.TYPE, compressed(png));
            out.add(3, "/a", CompressedImage.TYPE, compressed(Arrays.copyOf(png, png.length - 40)));
            out.add(4, "/a", CompressedImage.TYPE, compressed(png(BufferedImage.TYPE_USHORT_GRAY)));
        }

        ImportReport report = TestBags.run(TestBags.auto(), target, bag);

        assertThat(target.attempts()).as("one for each size of image").hasSize(2);
        assertThat(target.attempts().stream().flatMap(attempt -> attempt.frames().stream()))
                .extracting(frame -> frame.image().bytes())
                .containsExactly(jpeg, png);
        assertThat(report.rejected())
                .isEqualTo(Map.of(
                        "/a: JPEG that is cut or damaged", 1L,
                        "/a: PNG that is cut", 1L,
                        "/a: PNG of 16 bits, expected 8", 1L));
    }

    private static byte[] png(int type) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, type), "png", out);
        return out.toByteArray();
    }

    @Test
    void takesOnlyTheTopicsItIsTold() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            out.add(0, "/a", CompressedImage.TYPE, jpeg(0));
            out.add(1, "/b", CompressedImage.TYPE, jpeg(1));
            out.add(2, "/c", StringMessage.TYPE, new StringMessage("x"));
        }
        ImportOptions.Topics topics = new ImportOptions.Topics(
                List.of("/b"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2);

        ImportReport report =
                TestBags.run(new ImportOptions(ImportOptions.Kind.FRAMES, Optional.empty(), topics), target, bag);

        assertThat(report.framesStored()).isEqualTo(1);
        assertThat(report.ignored()).isEqualTo(2);
        assertThat(report.rejected()).isEmpty();
    }

    private static CompressedImage jpeg(long seed) {
        return compressed(SampleAttempts.jpeg(seed).bytes());
    }

    private static CompressedImage compressed(byte[] bytes) {
        return new CompressedImage(Header.at(Instant.EPOCH, "camera"), "jpeg", new ByteArray(bytes));
    }

    /** 2 pixels in one row. */
    private static ImageMessage raw(String encoding, long step, byte[] data) {
        return new ImageMessage(Header.at(TestBags.at(0), "camera"), 1, 2, encoding, 0, step, new ByteArray(data));
    }
}
