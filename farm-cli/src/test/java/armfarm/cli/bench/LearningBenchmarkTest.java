package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearningBenchmarkTest {
    @Test
    void practiceIsGoodOnceAWholeWindowIs() {
        RecentSuccess recent = new RecentSuccess(4, 0.75);

        assertThat(recent.add(true)).isFalse();
        assertThat(recent.add(true)).isFalse();
        assertThat(recent.add(true)).as("three of three are no window").isFalse();
        assertThat(recent.add(false)).as("three of four").isTrue();
        assertThat(recent.attempts()).isEqualTo(4);
    }

    @Test
    void whatIsLongAgoDoesNotCount() {
        RecentSuccess recent = new RecentSuccess(4, 0.75);
        for (boolean success : new boolean[] {true, false, false, true, false, true, false}) {
            assertThat(recent.add(success)).isFalse();
        }

        assertThat(recent.add(true)).isFalse();
        assertThat(recent.add(true)).isTrue();
        assertThat(recent.attempts()).isEqualTo(9);
    }

    @Test
    void evaluatesModelsAlongTheWholeHistoryAndAlwaysTheLast() {
        TreeMap<Long, Path> models = new TreeMap<>();
        for (long size : new long[] {300, 450, 700, 1_400, 2_000, 2_700, 3_000}) {
            models.put(size, Path.of("m" + size));
        }

        assertThat(LearningBenchmark.spread(models, 3)).containsOnlyKeys(700L, 2_000L, 3_000L);
        assertThat(LearningBenchmark.spread(models, 1)).containsOnlyKeys(3_000L);
        assertThat(LearningBenchmark.spread(models, 100))
                .containsOnlyKeys(models.keySet().toArray(new Long[0]));
        assertThat(LearningBenchmark.spread(new TreeMap<>(), 3)).isEmpty();
    }
}
