package armfarm.drivers.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
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
        assertThatThrownBy(() -> TcpRos.readBlock(in(new byte[] {-1, -1, -1, -1}), TcpRos.MAX_MESSAGE_BYTES))
                .hasMessageContaining("4294967295 bytes, at most 67108864");
    }

    @Test
    void saysHowMuchOfAMessageCame() {
        assertThatThrownBy(() -> TcpRos.readBlock(in(new byte[] {9, 0, 0, 0, 1, 2}), 100))
                .hasMessageContaining("after 2 of 9 bytes");
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
