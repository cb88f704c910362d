package armfarm.controller.report;

import armfarm.controller.report.FarmReport.ModelRate;
import armfarm.controller.report.FarmReport.Rate;
import armfarm.controller.report.FarmReport.Success;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.SuccessByPolicy;
import armfarm.episodes.TrainingSet;
import armfarm.messages.SuccessRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Puts a report together from what the store knows, of a running or a stopped farm alike. */
public final class ReportBuilder {
    private ReportBuilder() {}

    /** @param producedAtLeast attempts the arms say they began; 0 if no arm is there to ask */
    public static FarmReport build(EpisodeStore store, long producedAtLeast, Optional<Duration> wall) {
        return build(store, producedAtLeast, wall, OptionalDouble.empty());
    }

    /** @param realTimeFactor of the simulation, if it has one */
    public static FarmReport build(
            EpisodeStore store, long producedAtLeast, Optional<Duration> wall, OptionalDouble realTimeFactor) {
        FarmCounts counts = store.statistics().counts();
        SuccessByPolicy success = store.statistics().successByPolicy();
        List<ModelRecord> models = store.models().all();
        SuccessRate heldOut = latestHeldOut(success);
        SuccessRate random = heldOut.attempts() > 0 ? success.heldOutRandom() : success.random();
        return new FarmReport(
                Math.max(counts.attempts(), producedAtLeast),
                counts.stored(),
                counts.rejected(),
                counts.rejectedRecords(),
                counts.aborted(),
                counts.duplicates(),
                counts.models(),
                wall.map(w -> Math.round(w.toMillis() / 100.0) / 10.0).orElse(null),
                new Success(
                        Rate.of(random), Rate.of(success.random()), Rate.of(heldOut), byModel(store, success, models)),
                counts.practice(),
                counts.evaluation(),
                rounded(store.statistics().labelAgreement()),
                rounded(realTimeFactor),
                FarmReport.Failures.of(store.statistics().practiceFailures()));
    }

    private static Double rounded(OptionalDouble value) {
        return value.isPresent() ? FarmReport.round(value.getAsDouble()) : null;
    }

    /** Of the newest model that was evaluated. */
    private static SuccessRate latestHeldOut(SuccessByPolicy success) {
        List<ModelSuccess> all = success.heldOut();
        return all.isEmpty() ? new SuccessRate(0, 0) : all.get(all.size() - 1).rate();
    }

    private static List<ModelRate> byModel(EpisodeStore store, SuccessByPolicy success, List<ModelRecord> models) {
        Map<String, SuccessRate> rates = success.practice().stream()
                .collect(Collectors.toMap(m -> m.model().name(), ModelSuccess::rate));
        List<ModelRate> rows = new ArrayList<>();
        for (ModelRecord model : models) {
            Rate rate = Rate.of(rates.getOrDefault(model.version().name(), new SuccessRate(0, 0)));
            rows.add(new ModelRate(
                    model.version().name(),
                    rate.n(),
                    rate.rate(),
                    rate.low(),
                    rate.high(),
                    model.trainingSet()
                            .flatMap(store.trainingSets()::find)
                            .map(TrainingSet::attempts)
                            .orElse(0L),
                    model.state().name().toLowerCase(Locale.ROOT)));
        }
        return rows;
    }
}
