package armfarm.controller;

import armfarm.controller.collection.ArmActivity;
import armfarm.controller.dashboard.ArmImage;
import armfarm.controller.dashboard.ArmStateView;
import armfarm.controller.dashboard.ArmView;
import armfarm.controller.dashboard.AttemptsView;
import armfarm.controller.dashboard.ComponentView;
import armfarm.controller.dashboard.EvaluationView;
import armfarm.controller.dashboard.FarmStatusView;
import armfarm.controller.dashboard.FarmView;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.dashboard.ModelView;
import armfarm.controller.dashboard.RateView;
import armfarm.controller.dashboard.SuccessCurve;
import armfarm.controller.dashboard.TrainerView;
import armfarm.controller.learning.TrainerLoop;
import armfarm.controller.learning.TrainerStatus;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.SuccessByPolicy;
import armfarm.ingest.PublishMetrics;
import armfarm.messages.ArmId;
import armfarm.messages.SuccessRate;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The farm as the page shows it, put together from snapshots: never waits for a database or an arm. Thread-safe. */
final class FarmPage implements FarmView {
    private static final String DURABILITY =
            "Kafka keeps events when the process dies, not when the power fails; PostgreSQL and the shards keep what they"
                    + " acknowledged through both.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Farm farm;
    private final FarmServices services;
    private final FarmWatch watch;
    private final TrainerLoop trainer;
    private final List<ArmActivity> arms;
    private final InstantSource clock;
    private final FarmMetrics metrics;

    FarmPage(
            Farm farm,
            FarmServices services,
            FarmWatch watch,
            TrainerLoop trainer,
            List<ArmActivity> arms,
            InstantSource clock,
            FarmMetrics metrics) {
        this.farm = farm;
        this.services = services;
        this.watch = watch;
        this.trainer = trainer;
        this.arms = arms;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public Optional<FarmMetrics> metrics() {
        return Optional.of(metrics);
    }

    @Override
    public Optional<EpisodeStore> store() {
        return Optional.of(services.store());
    }

    @Override
    public FarmStatusView status() {
        Instant now = clock.instant();
        SuccessByPolicy success = watch.success();
        return new FarmStatusView(
                farm.root().getFileName().toString(),
                farm.phase(),
                farm.root().toString(),
                Duration.between(farm.startedAt(), now).toMillis() / 1000.0,
                components(),
                attempts(),
                losses(),
                farm.problem().orElse(DURABILITY),
                RateView.of(success.random()),
                watch.curve().points(),
                models(success),
                trainerView(),
                List.copyOf(arms).stream().map(arm -> armView(arm, now)).toList(),
                evaluation(success));
    }

    @Override
    public Optional<ArmImage> latestImage(ArmId arm) {
        return List.copyOf(arms).stream()
                .filter(a -> a.arm().equals(arm))
                .findFirst()
                .flatMap(ArmActivity::latestImage)
                .map(seen -> new ArmImage(seen.image(), seen.receivedAt()));
    }

    private List<ComponentView> components() {
        List<ComponentView> parts = new ArrayList<>(List.of(
                new ComponentView("PostgreSQL", services.database().location(), "running"),
                new ComponentView(
                        "Kafka",
                        services.broker().bootstrapServers(),
                        services.broker().fault().isPresent() ? "failed" : "running"),
                new ComponentView("event spool", spooled(), services.publisher().isBehind() ? "waiting" : "running"),
                new ComponentView("ROS master", services.rosMaster().toString(), "running"),
                new ComponentView(
                        "ingest",
                        "lag " + services.consumer().metrics().lag(),
                        services.consumer().fault().isPresent() ? "failed" : "running")));
        services.objectLocation()
                .ifPresent(place -> parts.add(new ComponentView(
                        "image shards", place, services.uploadProblem().isPresent() ? "waiting" : "running")));
        return parts;
    }

    private String spooled() {
        PublishMetrics metrics = services.publisher().metrics();
        return metrics.spooled() == 0
                ? "empty"
                : metrics.spooled() + " events, " + (metrics.spoolBytes() >> 20) + " MiB";
    }

    private AttemptsView attempts() {
        FarmCounts counts = watch.counts();
        long target = farm.plan().targetCollected();
        return new AttemptsView(
                counts.stored(),
                farm.attemptsPerSecond(),
                target == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(target),
                counts.stored(),
                counts.aborted(),
                counts.rejected(),
                counts.duplicates());
    }

    private List<LossView> losses() {
        return List.of(
                new LossView(
                        "Kafka producer",
                        "events refused, with the reason in the log",
                        services.publisher().metrics().failures(),
                        true),
                new LossView(
                        "arms",
                        "events left out (sequence gaps)",
                        services.publisher().metrics().gaps()
                                + services.consumer().metrics().gaps(),
                        true),
                new LossView(
                        "ingest",
                        "records rejected, kept with the reason",
                        watch.counts().rejectedRecords(),
                        true),
                new LossView(
                        "ingest",
                        "records seen before",
                        services.consumer().metrics().duplicates(),
                        false),
                new LossView("store", "attempts aborted", watch.counts().aborted(), false));
    }

    private List<ModelView> models(SuccessByPolicy success) {
        Map<String, SuccessRate> rates = success.collection().stream()
                .collect(Collectors.toMap(m -> m.model().name(), ModelSuccess::rate));
        List<ModelView> views = new ArrayList<>();
        for (ModelRecord model : watch.models()) {
            JsonNode metrics = metrics(model);
            double auc = metrics.path("validationAuc").asDouble(Double.NaN);
            views.add(new ModelView(
                    model.version().name(),
                    model.state().name().toLowerCase(Locale.ROOT),
                    metrics.path("trainingExamples").asLong()
                            + metrics.path("validationExamples").asLong(),
                    Double.isNaN(auc) ? OptionalDouble.empty() : OptionalDouble.of(auc),
                    RateView.of(rates.getOrDefault(model.version().name(), new SuccessRate(0, 0)))));
        }
        return views;
    }

    private static JsonNode metrics(ModelRecord model) {
        try {
            return JSON.readTree(model.metricsJson());
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private TrainerView trainerView() {
        TrainerStatus status = trainer.status();
        return new TrainerView(
                status.state(),
                status.round(),
                status.drawsDone(),
                status.drawsTotal(),
                status.loss(),
                status.took().toMillis() / 1000.0);
    }

    private ArmView armView(ArmActivity arm, Instant now) {
        ArmView view = ArmView.of(
                arm.arm(),
                state(arm),
                arm.model().orElse(SuccessCurve.RANDOM),
                watch.stored(arm.arm()),
                RateView.of(watch.recent(arm)),
                arm.lastOutcome().map(o -> o.name().toLowerCase(Locale.ROOT)).orElse(""),
                arm.fault().orElse(""));
        return arm.latestImage()
                .map(seen -> view.withImage(new ArmImage(seen.image(), seen.receivedAt()), now))
                .orElse(view);
    }

    private static ArmStateView state(ArmActivity arm) {
        return switch (arm.state()) {
            case STARTING -> ArmStateView.STARTING;
            case PRACTISING -> ArmStateView.COLLECTING;
            case EVALUATING -> ArmStateView.EVALUATING;
            case IDLE -> ArmStateView.WAITING;
            case RECOVERING -> ArmStateView.FAULT;
            case STOPPED -> ArmStateView.STOPPED;
        };
    }

    private EvaluationView evaluation(SuccessByPolicy success) {
        if (success.heldOut().isEmpty()) {
            return EvaluationView.NONE;
        }
        SuccessRate model = success.heldOut().get(success.heldOut().size() - 1).rate();
        return new EvaluationView(RateView.of(model), RateView.of(success.heldOutRandom()));
    }
}
