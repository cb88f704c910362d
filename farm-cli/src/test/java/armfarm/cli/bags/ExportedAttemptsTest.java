package armfarm.cli.bags;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Purpose;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.MessageFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedAttemptsTest {
    private static final String DEPTH_TOPIC = "/arm_1/camera/depth_registered/image_raw/compressed";

    @TempDir
    private Path folder;

    private final SampleAttempts attempts = new SampleAttempts(5);
    private final MemoryTarget target = new MemoryTarget();

    @Test
    void givesTheVerySameAttemptsBack() {
        GraspAttempt first = attempts.completed("arm_1");
        GraspAttempt second = attempts.completed("arm_2");
        GraspAttempt aborted = attempts.aborted("arm_1");
        Path bag = TestBags.export(folder.resolve("a.bag"), first, second, aborted);

        ImportReport report = TestBags.run(TestBags.auto(), target, bag);

        assertThat(target.attempts()).containsExactly(first, second, aborted);
        assertThat(report.complete()).isTrue();
        assertThat(report.kind()).isEqualTo("attempts");
        assertThat(report.attemptsStored()).isEqualTo(3);
        assertThat(report.framesStored()).isEqualTo(8);
        assertThat(target.batches().get(0).importedFrom()).contains(report.sha256());
    }

    @Test
    void givesDepthBackByteForByte() throws MessageFormatException {
        GraspAttempt attempt = attempts.withDepth(attempts.completed("arm_1"));
        Path bag = TestBags.export(folder.resolve("a.bag"), attempt);

        ImportReport report = TestBags.run(TestBags.auto(), target, bag);

        assertThat(target.attempts()).containsExactly(attempt);
        assertThat(report.complete()).isTrue();
        List<BagMessage> depth = onTopic(bag, DEPTH_TOPIC);
        assertThat(depth).hasSize(attempt.frames().size());
        CompressedImage first =
                CompressedImage.TYPE.deserialize(depth.get(0).data().bytes());
        assertThat(first.header().stamp()).isEqualTo(attempt.frames().get(0).stamp());
        assertThat(first.format()).isEqualTo("16UC1; png compressed ");
    }

    @Test
    void rejectsAnAttemptWhoseDepthIsMissingOrDamaged() {
        GraspAttempt lacks = attempts.withDepth(attempts.completed("arm_1"));
        GraspAttempt damaged = attempts.withDepth(attempts.completed("arm_2"));
        GraspAttempt whole = attempts.withDepth(attempts.completed("arm_3"));
        Path bag = TestBags.export(folder.resolve("a.bag"), lacks, damaged, whole);
        Path cut = folder.resolve("cut.bag");
        try (TestBags out = new TestBags(cut)) {
            int i = 0;
            for (BagMessage message : TestBags.read(bag)) {
                String topic = message.connection().topic();
                byte[] data = message.data().bytes();
                if (topic.equals(DEPTH_TOPIC.replace("arm_1", "arm_2"))) {
                    data[new String(data, StandardCharsets.ISO_8859_1).indexOf("PNG")] ^= 1;
                }
                if (!topic.equals(DEPTH_TOPIC)) {
                    out.add(i++, message.connection(), data);
                }
            }
        }

        ImportReport report = TestBags.run(TestBags.auto(), target, cut);

        assertThat(target.attempts()).containsExactly(whole);
        assertThat(report.attemptsRejected()).isEqualTo(Map.of("the depth of an image is missing", 2L));
        assertThat(report.rejected())
                .containsEntry(
                        DEPTH_TOPIC.replace("arm_1", "arm_2")
                                + ": depth image that is not a readable PNG of 16-bit grey",
                        4L)
                .containsEntry("image that belongs to no frame", 8L);
    }

    private static List<BagMessage> onTopic(Path bag, String topic) {
        return TestBags.read(bag).stream()
                .filter(message -> message.connection().topic().equals(topic))
                .toList();
    }

    @Test
    void practiceSaysWhatRanItAndAnImportKeepsItsName() {
        GraspAttempt practice = from(Purpose.COLLECTION, AttemptSource.GAZEBO);
        GraspAttempt named = from(Purpose.IMPORT, new AttemptSource("imported:lab_2016"));
        GraspAttempt unnamed = from(Purpose.IMPORT, AttemptSource.UNNAMED_IMPORT);
        Path bag = TestBags.export(folder.resolve("night 3.bag"), practice, named, unnamed);

        TestBags.run(TestBags.auto(), target, bag);

        assertThat(target.attempts())
                .extracting(attempt -> attempt.started().source().name())
                .containsExactly("gazebo", "imported:lab_2016", "bag:night_3");
    }

    private GraspAttempt from(Purpose purpose, AttemptSource source) {
        GraspAttempt made = attempts.completed("arm_1");
        AttemptStarted started = made.started();
        return new GraspAttempt(
                new AttemptStarted(
                        started.attempt(),
                        started.arm(),
                        started.attemptNumber(),
                        started.startedAt(),
                        purpose,
                        started.objectSet(),
                        started.sceneId(),
                        started.camera(),
                        started.softwareVersion(),
                        source),
                made.frames(),
                made.ended());
    }

    @Test
    void storesNothingTwice() {
        Path bag = TestBags.export(folder.resolve("a.bag"), attempts.completed("arm_1"), attempts.completed("arm_1"));
        TestBags.run(TestBags.auto(), target, bag);

        ImportReport again = TestBags.run(TestBags.auto(), target, bag);

        assertThat(again.attemptsStored()).isZero();
        assertThat(again.attemptsAlreadyStored()).isEqualTo(2);
        assertThat(again.complete()).isTrue();
        assertThat(target.batches()).hasSize(1);
    }

    @Test
    void putsAttemptsTogetherInWhateverOrderTheirMessagesAre() {
        GraspAttempt first = attempts.completed("arm_1");
        GraspAttempt second = attempts.completed("arm_1");
        Path bag = TestBags.export(folder.resolve("a.bag"), first, second);
        List<BagMessage> messages = TestBags.read(bag);
        Path turned = folder.resolve("turned.bag");
        try (TestBags out = new TestBags(turned)) {
            for (int i = messages.size() - 1; i >= 0; i--) {
                out.add(i, messages.get(i).connection(), messages.get(i).data().bytes());
            }
        }

        TestBags.run(TestBags.auto(), target, turned);

        assertThat(target.attempts()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void rejectsAnAttemptThatLacksSomethingAndSaysWhat() {
        Path bag = TestBags.export(
                folder.resolve("a.bag"),
                attempts.completed("arm_1"),
                attempts.completed("arm_2"),
                attempts.completed("arm_3"),
                attempts.completed("arm_4"));
        int[] images = {0};
        Path cut = TestBags.filtered(bag, folder.resolve("cut.bag"), message -> {
            String topic = message.connection().topic();
            return switch (topic) {
                case "/arm_1/attempt/started", "/arm_2/attempt/ended" -> false;
                case "/arm_3/camera/image_raw/compressed" -> images[0]++ != 1;
                default -> true;
            };
        });

        ImportReport report = TestBags.run(TestBags.auto(), target, cut);

        assertThat(target.attempts())
                .extracting(attempt -> attempt.started().arm().name())
                .containsExactly("arm_4");
        assertThat(report.attemptsRejected())
                .isEqualTo(Map.of(
                        "the event 'started' is missing",
                        1L,
                        "the event 'ended' is missing",
                        1L,
                        "an image is missing",
                        1L));
        assertThat(report.rejected()).isEqualTo(Map.of("image that belongs to no frame", 11L));
        assertThat(report.complete()).isFalse();
    }

    @Test
    void takesAnotherArmsNameIfTold() {
        Path bag = TestBags.export(folder.resolve("a.bag"), attempts.completed("arm_1"));
        ImportOptions options = new ImportOptions(
                ImportOptions.Kind.AUTO, Optional.of(new ArmId("berlin_3")), ImportOptions.Topics.none());

        TestBags.run(options, target, bag);

        GraspAttempt stored = target.attempts().get(0);
        assertThat(stored.started().arm().name()).isEqualTo("berlin_3");
        assertThat(stored.frames()).allMatch(frame -> frame.arm().name().equals("berlin_3"));
    }

    @Test
    void writesImagesAndPosesOnTheArmsTopicsWithTheirStamps() throws MessageFormatException {
        GraspAttempt attempt = attempts.completed("arm_1");
        List<BagMessage> messages = TestBags.read(TestBags.export(folder.resolve("a.bag"), attempt));

        assertThat(messages)
                .extracting(message -> message.connection().topic())
                .startsWith("/arm_1/attempt/started", "/arm_1/camera/camera_info", "/arm_1/camera/camera_in_base")
                .contains("/arm_1/attempt/gripper_in_base", "/arm_1/attempt/commanded_in_base")
                .endsWith("/arm_1/gripper/state", "/arm_1/attempt/ended");
        BagMessage image = messages.stream()
                .filter(message -> message.connection().carries(CompressedImage.TYPE))
                .findFirst()
                .orElseThrow();
        CompressedImage first = CompressedImage.TYPE.deserialize(image.data().bytes());
        assertThat(image.time()).isEqualTo(attempt.frames().get(0).receivedAt());
        assertThat(first.header().stamp()).isEqualTo(attempt.frames().get(0).stamp());
        assertThat(first.format()).isEqualTo("jpeg");
        assertThat(first.data().bytes())
                .isEqualTo(attempt.frames().get(0).image().bytes());
        BagMessage gripper = messages.get(messages.size() - 2);
        JointStateMessage state =
                JointStateMessage.TYPE.deserialize(gripper.data().bytes());
        assertThat(state.position())
                .containsExactly(attempt.ended().gripperOpeningMeters().orElseThrow());
        assertThat(messages).extracting(BagMessage::time).isSorted();
    }
}
