package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.cli.bench.LearningBenchmark.Options;
import armfarm.cli.bench.LearningBenchmark.Point;
import armfarm.cli.bench.LearningBenchmark.Report;
import armfarm.cli.bench.LearningBenchmark.Seed;
import armfarm.cli.plots.ImageFormat;
import armfarm.cli.plots.LearningPlot;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One farm, tiny: what is tested is the way from a farm's history to a curve, not the rates. */
@Tag("sim")
class LearningBenchIT {
    @TempDir
    Path temp;

    private final List<String> said = new ArrayList<>();
    private Path config;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = Files.writeString(temp.resolve("small.yaml"), """
                farm: {arms: 2}
                learning: {random_attempts: 20, min_round: 10}
                evaluation: {attempts: 2}
                """);
    }

    @Test
    void goesOnAfterAStopAndDoesNothingTwice() throws Exception {
        assertThat(run(40, true)).as("stopped while the farm practised").isNull();
        assertThat(said).containsExactly("Farm 1 of 1, in " + temp.resolve("bench/seed-1"));
        said.clear();

        Report report = run(40, false);

        assertThat(report.seeds()).hasSize(1);
        Seed seed = report.seeds().get(0);
        assertThat(seed.wallSeconds()).isPositive();
        assertThat(seed.practice075At()).as("200 attempts were not made").isNull();
        assertThat(seed.curve()).isNotEmpty().allSatisfy(point -> {
            assertThat(point.attempts()).isBetween(20L, 60L);
            assertThat(point.low()).isLessThanOrEqualTo(point.heldout());
            assertThat(point.high()).isGreaterThanOrEqualTo(point.heldout());
        });
        Point last = seed.curve().get(seed.curve().size() - 1);
        assertThat(report.meanHeldout()).isEqualTo(last.heldout());
        assertThat(report.low()).isEqualTo(last.low());
        assertThat(report.heldoutKinds()).isBetween(0.0, 1.0);
        assertThat(report.predictedMinusAchieved()).isBetween(-1.0, 1.0);
        assertThat(report.oracle()).isGreaterThan(report.random());
        assertThat(said).anyMatch(text -> text.startsWith("Evaluating seed-1/m00"));

        said.clear();
        assertThat(run(40, false)).isEqualTo(report);
        assertThat(said).as("nothing was done").containsExactly("Farm 1 of 1 (done)");
        assertThatThrownBy(() -> run(50, false))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("choose another folder with --data");

        Files.writeString(config, "\n# another text\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> run(40, false))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("choose another folder with --data");

        Path plot = temp.resolve("curve.svg");
        LearningPlot.draw(report).write(plot, ImageFormat.SVG);
        assertThat(Files.readString(plot)).contains("seed 1", "Practice attempts that the model was trained on");
    }

    private Report run(int attempts, boolean stopAtOnce) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        return new LearningBenchmark(
                        temp.resolve("bench"),
                        Options.of(attempts, 6, 2, Optional.of(config)),
                        1,
                        Optional.of(config),
                        milliseconds -> never.await(milliseconds, TimeUnit.MILLISECONDS) || stopAtOnce,
                        said::add)
                .run()
                .orElse(null);
    }
}
