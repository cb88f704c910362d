package armfarm.messages.wire;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of version 1 never change: files are only added under golden/attempt_event. */
class AttemptEventGoldenTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenEvents")
    void readsTheGoldenBytes(String file, AttemptEvent expected) throws IOException {
        assertThat(AttemptEventCodec.decode(golden(file))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenEvents")
    void writesTheGoldenBytes(String file, AttemptEvent event) throws IOException {
        assertThat(AttemptEventCodec.encode(event)).isEqualTo(golden(file));
    }

    private static Stream<Arguments> goldenEvents() {
        return Stream.of(
                Arguments.of("v1.started.bin", SampleEvents.started()),
                Arguments.of("v1.started_with_source.bin", SampleEvents.startedWithSource()),
                Arguments.of("v1.frame.bin", SampleEvents.frame()),
                Arguments.of("v1.frame_with_settings.bin", SampleEvents.frameWithSettings()),
                Arguments.of("v1.frame_with_causes.bin", SampleEvents.frameWithCauses()),
                Arguments.of("v1.frame_with_depth.bin", SampleEvents.frameWithDepth()),
                Arguments.of("v1.ended.bin", SampleEvents.ended()),
                Arguments.of("v1.ended_with_gaps.bin", SampleEvents.endedWithGaps()));
    }

    private static byte[] golden(String file) throws IOException {
        try (InputStream in = AttemptEventGoldenTest.class.getResourceAsStream("/golden/attempt_event/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}
