package armfarm.episodes.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.imports.CollectingVisitor;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.AttemptId;
import armfarm.messages.GraspAttempt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are packed, cut, or something else than TFRecords, and records with values that are missing. */
class Brain2016FilesTest {
    private static final ImportSettings SETTINGS = ImportSettings.of("test").withOpenGripperMeters(0.08);

    @TempDir
    private Path folder;

    @Test
    void unpacksWhatTensorflowPacks() throws IOException {
        byte[] plain = framed(record(10), record(30));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        pack(new GZIPOutputStream(gzip), plain);
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        pack(new DeflaterOutputStream(zlib), plain);

        CollectingVisitor ofGzip = read("a.tfrecord.gz", gzip.toByteArray());
        CollectingVisitor ofZlib = read("b.tfrecord", zlib.toByteArray());

        assertThat(ofGzip.problems).isEmpty();
        assertThat(ofZlib.problems).isEmpty();
        List<AttemptId> ids = ids(read("c.tfrecord", plain));
        assertThat(ids).hasSize(2);
        assertThat(ids(ofGzip)).isEqualTo(ids);
        assertThat(ids(ofZlib)).isEqualTo(ids);
    }

    @Test
    void saysThatAPackedFileIsCut() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        pack(new GZIPOutputStream(gzip), framed(record(10), record(30)));

        CollectingVisitor cut = read("a.tfrecord", Arrays.copyOf(gzip.toByteArray(), gzip.size() - 100));

        assertThat(cut.attempts).hasSizeLessThan(2);
        assertThat(cut.problems).singleElement().asString().contains("its packing is cut or damaged");
    }

    @Test
    void takesAnEmptyListForAMissingValue() throws IOException {
        PublishedRecord empty = new PublishedRecord(10, true);
        empty.features.floats("gripper/status");
        empty.features.floats(Brain2016Keys.INTRINSICS);
        PublishedRecord needed = new PublishedRecord(20, true);
        needed.features.floats("grasp_success");

        CollectingVisitor read = read("a.tfrecord", framed(empty.bytes(), needed.bytes()));

        assertThat(read.attempts).hasSize(1);
        assertThat(read.attempts.get(0).ended().gripperOpeningMeters()).isEmpty();
        assertThat(read.attempts.get(0).started().camera().fxPixels()).isZero();
        assertThat(read.rejected.get(2L)).contains("grasp_success is missing");
    }

    @Test
    void rejectsImagesThatAreNotWhole() throws IOException {
        byte[] image = PublishedRecord.image(11);
        PublishedRecord cut = new PublishedRecord(10, true);
        cut.features.image("grasp/1/image/encoded", Arrays.copyOf(image, image.length / 2));
        PublishedRecord view = new PublishedRecord(20, true);
        view.features.image("post_grasp/image/encoded", Arrays.copyOf(image, image.length - 20));

        CollectingVisitor read = read("a.tfrecord", framed(cut.bytes(), view.bytes(), record(30)));

        assertThat(read.attempts).hasSize(1);
        assertThat(read.rejected.get(1L)).startsWith("grasp/1/image/encoded: JPEG that c");
        assertThat(read.rejected.get(2L)).isEqualTo("post_grasp/image/encoded: JPEG that is cut or damaged");
    }

    @Test
    void rejectsNumbersThatCannotBe() throws IOException {
        PublishedRecord focal = new PublishedRecord(10, true);
        focal.features.floats(Brain2016Keys.INTRINSICS, -500, 0, 0, 0, 500, 0, 320, 240, 1);
        PublishedRecord command = new PublishedRecord(20, true);
        command.features.floats(Brain2016Keys.command(0), 0, 0, -0.1, 3, 4);
        PublishedRecord time = new PublishedRecord(30, true);
        time.features.text(Brain2016Keys.ATTEMPT, "ffffffff-ffff-7fff-bfff-ffffffffffff");

        CollectingVisitor read = read("a.tfrecord", framed(focal.bytes(), command.bytes(), time.bytes()));

        assertThat(read.rejected.get(1L)).contains("focal length below 0");
        assertThat(read.rejected.get(2L)).contains("is no command");
        assertThat(read.rejected.get(3L)).contains("before the year 1970 or after 2200");
    }

    @ParameterizedTest
    @CsvSource({"268435456", "4611686018427387900", "9223372036854775807", "-1"})
    void takesNoMemoryForALengthThatTheFileDoesNotHave(long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TfRecords.write(bytes, record(10));
        byte[] head = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putInt(8, TfRecords.maskedCrc(Arrays.copyOf(head, 8)));
        bytes.write(head);
        bytes.write(new byte[100]);

        CollectingVisitor read = read("a.tfrecord", bytes.toByteArray());

        assertThat(read.attempts).hasSize(1);
        assertThat(read.problems).singleElement().asString().contains("(record 2)");
    }

    @Test
    void goesOnBehindARecordThatIsTooLong() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            long length = TfRecords.MAX_RECORD_BYTES + 1;
            byte[] head = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            out.write(head);
            out.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(TfRecords.maskedCrc(head))
                    .array());
            byte[] zeros = new byte[1 << 20];
            for (long left = length + 4; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(zeros.length, left));
            }
            TfRecords.write(out, record(10));
        }

        CollectingVisitor read = read("a.tfrecord.gz", gzip.toByteArray());

        assertThat(read.rejected.get(1L)).contains("more than 128 MiB");
        assertThat(read.attempts).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1 oid | git lfs pull",
                "<!DOCTYPE html><html><body>Sign in</body>      | a web page",
                "#ROSBAG V2.0                                   | armfarm bag import"
            })
    void saysWhatAFileIsThatHoldsNoRecords(String content, String expected) throws IOException {
        CollectingVisitor read = read("a.tfrecord", content.getBytes(StandardCharsets.UTF_8));

        assertThat(read.attempts).isEmpty();
        assertThat(read.problems)
                .singleElement()
                .asString()
                .contains("a.tfrecord")
                .contains(expected);
    }

    @Test
    void saysThatAFileIsEmpty() throws IOException {
        Files.write(folder.resolve("a.tfrecord"), new byte[0]);

        assertThat(Brain2016Dataset.open(folder, SETTINGS).notes())
                .containsExactly("a.tfrecord is empty: it has no records, or did not arrive");
    }

    @Test
    void saysWhichFormatAFolderIs() throws IOException {
        Files.createDirectories(folder.resolve("meta"));
        Files.writeString(folder.resolve("meta/info.json"), "{}");
        assertThatThrownBy(() -> Brain2016Dataset.open(folder, SETTINGS)).hasMessageContaining("--format lerobot");

        Path other = Files.createDirectories(folder.resolve("other/102"));
        Files.write(other.resolve("x.tfrecord"), framed(record(10)));
        assertThatThrownBy(() -> Brain2016Dataset.open(folder.resolve("other"), SETTINGS))
                .hasMessageContaining("there are some in " + other);
    }

    @Test
    void leavesAloneWhatAMacPutsBesideTheFiles() throws IOException {
        Files.write(folder.resolve("a.tfrecord"), framed(record(10)));
        Files.write(folder.resolve("._a.tfrecord"), new byte[] {0, 5, 22, 7, 0, 2, 0, 0, 77, 97, 99, 32});

        assertThat(Brain2016Dataset.open(folder, SETTINGS).files()).containsExactly(folder.resolve("a.tfrecord"));
    }

    private static List<AttemptId> ids(CollectingVisitor read) {
        return read.attempts.stream().map(GraspAttempt::id).toList();
    }

    private static void pack(OutputStream packing, byte[] plain) throws IOException {
        try (packing) {
            packing.write(plain);
        }
    }

    private static byte[] record(int shade) {
        return new PublishedRecord(shade, true).bytes();
    }

    private static byte[] framed(byte[]... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : records) {
            TfRecords.write(out, record);
        }
        return out.toByteArray();
    }

    private CollectingVisitor read(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return CollectingVisitor.of(Brain2016Dataset.open(file, SETTINGS));
    }
}
