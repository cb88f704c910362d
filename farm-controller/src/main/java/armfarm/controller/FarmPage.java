package armfarm.controller;

import armfarm.controller.dashboard.ArmImage;
import armfarm.controller.dashboard.ArmView;
import armfarm.controller.dashboard.AttemptsView;
import armfarm.controller.dashboard.EvaluationView;
import armfarm.controller.dashboard.FarmStatusView;
import armfarm.controller.dashboard.FarmView;
import armfarm.controller.dashboard.ModelView;
import armfarm.controller.dashboard.PredictionView;
import armfarm.controller.dashboard.RateView;
import armfarm.controller.dashboard.StateView;
import armfarm.controller.dashboard.SuccessCurve;
import armfarm.controller.dashboard.TrainerView;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.state.ArmState;
import armfarm.controller.state.FarmState;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.SuccessByPolicy;
import armfarm.messages.ArmId;
import armfarm.messages.SuccessRate;
import armfarm.policy.PolicyJson;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmSnapshot;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The farm as the page shows it, put together from snapshots: never waits for a database or an arm. Thread-safe. */
public final class FarmPage implements FarmView {
    /** Which data survives which accident. */
    public static final String DURABILITY =
            "Kafka keeps events when the process dies, not when the power fails; PostgreSQL and the shards keep what"
                    + " they acknowledged through both.";

    private final PageFacts facts;
    private final FarmWatch watch;
    private final InstantSource clock;
    private final FarmMetrics metrics;

    public FarmPage(PageFacts facts, FarmWatch watch, InstantSource clock, FarmMetrics metrics) {
        this.facts = facts;
        this.watch = watch;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public Optional<FarmMetrics> metrics() {
        return Optional.of(metrics);
    }

    @Override
    public Optional<EpisodeStore> store() {
        return Optional.of(facts.store());
    }

    @Override
    public FarmStatusView status() {
        Instant now = clock.instant();
        SuccessByPolicy success = watch.success();
        FarmState state = facts.state().get();
        return new FarmStatusView(
                facts.root().getFileName().toString(),
                StateView.of(state),
                facts.root().toString(),
                Duration.between(facts.startedAt(), now).toMillis() / 1000.0,
                attempts(),
                facts.losses().get(),
                DURABILITY,
                RateView.of(success.random()),
                watch.curve().points(),
                models(success),
                trainerView(),
                armViews(state, now),
                evaluation(success));
    }

    @Override
    public Optional<ArmImage> latestImage(ArmId arm) {
        return facts.arms().get().stream()
                .filter(a -> a.arm().equals(arm))
                .findFirst()
                .flatMap(ArmSnapshot::latestImage)
                .map(seen -> new ArmImage(seen.image(), seen.receivedAt()));
    }

    private AttemptsView attempts() {
        FarmCounts counts = watch.counts();
        return new AttemptsView(
                counts.stored(),
                facts.attemptsPerSecond().getAsDouble(),
                facts.target(),
                counts.stored(),
                counts.aborted(),
                counts.rejected(),
                counts.duplicates());
    }

    private List<ModelView> models(SuccessByPolicy success) {
        Map<String, SuccessRate> rates = success.practice().stream()
                .collect(Collectors.toMap(m -> m.model().name(), ModelSuccess::rate));
        List<ModelView> views = new ArrayList<>();
        for (ModelRecord model : watch.models()) {
            JsonNode metrics = metrics(model);
            double auc = metrics.path("validationAuc").asDouble(Double.NaN);
            views.add(new ModelView(
                    model.version().name(),
                    model.state().name().toLowerCase(Locale.ROOT),
                    model.reason(),
                    metrics.path("trainingExamples").asLong()
                            + metrics.path("validationExamples").asLong(),
                    Double.isNaN(auc) ? OptionalDouble.empty() : OptionalDouble.of(auc),
                    RateView.of(rates.getOrDefault(model.version().name(), new SuccessRate(0, 0))),
                    PredictionView.of(success.predictedInPractice(model.version()))));
        }
        return views;
    }

    private static JsonNode metrics(ModelRecord model) {
        try {
            return PolicyJson.parse(model.metricsJson());
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private TrainerView trainerView() {
        TrainerStatus status = facts.trainer().get();
        return new TrainerView(
                status.state(),
                status.round(),
                status.drawsDone(),
                status.drawsTotal(),
                status.loss(),
                status.took().toMillis() / 1000.0);
    }

    private List<ArmView> armViews(FarmState state, Instant now) {
        Map<String, ArmSnapshot> byName = facts.arms().get().stream()
                .collect(Collectors.toMap(arm -> arm.arm().name(), arm -> arm, (a, b) -> b));
        return state.arms().stream()
                .filter(arm -> byName.containsKey(arm.name()))
                .map(arm -> armView(arm, byName.get(arm.name()), now))
                .toList();
    }

    private ArmView armView(ArmState state, ArmSnapshot arm, Instant now) {
        ArmView view = ArmView.of(
                state,
                arm.model().orElse(SuccessCurve.RANDOM),
                watch.stored(arm.arm()),
                RateView.of(watch.recent(arm.arm())),
                arm.lastOutcome().map(o -> o.name().toLowerCase(Locale.ROOT)).orElse(""),
                watch.failures(arm.arm()));
        return arm.latestImage()
                .map(seen -> view.withImage(new ArmImage(seen.image(), seen.receivedAt()), now))
                .orElse(view);
    }

    private EvaluationView evaluation(SuccessByPolicy success) {
        if (success.heldOut().isEmpty()) {
            return EvaluationView.NONE;
        }
        SuccessRate model = success.heldOut().get(success.heldOut().size() - 1).rate();
        return new EvaluationView(RateView.of(model), RateView.of(success.heldOutRandom()));
    }
}
