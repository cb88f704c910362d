package armfarm.episodes.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordsTest {
    /** Records "grasp", none, and 32 zeros, written by tf.io.TFRecordWriter of TensorFlow 2.21.0. */
    private static final String TENSORFLOWS = "0500000000000000eab2043e67726173704f0f7422"
            + "000000000000000029039807d8ea82a2"
            + "200000000000000029eda950" + "00".repeat(32) + "faffd70f";

    private static final List<byte[]> RECORDS =
            List.of("grasp".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[32]);

    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatTensorflowWrites() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : RECORDS) {
            TfRecords.write(out, record);
        }

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(TENSORFLOWS);
    }

    @Test
    void masksTheChecksumOfTheStandard() {
        // CRC-32C of 32 zeros is 8a9136aa (RFC 3720, B.4); rotated right by 15 and a282ead8 added
        assertThat(TfRecords.maskedCrc(new byte[32])).isEqualTo(Integer.rotateRight(0x8a9136aa, 15) + 0xa282ead8);
    }

    @Test
    void readsThemBack() throws IOException {
        Path file = Files.write(folder.resolve("a"), HexFormat.of().parseHex(TENSORFLOWS));
        List<byte[]> read = new ArrayList<>();

        long records = TfRecordFiles.visit(file, read::add);

        assertThat(records).isEqualTo(3);
        assertThat(read).usingRecursiveComparison().isEqualTo(RECORDS);
    }

    @Test
    void findsEveryFlippedBit() throws IOException {
        byte[] bytes = HexFormat.of().parseHex(TENSORFLOWS);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            Path file = Files.write(folder.resolve("a"), damaged);

            assertThatThrownBy(() -> TfRecordFiles.visit(file, record -> {}))
                    .as("byte %d", i)
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void findsAFileThatWasCut() throws IOException {
        byte[] bytes = HexFormat.of().parseHex(TENSORFLOWS);
        for (int length = 38; length < bytes.length; length++) {
            Path file = Files.write(folder.resolve("a"), Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> TfRecordFiles.visit(file, record -> {}))
                    .as("cut to %d bytes", length)
                    .hasMessageContaining("Record at byte 37");
        }
    }
}
