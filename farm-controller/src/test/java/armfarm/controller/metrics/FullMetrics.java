package armfarm.controller.metrics;

import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.TrainerFacts;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.SuccessByPolicy;
import armfarm.ingest.EpisodeSink;
import armfarm.ingest.IngestMetrics;
import armfarm.ingest.PublishMetrics;
import armfarm.messages.ArmId;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.SuccessRate;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmActivity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process with every part, fed with numbers that are all different. */
final class FullMetrics {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:02.600Z");
    private static final ArmId ARM = new ArmId("arm_1");
    private static final Pattern SAMPLE =
            Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? \\S+$", Pattern.MULTILINE);

    private final FarmMetrics metrics = FarmMetrics.of("up");
    private final EpisodeSink timed;

    FullMetrics(Path folder, EpisodeSink sink) {
        metrics.stored(() -> new FarmCounts(1000, 990, 3, 5, 7, 11, 13, 1980, 900, 90, 0))
                .outcomes(() -> Map.of(ARM, Map.of(Outcome.SUCCESS, 600L, Outcome.FAILURE, 383L)))
                .success(() -> Map.of(ARM, new SuccessRate(3, 4)), () -> new SuccessRate(1, 2))
                .arms(() -> List.of(new ArmActivity(ARM, NOW)))
                .sending(() -> new PublishMetrics(101, 102, 103, 104, 105, 106, 107, 108, 109))
                .ingest(() -> new IngestMetrics(201, 202, 203, 204, 205, 206, 207, 208))
                .training(() ->
                        TrainerStatus.told("training", 13, 50, 100, OptionalDouble.of(0.43), Duration.ofMillis(12_500)))
                .models(() -> List.of(new ModelRecord(
                        new ModelVersion("m0013-12345678"),
                        13,
                        ModelState.FLEET,
                        NOW,
                        Optional.empty(),
                        "{}",
                        "m.zip",
                        "00",
                        "newest")))
                .predictions(() -> new SuccessByPolicy(
                        new SuccessRate(20, 100),
                        List.of(
                                decided("m0012-12345678", new SuccessRate(30, 100), 0.9),
                                decided("m0013-12345678", new SuccessRate(60, 100), 0.85)),
                        List.of(),
                        new SuccessRate(0, 0)))
                .disk(folder, 512)
                .loops(Supervision.byHand(() -> NOW, told -> {}, pause -> {}))
                .state(FullMetrics::state);
        timed = metrics.timed(sink, () -> NOW);
    }

    private static ModelSuccess decided(String model, SuccessRate achieved, double predicted) {
        return new ModelSuccess(new ModelVersion(model), achieved, new PredictedSuccess(achieved, predicted));
    }

    private static FarmState state() {
        return FarmState.of(
                new FarmFacts(
                        FarmPhase.PRACTISING,
                        Optional.of("disk nearly full"),
                        new PlanFacts(Optional.empty(), 10, OptionalLong.empty(), OptionalLong.empty(), 0),
                        new TrainerFacts("next round at 300", Optional.empty(), false),
                        List.of(),
                        List.of(ArmFacts.of(new ArmActivity(ARM, NOW.minusSeconds(7)).snapshot())),
                        List.of(new ComponentFacts(
                                ComponentNames.KAFKA,
                                "127.0.0.1:9092",
                                NOW.minusSeconds(60),
                                Optional.of(NOW.minusSeconds(12)),
                                Optional.empty(),
                                Optional.empty(),
                                "events wait"))),
                NOW);
    }

    FarmMetrics metrics() {
        return metrics;
    }

    EpisodeSink timed() {
        return timed;
    }

    String text() {
        return metrics.page(null).text();
    }

    /** Names of all samples in a page of Prometheus' text format. */
    static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = SAMPLE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
