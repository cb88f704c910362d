package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,90", "15m,900", "1h30m,5400", "2d,172800", "PT5M,300"})
    void readsWhatPeopleWrite(String text, long seconds) {
        assertThat(new Durations().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "5", "PTX", "-3m"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new Durations().convert(text))
                .isInstanceOf(CommandLine.TypeConversionException.class)
                .hasMessageContaining("is not a duration");
    }

    @Test
    void targetNeedsANumber() {
        assertThat(new Target.Converter().convert("attempts=60")).isEqualTo(new Target(60));
        assertThatThrownBy(() -> new Target.Converter().convert("attempts=0"))
                .hasMessageContaining("expected attempts=N");
    }
}
