package armfarm.controller.metrics;

import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.state.ArmCondition;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.SuccessByPolicy;
import armfarm.ingest.EpisodeSink;
import armfarm.ingest.IngestMetrics;
import armfarm.ingest.PublishMetrics;
import armfarm.messages.ArmId;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.SuccessRate;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmActivity;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What one process of the farm tells Prometheus: the Java VM always, the rest as far as the process has it. Each part is
 * added once, with a supplier that is asked at every scrape, from the web server's threads: thread-safe, quick, and never
 * blocking.
 *
 * <p>Names, units and meanings are in docs/metrics.md. Thread-safe.
 */
public final class FarmMetrics {
    private static final double MEBI = 1024 * 1024;
    /** Upper bounds in seconds: a commit every 200 ms at best, minutes when Kafka was away. */
    private static final double[] COMMIT_SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    private FarmMetrics() {}

    /**
     * What every process has.
     *
     * @param role the command that runs here, for example up or store
     */
    public static FarmMetrics of(String role) {
        FarmMetrics metrics = new FarmMetrics();
        JvmMetrics.builder().register(metrics.registry);
        Info.builder()
                .name("armfarm_build_info")
                .help("Version of Armfarm and the role of this process, always 1")
                .labelNames("version", "role")
                .register(metrics.registry)
                .addLabelValues(SoftwareVersion.CURRENT, role);
        return metrics;
    }

    /** The answer to one scrape. */
    public record Page(String contentType, String text) {}

    /**
     * Asks all suppliers.
     *
     * @param accept the Accept header of the request: Prometheus' text format, or OpenMetrics if asked for; may be null
     */
    public Page page(String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept == null ? "" : accept);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), bytes.toString(StandardCharsets.UTF_8));
    }

    /** What the store holds, all runs. */
    public FarmMetrics stored(Supplier<FarmCounts> counts) {
        counter("armfarm_attempts_stored", "Attempts in the store, the aborted ones too", counts, FarmCounts::stored);
        counter(
                "armfarm_attempts_rejected",
                "Attempts of which records were rejected and nothing was stored",
                counts,
                FarmCounts::rejected);
        counter(
                "armfarm_attempts_repeated",
                "Attempts that arrived again after they were stored",
                counts,
                FarmCounts::duplicates);
        counter("armfarm_images_stored", "Images in the store", counts, FarmCounts::frames);
        counter(
                "armfarm_records_rejected",
                "Records kept with a reason, see armfarm rejected",
                counts,
                FarmCounts::rejectedRecords);
        return this;
    }

    /** Stored attempts of each arm by how they ended, all runs. */
    public FarmMetrics outcomes(Supplier<Map<ArmId, Map<Outcome, Long>>> outcomes) {
        CounterWithCallback.builder()
                .name("armfarm_attempts")
                .help("Stored attempts of an arm by outcome")
                .labelNames("arm", "outcome")
                .callback(sample -> outcomes.get().forEach((arm, counts) -> {
                    for (Outcome outcome : Outcome.values()) {
                        sample.call(counts.getOrDefault(outcome, 0L), arm.name(), word(outcome));
                    }
                }))
                .register(registry);
        return this;
    }

    /**
     * Success in the latest practice attempts; no sample where there are none.
     *
     * @param byArm of each arm
     * @param fleet of the whole farm
     */
    public FarmMetrics success(Supplier<Map<ArmId, SuccessRate>> byArm, Supplier<SuccessRate> fleet) {
        GaugeWithCallback.builder()
                .name("armfarm_success_ratio")
                .help("Share of successes in the arm's latest 100 practice attempts")
                .labelNames("arm")
                .callback(sample -> byArm.get().forEach((arm, rate) -> {
                    if (rate.attempts() > 0) {
                        sample.call(rate.rate(), arm.name());
                    }
                }))
                .register(registry);
        GaugeWithCallback.builder()
                .name("armfarm_fleet_success_ratio")
                .help("Share of successes in the farm's latest 100 practice attempts")
                .callback(sample -> {
                    SuccessRate rate = fleet.get();
                    if (rate.attempts() > 0) {
                        sample.call(rate.rate());
                    }
                })
                .register(registry);
        return this;
    }

    /**
     * What the farm is in, and why: the words are those of page and {@code armfarm status}.
     *
     * @param state of the whole farm, or of this process's part of it
     */
    public FarmMetrics state(Supplier<FarmState> state) {
        GaugeWithCallback.builder()
                .name("armfarm_phase")
                .help("1 for the phase that the farm is in; the other phases have no sample")
                .labelNames("phase")
                .callback(sample -> sample.call(1, state.get().condition().word()))
                .register(registry);
        labelled("armfarm_arm_state", "1 for the state that the arm is in, 0 for the others", "arm", "state")
                .callback(sample -> state.get().arms().forEach(arm -> {
                    for (ArmCondition condition : ArmCondition.values()) {
                        sample.call(arm.state() == condition ? 1 : 0, arm.name(), condition.word());
                    }
                }))
                .register(registry);
        labelled("armfarm_arm_state_seconds", "Since when the arm is in its state", "arm")
                .callback(sample -> state.get().arms().forEach(arm -> sample.call(arm.ageSeconds(), arm.name())))
                .register(registry);
        labelled("armfarm_component_up", "1 while the part of the farm answers", "component")
                .callback(sample ->
                        state.get().components().forEach(part -> sample.call(part.up() ? 1 : 0, part.name())))
                .register(registry);
        labelled("armfarm_component_age_seconds", "Since the last good answer of the part", "component")
                .callback(
                        sample -> state.get().components().forEach(part -> sample.call(part.ageSeconds(), part.name())))
                .register(registry);
        return notices(state);
    }

    private FarmMetrics notices(Supplier<FarmState> state) {
        gauge(
                "armfarm_problem",
                "1 while something is wrong: the page and armfarm status say what",
                state,
                now -> now.problem().isPresent() ? 1 : 0);
        labelled(
                        "armfarm_notice",
                        "1 while there is something of that kind to say: who makes it go away is the urgency",
                        "kind",
                        "urgency")
                .callback(sample -> {
                    List<Notice> now = state.get().notices();
                    for (Notice.Kind kind : Notice.Kind.values()) {
                        for (Notice.Urgency urgency : Notice.Urgency.values()) {
                            boolean there = now.stream()
                                    .anyMatch(notice -> notice.kind() == kind && notice.urgency() == urgency);
                            sample.call(there ? 1 : 0, kind.word(), urgency.word());
                        }
                    }
                })
                .register(registry);
        return this;
    }

    private static GaugeWithCallback.Builder labelled(String name, String help, String... labels) {
        return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
    }

    /** What each arm of this process did. */
    public FarmMetrics arms(Supplier<? extends Collection<ArmActivity>> arms) {
        CounterWithCallback.builder()
                .name("armfarm_attempts_begun")
                .help("Attempts that the arm began since this process started")
                .labelNames("arm")
                .callback(sample -> List.copyOf(arms.get())
                        .forEach(arm ->
                                sample.call((double) arm.attempts(), arm.arm().name())))
                .register(registry);
        return this;
    }

    /** The way of events to Kafka. */
    public FarmMetrics sending(Supplier<PublishMetrics> sending) {
        counter("armfarm_events_sent", "Events that Kafka acknowledged", sending, PublishMetrics::events);
        counter("armfarm_events_sent_bytes", "Bytes of those events", sending, PublishMetrics::bytes);
        counter("armfarm_events_failed", "Events refused for good, see the log", sending, PublishMetrics::failures);
        counter("armfarm_event_gaps", "Events that arms left out", sending, PublishMetrics::gaps);
        gauge("armfarm_events_waiting", "Events not acknowledged yet", sending, PublishMetrics::waiting);
        gauge("armfarm_spool_events", "Of the waiting events, those on the disk", sending, PublishMetrics::spooled);
        gauge("armfarm_spool_bytes", "Size of the spool's files", sending, PublishMetrics::spoolBytes);
        return this;
    }

    /** The way of events from Kafka into the store. */
    public FarmMetrics ingest(Supplier<IngestMetrics> ingest) {
        counter("armfarm_ingest_records", "Records read from Kafka", ingest, IngestMetrics::records);
        counter("armfarm_ingest_bytes", "Bytes of those records", ingest, IngestMetrics::bytes);
        counter(
                "armfarm_ingest_attempts",
                "Attempts put together since this process started",
                ingest,
                IngestMetrics::attempts);
        counter("armfarm_ingest_rejected_records", "Records no attempt could use", ingest, IngestMetrics::rejected);
        counter("armfarm_ingest_repeated_records", "Records seen before", ingest, IngestMetrics::duplicates);
        counter("armfarm_ingest_gaps", "Events that never came", ingest, IngestMetrics::gaps);
        gauge("armfarm_ingest_lag_records", "Records in Kafka that are not read yet", ingest, IngestMetrics::lag);
        return this;
    }

    /**
     * The same sink with a clock: from an attempt's end at the arm until its commit, waits in the spool and in Kafka
     * included.
     */
    public EpisodeSink timed(EpisodeSink sink, InstantSource clock) {
        Histogram seconds = Histogram.builder()
                .name("armfarm_event_to_commit_seconds")
                .help("Time from the end of an attempt until it is stored")
                .classicOnly()
                .classicUpperBounds(COMMIT_SECONDS)
                .register(registry);
        return batch -> {
            sink.append(batch);
            Instant now = clock.instant();
            batch.attempts()
                    .forEach(attempt -> seconds.observe(Math.max(
                            0, inSeconds(Duration.between(attempt.ended().endedAt(), now)))));
        };
    }

    /** What the trainer does. */
    public FarmMetrics training(Supplier<TrainerStatus> status) {
        gauge("armfarm_training_active", "1 while a round of training runs", status, s -> s.isTraining() ? 1 : 0);
        gauge(
                "armfarm_training_seconds",
                "Time of the round under way or, between rounds, of the latest one",
                status,
                s -> inSeconds(s.took()));
        GaugeWithCallback.builder()
                .name("armfarm_training_loss_nats")
                .help("Cross entropy of the latest batches; no sample before the first round")
                .callback(sample -> status.get().loss().ifPresent(sample::call))
                .register(registry);
        return this;
    }

    /** The models that were released. */
    public FarmMetrics models(Supplier<List<ModelRecord>> all) {
        Supplier<List<ModelRecord>> models = () -> all.get().stream()
                .filter(model -> model.state() != ModelState.REFUSED)
                .toList();
        gauge(
                "armfarm_model_round",
                "Training round of the newest model, 0 before the first",
                models,
                released -> released.stream().mapToInt(ModelRecord::round).max().orElse(0));
        GaugeWithCallback.builder()
                .name("armfarm_model_created_timestamp_seconds")
                .help("When the newest model was made, since 1970; no sample before the first")
                .callback(sample -> models.get().stream()
                        .map(ModelRecord::createdAt)
                        .max(Instant::compareTo)
                        .ifPresent(made -> sample.call(made.toEpochMilli() / 1000.0)))
                .register(registry);
        return this;
    }

    /** How confident the newest model is that has decided practice attempts; no sample where there is none. */
    public FarmMetrics predictions(Supplier<SuccessByPolicy> success) {
        overconfidence(
                "armfarm_model_overconfidence_ratio",
                "Mean predicted minus achieved success of the newest model's choices in practice",
                success,
                PredictedSuccess::difference);
        overconfidence(
                "armfarm_model_overconfidence_low_ratio",
                "Lower bound of the same, at 95 %",
                success,
                PredictedSuccess::low);
        return this;
    }

    private void overconfidence(
            String name, String help, Supplier<SuccessByPolicy> success, ToDoubleFunction<PredictedSuccess> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> success.get().practice().stream()
                        .map(ModelSuccess::predicted)
                        .filter(predicted -> predicted.achieved().attempts() > 0)
                        .reduce((older, newer) -> newer)
                        .ifPresent(newest -> sample.call(value.applyAsDouble(newest))))
                .register(registry);
    }

    /**
     * Room on the disk; no sample while it cannot be read.
     *
     * @param folder the process' data
     * @param minFreeMebibytes below which the arms pause
     */
    public FarmMetrics disk(Path folder, long minFreeMebibytes) {
        GaugeWithCallback.builder()
                .name("armfarm_disk_free_bytes")
                .help("Free space where this process keeps its data")
                .callback(sample -> freeBytes(folder).ifPresent(free -> sample.call(free)))
                .register(registry);
        gauge(
                "armfarm_disk_min_free_bytes",
                "Below this the arms pause: storage.min_free_mb",
                () -> minFreeMebibytes,
                mebibytes -> mebibytes * MEBI);
        return this;
    }

    /** How the loops of this process are; which of them, and why, is on the page and in the log. */
    public FarmMetrics loops(Supervision loops) {
        gauge(
                "armfarm_loops_failing",
                "loops of this process that do not work now: failed, stuck, or ended for good",
                loops::problems,
                List::size);
        counter(
                "armfarm_loop_failures",
                "failures of this process's loops; each is tried again",
                () -> loops,
                Supervision::failures);
        return this;
    }

    /** Prometheus adds _total. */
    private <T> void counter(String name, String help, Supplier<T> source, ToDoubleFunction<T> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> sample.call(value.applyAsDouble(source.get())))
                .register(registry);
    }

    private <T> void gauge(String name, String help, Supplier<T> source, ToDoubleFunction<T> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> sample.call(value.applyAsDouble(source.get())))
                .register(registry);
    }

    private static Optional<Long> freeBytes(Path folder) {
        try {
            return Optional.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static double inSeconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
