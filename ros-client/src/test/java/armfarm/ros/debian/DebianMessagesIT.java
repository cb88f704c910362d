package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.messages.GoldenMessages;
import armfarm.ros.messages.MessageCatalog;
import armfarm.ros.messages.MessageType;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The golden bytes and the md5 sums are what the installed packages say, not what somebody once wrote down. */
@NeedsDebianRos
class DebianMessagesIT {
    @Test
    void theGoldenFileIsWhatDebianWritesToday() throws IOException {
        try (DebianRos ros = DebianRos.at(URI.create("http://127.0.0.1:1/")).withControlMessages()) {
            DebianProcess golden = ros.script("golden.py", ros.pythonPath().toString());
            MessageCatalog.all().stream().map(MessageType::name).forEach(golden::tell);
            golden.endOfInput();

            assertThat(GoldenMessages.parse(golden.output())).isEqualTo(GoldenMessages.stored());
        }
    }
}
