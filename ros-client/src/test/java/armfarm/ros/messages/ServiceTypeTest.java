package armfarm.ros.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTypeTest {
    @Test
    void computesThePublishedSums() {
        assertThat(EmptyService.TYPE.md5()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(SetBoolService.TYPE.md5()).isEqualTo("09fb03525b03e7ea1fd3992bafd87e16");
        assertThat(TriggerService.TYPE.md5()).isEqualTo("937c9679a518e3a18d831e57125ea522");
        assertThat(LogMessage.TYPE.md5()).isEqualTo("acffd30cd6b6de30f120938c17c593fb");
        assertThat(ClockMessage.TYPE.md5()).isEqualTo("a9c97c1d230cfc112e270351a944ee47");
    }

    @Test
    void readsBackWhatItWrites() throws MessageFormatException {
        LogMessage line = new LogMessage(
                Header.at(Instant.ofEpochSecond(5), ""), LogMessage.WARN, "/n", "text", "", "f", 7, List.of("/t"));
        SetBoolService.Response response = new SetBoolService.Response(true, "on");
        ClockMessage clock = new ClockMessage(Instant.ofEpochSecond(3, 4));

        assertThat(LogMessage.TYPE.deserialize(LogMessage.TYPE.serialize(line))).isEqualTo(line);
        assertThat(SetBoolService.TYPE
                        .response()
                        .deserialize(SetBoolService.TYPE.response().serialize(response)))
                .isEqualTo(response);
        assertThat(ClockMessage.TYPE.deserialize(ClockMessage.TYPE.serialize(clock)))
                .isEqualTo(clock);
    }
}
