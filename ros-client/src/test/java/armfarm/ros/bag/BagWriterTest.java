package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.ros.messages.ByteArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BagWriterTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "BZ2", "LZ4"})
    void givesBackWhatWasWritten(BagCompression compression) {
        BagContent bag = BagContent.read(Recordings.write(folder.resolve("a.bag"), compression));

        assertThat(bag.problems()).isEmpty();
        assertThat(bag.texts())
                .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "hello " + i).toList());
        List<BagMessage> images = bag.messages().stream()
                .filter(message -> message.connection().equals(Recordings.CAMERA))
                .toList();
        assertThat(images).hasSize(5);
        assertThat(images.get(1).data()).isEqualTo(new ByteArray(Recordings.image(640, 480, 2)));
        assertThat(images.get(1).time()).isEqualTo(Recordings.START.plusMillis(250));
        assertThat(bag.messages().get(0).connection()).isEqualTo(Recordings.CHATTER);
        assertThat(bag.index().orElseThrow().chunkOffsets()).hasSize(2);
    }

    @Test
    void beginsAsEveryBagDoes() throws IOException {
        byte[] bytes = Files.readAllBytes(Recordings.write(folder.resolve("a.bag"), BagCompression.NONE));
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(new String(bytes, 0, 13, StandardCharsets.US_ASCII)).isEqualTo("#ROSBAG V2.0\n");
        int headerLength = in.getInt(13);
        assertThat(in.getInt(17 + headerLength)).isEqualTo(4096 - headerLength);
        assertThat(bytes[17 + headerLength + 4]).isEqualTo((byte) ' ');
        String header = new String(bytes, 17, headerLength, StandardCharsets.ISO_8859_1);
        assertThat(header).startsWith("\4\0\0\0op=\3").contains("index_pos=").contains("conn_count=\2\0\0\0");
        String chunk = new String(bytes, 4117 + 4, 40, StandardCharsets.ISO_8859_1);
        assertThat(chunk).startsWith("\4\0\0\0op=\5").contains("compression=none");
    }

    @Test
    void writesABagWithoutMessages() {
        Path file = folder.resolve("empty.bag");
        BagWriter.create(file, BagCompression.LZ4).close();

        BagContent bag = BagContent.read(file);

        assertThat(bag.messages()).isEmpty();
        assertThat(bag.problems()).isEmpty();
        assertThat(bag.index().orElseThrow().messageCount()).isZero();
    }

    @Test
    void refusesWhatABagCannotHold() {
        assertThatThrownBy(() -> BagWriter.create(folder.resolve("a.bag"), BagCompression.ZSTD))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG));
        assertThatThrownBy(() -> RecordingWriter.create(folder.resolve("a"), "a.zip", BagCompression.NONE))
                .hasMessageContaining("a.zip");
        BagWriter writer = BagWriter.create(folder.resolve("b.bag"), BagCompression.NONE);
        assertThatThrownBy(() -> writer.write(Recordings.CHATTER, Instant.parse("1969-12-31T23:59:59Z"), new byte[0]))
                .hasMessageContaining("1970..2106");
        writer.close();
    }
}
