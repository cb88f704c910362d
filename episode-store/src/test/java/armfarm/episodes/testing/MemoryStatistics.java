package armfarm.episodes.testing;

import armfarm.episodes.FailureCounts;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.LabelRecord;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.OutcomePoint;
import armfarm.episodes.Statistics;
import armfarm.episodes.SuccessByPolicy;
import armfarm.messages.ArmId;
import armfarm.messages.FailureCause;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.Purpose;
import armfarm.messages.SuccessRate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class MemoryStatistics implements Statistics {
    private final MemoryRows rows;
    private final MemoryRejectedRecords rejectedRecords;
    private final MemoryModels models;

    MemoryStatistics(MemoryRows rows, MemoryRejectedRecords rejectedRecords, MemoryModels models) {
        this.rows = rows;
        this.rejectedRecords = rejectedRecords;
        this.models = models;
    }

    @Override
    public FarmCounts counts() {
        synchronized (rows) {
            long stored = rows.attempts.size();
            long imported = count(row -> row.imported);
            long numbered = rows.attempts.values().stream()
                    .filter(row -> !row.imported)
                    .collect(Collectors.toMap(
                            row -> row.attempt.started().arm(),
                            row -> row.attempt.started().attemptNumber(),
                            Math::max))
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long rejected = rejectedRecords.attemptsWithoutAny();
            return new FarmCounts(
                    Math.max(numbered + imported, stored + rejected),
                    stored,
                    rejected,
                    rejectedRecords.count(),
                    count(row -> row.attempt.ended().outcome() == Outcome.ABORTED),
                    rows.duplicates,
                    models.all().size(),
                    rows.attempts.values().stream()
                            .mapToLong(row -> row.attempt.frames().size())
                            .sum(),
                    count(row -> row.attempt.started().purpose() == Purpose.COLLECTION),
                    count(row -> row.attempt.started().purpose() == Purpose.EVALUATION),
                    imported);
        }
    }

    @Override
    public FailureCounts practiceFailures() {
        synchronized (rows) {
            List<Optional<FailureCause>> causes = rows.attempts.values().stream()
                    .filter(row -> row.attempt.started().purpose() == Purpose.COLLECTION)
                    .filter(row -> row.attempt.ended().outcome() != Outcome.ABORTED)
                    .filter(row -> row.counting()
                            .filter(label -> label.label().outcome() == Outcome.FAILURE)
                            .isPresent())
                    .map(row -> FailureCause.of(row.attempt))
                    .toList();
            return FailureCounts.of(
                    causes.stream()
                            .flatMap(Optional::stream)
                            .collect(Collectors.groupingBy(cause -> cause, Collectors.counting())),
                    causes.stream().filter(Optional::isEmpty).count());
        }
    }

    private long count(Predicate<MemoryRows.Row> which) {
        return rows.attempts.values().stream().filter(which).count();
    }

    @Override
    public SuccessByPolicy successByPolicy() {
        synchronized (rows) {
            List<GraspAttempt> collection = decided(a -> a.started().purpose() == Purpose.COLLECTION);
            List<GraspAttempt> heldOut = decided(a ->
                    a.started().purpose() == Purpose.EVALUATION && a.started().objectSet() == ObjectSet.HELD_OUT);
            return new SuccessByPolicy(random(collection), byModel(collection), byModel(heldOut), random(heldOut));
        }
    }

    private List<GraspAttempt> decided(Predicate<GraspAttempt> which) {
        return rows.attempts.values().stream()
                .map(row -> row.attempt)
                .filter(which)
                .filter(MemoryStatistics::isDecided)
                .toList();
    }

    private static boolean isDecided(GraspAttempt attempt) {
        return attempt.ended().outcome() == Outcome.SUCCESS || attempt.ended().outcome() == Outcome.FAILURE;
    }

    /** A random choice has none. */
    private static Optional<ModelVersion> chooser(GraspAttempt attempt) {
        return attempt.firstStep()
                .map(GraspStep::decision)
                .filter(decision -> !decision.exploration())
                .flatMap(decision -> decision.model());
    }

    private static SuccessRate random(List<GraspAttempt> attempts) {
        return rate(attempts.stream().filter(attempt -> chooser(attempt).isEmpty()));
    }

    private static List<ModelSuccess> byModel(List<GraspAttempt> attempts) {
        return attempts.stream()
                .flatMap(attempt -> chooser(attempt).stream())
                .distinct()
                .sorted()
                .map(model -> success(
                        model,
                        attempts.stream()
                                .filter(a -> chooser(a).equals(Optional.of(model)))
                                .toList()))
                .toList();
    }

    private static ModelSuccess success(ModelVersion model, List<GraspAttempt> chosen) {
        List<GraspAttempt> predicted = chosen.stream()
                .filter(attempt -> prediction(attempt).isPresent())
                .toList();
        double mean = predicted.stream()
                .mapToDouble(attempt -> prediction(attempt).getAsDouble())
                .average()
                .orElse(Double.NaN);
        return new ModelSuccess(model, rate(chosen.stream()), new PredictedSuccess(rate(predicted.stream()), mean));
    }

    private static OptionalDouble prediction(GraspAttempt attempt) {
        return attempt.firstStep()
                .map(step -> step.decision().predictedProbability())
                .orElse(OptionalDouble.empty());
    }

    private static SuccessRate rate(Stream<GraspAttempt> attempts) {
        List<GraspAttempt> all = attempts.toList();
        long successes = all.stream()
                .filter(attempt -> attempt.ended().outcome() == Outcome.SUCCESS)
                .count();
        return new SuccessRate(successes, all.size());
    }

    @Override
    public OptionalDouble labelAgreement() {
        synchronized (rows) {
            return Stream.of(LabelSource.GRIPPER, LabelSource.DROP_TEST)
                    .map(this::agreement)
                    .flatMap(share -> share.stream().boxed())
                    .mapToDouble(Double::doubleValue)
                    .min();
        }
    }

    private OptionalDouble agreement(LabelSource rule) {
        return rows.attempts.values().stream()
                .flatMap(row -> label(row, LabelSource.SIMULATOR)
                        .flatMap(truth -> label(row, rule).map(said -> said == truth ? 1.0 : 0.0))
                        .stream())
                .mapToDouble(Double::doubleValue)
                .average();
    }

    private static Optional<Outcome> label(MemoryRows.Row row, LabelSource source) {
        return row.labels.stream()
                .map(LabelRecord::label)
                .filter(label -> label.source() == source)
                .map(label -> label.outcome())
                .filter(outcome -> outcome == Outcome.SUCCESS || outcome == Outcome.FAILURE)
                .findFirst();
    }

    @Override
    public SuccessRate recentSuccess(ArmId arm, int lastAttempts) {
        synchronized (rows) {
            return rate(decided(attempt -> attempt.started().arm().equals(arm)).stream()
                    .sorted(Comparator.comparingLong(
                                    (GraspAttempt attempt) -> attempt.started().attemptNumber())
                            .reversed())
                    .limit(lastAttempts));
        }
    }

    @Override
    public List<OutcomePoint> outcomes(long afterStoredSerial, int limit) {
        synchronized (rows) {
            return rows.attempts.values().stream()
                    .filter(row -> row.serial > afterStoredSerial)
                    .limit(limit)
                    .map(MemoryStatistics::point)
                    .toList();
        }
    }

    private static OutcomePoint point(MemoryRows.Row row) {
        Optional<GraspStep> step = row.attempt.firstStep();
        return new OutcomePoint(
                row.serial,
                row.attempt.started().arm(),
                step.flatMap(first -> first.decision().model()),
                step.map(first -> first.decision().exploration()).orElse(false),
                row.attempt.started().purpose(),
                row.attempt.started().objectSet(),
                row.attempt.ended().outcome(),
                row.attempt.ended().outcome() == Outcome.FAILURE ? FailureCause.of(row.attempt) : Optional.empty(),
                row.storedAt);
    }
}
