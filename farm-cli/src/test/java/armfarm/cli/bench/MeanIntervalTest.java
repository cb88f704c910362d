package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeanIntervalTest {
    @Test
    void isStudentsInterval() {
        // mean 0.9, standard deviation 0.02; t(0.975, 2) = 4.302653 from tables
        MeanInterval three = MeanInterval.of(List.of(0.88, 0.90, 0.92));

        assertThat(three.mean()).isCloseTo(0.9, within(1e-12));
        assertThat(three.low()).isCloseTo(0.9 - 4.302653 * 0.02 / Math.sqrt(3), within(1e-7));
        assertThat(three.high()).isCloseTo(0.9 + 4.302653 * 0.02 / Math.sqrt(3), within(1e-7));
    }

    @Test
    void ofOneValueIsThatValue() {
        assertThat(MeanInterval.of(List.of(0.7))).isEqualTo(new MeanInterval(0.7, 0.7, 0.7));
    }
}
