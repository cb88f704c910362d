package armfarm.cli.plots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookTest {
    @Test
    void asManySeriesAsAFarmHasArmsAreToldApart() {
        List<List<Object>> looks = IntStream.range(0, 16)
                .mapToObj(series -> List.<Object>of(Look.color(series), Look.shape(series)))
                .toList();

        assertThat(looks).doesNotHaveDuplicates();
    }
}
