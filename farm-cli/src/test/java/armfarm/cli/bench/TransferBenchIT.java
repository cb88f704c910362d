package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.cli.bench.TransferBenchmark.Options;
import armfarm.cli.bench.TransferBenchmark.Report;
import armfarm.cli.bench.TransferBenchmark.Row;
import armfarm.controller.config.FarmConfig.SimulationKind;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.ModelRecord;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transfer from a simulation to itself, tiny: what is tested is the way there, not the rates. */
@Tag("sim")
class TransferBenchIT {
    private static final Options OPTIONS =
            new Options(SimulationKind.EMBEDDED, SimulationKind.EMBEDDED, 2, 80, 60, 6, 3);

    @TempDir
    Path temp;

    private final List<String> said = new ArrayList<>();

    @Test
    void goesOnAfterAStopAndTrainsAloneAndOnBoth() throws InterruptedException, JsonProcessingException {
        assertThat(run(OPTIONS, true))
                .as("stopped in the middle of the second step")
                .isNull();
        assertThat(said).hasSize(2).last().asString().startsWith("Step 2 of 5: trained on 80 embedded");
        said.clear();

        Report report = run(OPTIONS, false);

        assertThat(said.get(0)).endsWith("(done)");
        assertThat(said.get(1)).doesNotContain("(done)");
        assertThat(report.rows())
                .extracting(Row::trainedOn)
                .containsExactly(
                        "80 embedded",
                        "80 embedded",
                        "60 embedded",
                        "80 embedded + 60 embedded",
                        "80 embedded + 60 embedded");
        assertThat(report.rows()).allSatisfy(row -> {
            assertThat(row.model().n()).isEqualTo(6);
            assertThat(row.random().n()).isEqualTo(6);
            assertThat(row.model().low()).isLessThanOrEqualTo(row.model().rate());
        });
        assertThat(newestModel("moved")).isEqualTo(newestModel("trained"));
        assertThat(newestModel("back")).isEqualTo(newestModel("mixed"));
        assertThat(learnedFrom("alone").findValuesAsText("source")).containsExactly("own");
        JsonNode both = learnedFrom("mixed");
        assertThat(both.findValuesAsText("source")).containsExactly("imported:first", "own");
        assertThat(both.get(0).path("trainingExamples").asInt()
                        + both.get(0).path("validationExamples").asInt())
                .as("of 80 and what the arms were at when the farm had them")
                .isGreaterThanOrEqualTo(75);
        assertThat(run(OPTIONS, false)).as("nothing is done twice").isEqualTo(report);
    }

    private String newestModel(String farm) {
        return Arrays.stream(
                        temp.resolve(farm + "/models").toFile().list((folder, name) -> name.endsWith(".model.zip")))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What the farm's newest model says it was trained on, by source. */
    private JsonNode learnedFrom(String farm) throws JsonProcessingException {
        List<ModelRecord> models =
                StoreAccess.ask(temp.resolve(farm), store -> store.models().all());
        return new ObjectMapper()
                .readTree(models.get(models.size() - 1).metricsJson())
                .path("sources");
    }

    @Test
    void refusesToGoOnWithOtherNumbers() throws InterruptedException {
        Options small = new Options(SimulationKind.EMBEDDED, SimulationKind.EMBEDDED, 1, 50, 50, 1, 3);
        assertThat(run(small, true)).isNull();

        assertThatThrownBy(() -> run(OPTIONS, false))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("choose another folder");
    }

    /** @param stopInSecondStep asks to stop as soon as the second step has begun; the result is null then */
    private Report run(Options options, boolean stopInSecondStep) throws InterruptedException {
        return new TransferBenchmark(
                        temp,
                        options,
                        milliseconds -> {
                            Thread.sleep(milliseconds);
                            return stopInSecondStep && said.stream().anyMatch(line -> line.startsWith("Step 2"));
                        },
                        progress -> {},
                        said::add)
                .run()
                .orElse(null);
    }
}
