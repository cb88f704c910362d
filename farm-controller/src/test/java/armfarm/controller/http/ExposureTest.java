package armfarm.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1", "localhost"})
    void saysNothingWhileOnlyThisMachineReachesThePage(String host) {
        assertThat(Exposure.warning(host, 8080)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.2"})
    void saysWhatOthersCanDoOnAWiderBind(String host) {
        assertThat(Exposure.warning(host, 8080))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains(host, "no login", "8080", "label", "out of training", "page.host: 127.0.0.1"));
    }
}
