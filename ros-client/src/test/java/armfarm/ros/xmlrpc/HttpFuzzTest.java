package armfarm.ros.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFuzzTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";

    private static byte[] read(String answer) throws IOException {
        return HttpResponse.readBody(in(answer), 100);
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsTheBody() throws IOException {
        assertThat(read(GOOD)).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
        assertThat(read("HTTP/1.0 200 OK\n\nto the end"))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("to the end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                ""
            })
    void refusesWhatIsNoAnswer(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesABodyThatGoesOnAboveTheLimit() {
        InputStream answer = in("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> HttpResponse.readBody(answer, 1 << 20)).hasMessageContaining("more than");
    }

    @Test
    void refusesAHeadThatNeverEnds() {
        InputStream endless = in("x".repeat(1 << 20));

        assertThatThrownBy(() -> HttpHead.read(endless)).isInstanceOf(HttpHead.TooLong.class);
    }

    @Test
    void survivesDamagedAnswers() {
        SplittableRandom random = new SplittableRandom(20261122);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            StringBuilder answer = new StringBuilder(GOOD);
            for (int j = random.nextInt(5); j >= 0; j--) {
                answer.setCharAt(random.nextInt(answer.length()), (char) random.nextInt(256));
            }
            try {
                assertThat(read(answer.toString())).hasSizeLessThanOrEqualTo(100);
            } catch (IOException e) {
                refused++;
            }
        }

        assertThat(refused).isBetween(500, 1999);
    }
}
