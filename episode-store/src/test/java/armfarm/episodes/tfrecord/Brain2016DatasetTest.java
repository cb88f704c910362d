package armfarm.episodes.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.episodes.imports.CollectingVisitor;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Brain2016DatasetTest {
    private static final ImportSettings SETTINGS = ImportSettings.of("test").withOpenGripperMeters(0.08);

    @TempDir
    private Path folder;

    @Test
    void makesStepsOfImagesAndPoses() throws IOException {
        GraspAttempt attempt = readOne(new PublishedRecord(10, true));

        assertThat(attempt.ended().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(attempt.started().arm()).isEqualTo(ImportSettings.DEFAULT_ARM);
        assertThat(attempt.ended().gripperOpeningMeters().getAsDouble()).isCloseTo(0.02, within(1e-9));
        assertThat(attempt.frames().stream().map(FrameCaptured::kind))
                .containsExactly(
                        FrameKind.VIEW,
                        FrameKind.STEP,
                        FrameKind.STEP,
                        FrameKind.VIEW,
                        FrameKind.LIFTED,
                        FrameKind.DROPPED);
        assertThat(attempt.frames().get(1).image().bytes()).isEqualTo(PublishedRecord.image(11));
        GraspStep second = attempt.frames().get(2).step().orElseThrow();
        assertThat(second.gripperInBase().distanceMeters(PublishedRecord.REACHED))
                .as("what step 0 reached is where the image of step 1 was taken")
                .isCloseTo(0, within(1e-6));
        MotorCommand expected = MotorCommand.between(PublishedRecord.REACHED, PublishedRecord.GRASP);
        assertThat(second.decision().command().dzMeters()).isCloseTo(expected.dzMeters(), within(1e-6));
        assertThat(second.decision().command().sinYaw()).isCloseTo(expected.sinYaw(), within(1e-6));
    }

    @Test
    void namesWhatItHasNoPlaceFor() throws IOException {
        CollectingVisitor read =
                read(file(new PublishedRecord(10, true).bytes(), new PublishedRecord(30, false).bytes()));

        assertThat(read.leftOut)
                .containsEntry("grasp/N/depth_image/encoded", 2)
                .containsEntry("gripper_sequence/joint/positions", 2)
                .hasSize(2);
    }

    @Test
    void sameRecordHasTheSameIdInWhateverFileItIs() throws IOException {
        byte[] first = new PublishedRecord(10, true).bytes();
        byte[] second = new PublishedRecord(30, false).bytes();

        List<GraspAttempt> together = read(file(first, second)).attempts;
        List<GraspAttempt> alone = read(file(second)).attempts;

        assertThat(alone.get(0).id()).isEqualTo(together.get(1).id());
        assertThat(together.get(0).id()).isNotEqualTo(together.get(1).id());
    }

    @Test
    void goesOnBehindARecordWithADamagedContent() throws IOException {
        byte[] bytes = Files.readAllBytes(file(record(10), record(30), record(50)));
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.tfrecord"), bytes);

        CollectingVisitor read = read(damaged);

        assertThat(read.attempts).hasSize(2);
        assertThat(read.rejected).containsOnlyKeys(2L);
        assertThat(read.rejected.get(2L)).contains("does not fit its checksum").contains("get the file again");
        assertThat(read.problems).isEmpty();
    }

    @Test
    void keepsWhatIsWholeOfAFileThatWasCut() throws IOException {
        byte[] bytes = Files.readAllBytes(file(record(10), record(30), record(50)));
        Path cut = Files.write(folder.resolve("cut.tfrecord"), Arrays.copyOf(bytes, bytes.length - 1));

        CollectingVisitor read = read(cut);

        assertThat(read.attempts).hasSize(2);
        assertThat(read.problems)
                .singleElement()
                .asString()
                .contains("cut.tfrecord")
                .contains("(record 3)")
                .contains("get the file again");
    }

    @Test
    void cannotGoOnBehindADamagedLength() throws IOException {
        byte[] bytes = Files.readAllBytes(file(record(10), record(30)));
        bytes[1] ^= 1;

        CollectingVisitor read = read(Files.write(folder.resolve("damaged.tfrecord"), bytes));

        assertThat(read.attempts).isEmpty();
        assertThat(read.problems).singleElement().asString().contains("byte 0").contains("its length has the checksum");
    }

    @Test
    void saysWhatARecordLacks() throws IOException {
        PublishedRecord shape = new PublishedRecord(10, true);
        shape.features.floats(Brain2016Keys.reachedPose(0), 1, 2, 3);
        PublishedRecord kind = new PublishedRecord(20, true);
        kind.features.integers("grasp_success", 1);
        PublishedRecord steps = new PublishedRecord(30, true);
        steps.features.text("num_grasp_steps", "3");
        PublishedRecord image = new PublishedRecord(40, true);
        image.features.text("grasp/1/image/encoded", "no image");
        PublishedRecord camera = new PublishedRecord(50, true);
        camera.features.floats("camera/transforms/camera_T_base/matrix44", new double[16]);
        byte[] success = new PublishedRecord(60, true).bytes();

        CollectingVisitor read = read(file(
                shape.bytes(),
                kind.bytes(),
                steps.bytes(),
                image.bytes(),
                camera.bytes(),
                "no message".getBytes(StandardCharsets.UTF_8),
                success));

        assertThat(read.attempts).hasSize(1);
        assertThat(read.rejected.get(1L))
                .isEqualTo(Brain2016Keys.reachedPose(0) + " holds float [3], expected float [7]");
        assertThat(read.rejected.get(2L)).isEqualTo("grasp_success holds int64 [1], expected float [1]");
        assertThat(read.rejected.get(3L))
                .startsWith("grasp/2/image/encoded is missing")
                .contains("3 steps");
        assertThat(read.rejected.get(4L)).isEqualTo("grasp/1/image/encoded: image that is neither JPEG nor PNG");
        assertThat(read.rejected.get(5L)).contains("matrix44 is no pose");
        assertThat(read.rejected.get(6L)).contains("neither a tf.train.SequenceExample nor an Example");
    }

    @Test
    void saysWhichFilesOfASetAreNotThere() throws IOException {
        for (int number : new int[] {0, 3}) {
            Files.write(folder.resolve("grasping_dataset_102.tfrecord-0000" + number + "-of-00012"), new byte[] {1});
        }

        assertThat(Brain2016Dataset.open(folder, SETTINGS).notes())
                .singleElement()
                .asString()
                .contains("2 of 12 files")
                .contains("1, 2, 4, 5, 6 and more");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThatThrownBy(() -> Brain2016Dataset.open(folder, SETTINGS))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("holds no file with .tfrecord in its name");
        assertThatThrownBy(() -> Brain2016Dataset.open(folder.resolve("none"), SETTINGS))
                .hasMessageContaining("neither a file nor a folder");
    }

    private GraspAttempt readOne(PublishedRecord record) throws IOException {
        CollectingVisitor read = read(file(record.bytes()));
        assertThat(read.rejected).isEmpty();
        return read.attempts.get(0);
    }

    private static byte[] record(int shade) {
        return new PublishedRecord(shade, true).bytes();
    }

    private Path file(byte[]... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : records) {
            TfRecords.write(out, record);
        }
        return Files.write(folder.resolve("whole.tfrecord"), out.toByteArray());
    }

    private static CollectingVisitor read(Path file) {
        return CollectingVisitor.of(Brain2016Dataset.open(file, SETTINGS));
    }
}
