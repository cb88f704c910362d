package armfarm.drivers.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
