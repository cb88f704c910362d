package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ros.net.ReadAhead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TcpRosTest {
    @Test
    void writesAHeaderAsTheSpecificationShowsIt() {
        byte[] header = TcpRos.encodeHeader(Map.of("md5sum", "*"));

        assertThat(header).isEqualTo("\14\0\0\0\10\0\0\0md5sum=*".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsBackFieldsWithEqualSignsAndLines() throws IOException {
        Map<String, String> fields = Map.of("message_definition", "int32 X=1\nint32 y\n", "error", "");

        assertThat(TcpRos.readHeader(in(TcpRos.encodeHeader(fields)))).isEqualTo(fields);
    }

    @Test
    void refusesAFieldThatRunsPastTheHeader() {
        assertThatThrownBy(() -> TcpRos.readHeader(in(new byte[] {5, 0, 0, 0, 9, 0, 0, 0, 'a'})))
                .hasMessageContaining("runs past");
    }

    @Test
    void refusesAFieldWithoutAName() {
        assertThatThrownBy(() -> TcpRos.readHeader(in(new byte[] {6, 0, 0, 0, 2, 0, 0, 0, '=', 'a'})))
                .hasMessageContaining("without a name");
    }

    @Test
    void refusesALengthAboveTheLimitBeforeReadingOn() {
        assertThatThrownBy(
                        () -> reader(TcpRos.MAX_MESSAGE_BYTES, -1, -1, -1, -1).read())
                .hasMessageContaining("4294967295 bytes, at most 67108864");
    }

    @Test
    void saysHowMuchOfAMessageCame() {
        assertThatThrownBy(() -> reader(100, 9, 0, 0, 0, 1, 2).read()).hasMessageContaining("after 2 of 9 bytes");
    }

    @Test
    void readsIntoABlockThatWasGivenBackOnlyWhenItFits() throws IOException {
        BlockReader reader = reader(100, 2, 0, 0, 0, 1, 2, 2, 0, 0, 0, 3, 4, 1, 0, 0, 0, 5);

        byte[] first = reader.read();
        reader.reuse(first);
        byte[] second = reader.read();
        byte[] third = reader.read();

        assertThat(second).isSameAs(first).containsExactly(3, 4);
        assertThat(third).isNotSameAs(first).containsExactly(5);
    }

    @Test
    void readingAheadChangesNothingOfWhatIsRead() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        ReadAhead ahead = new ReadAhead(new InputStream() {
            private final InputStream in = in(bytes);

            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                return in.read(into, offset, Math.min(count, 70_000));
            }

            @Override
            public int available() {
                throw new AssertionError("asks how much there is");
            }
        });

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        read.write(ahead.read());
        byte[] part = new byte[100_000];
        int[] counts = {3, 100_000, 0, 40_000, 65_536, 1};
        for (int i = 0, got = 0; got >= 0; i++) {
            got = ahead.read(part, 0, counts[i % counts.length]);
            read.write(part, 0, Math.max(0, got));
        }

        assertThat(read.toByteArray()).isEqualTo(bytes);
        assertThat(ahead.read()).isEqualTo(-1);
    }

    private static BlockReader reader(int maxBytes, int... bytes) {
        byte[] input = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            input[i] = (byte) bytes[i];
        }
        return new BlockReader(in(input), maxBytes);
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
