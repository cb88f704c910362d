package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.policy.NetworkInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyBenchmarkIT {
    @Test
    void timesEverySearchAndTrainingForEveryInput() {
        List<Integer> told = new ArrayList<>();

        PolicyBenchmark.Report report = PolicyBenchmark.run(3, 1, told::add);

        assertThat(told).containsExactly(1, 2, 3);
        assertThat(report.decisionMillis()).containsOnlyKeys(NetworkInput.values());
        report.decisionMillis().values().forEach(bySearch -> {
            assertThat(bySearch).containsOnlyKeys(PolicyBenchmark.Search.values());
            bySearch.values().forEach(PolicyBenchmarkIT::isMeasured);
        });
        assertThat(report.trainMillisPerExample()).containsOnlyKeys(NetworkInput.values());
        report.trainMillisPerExample().values().forEach(PolicyBenchmarkIT::isMeasured);
        assertThat(report.wideTimesCollecting()).isPositive();
    }

    private static void isMeasured(Spread spread) {
        assertThat(spread.lowest()).isPositive().isLessThanOrEqualTo(spread.median());
    }
}
