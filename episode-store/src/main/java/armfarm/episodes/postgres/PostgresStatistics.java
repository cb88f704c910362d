package armfarm.episodes.postgres;

import armfarm.episodes.FailureCounts;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelSuccess;
import armfarm.episodes.OutcomePoint;
import armfarm.episodes.Statistics;
import armfarm.episodes.SuccessByPolicy;
import armfarm.messages.ArmId;
import armfarm.messages.FailureCause;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.Purpose;
import armfarm.messages.SuccessRate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import javax.sql.DataSource;

/** Counts and success rates. */
final class PostgresStatistics implements Statistics {
    private static final String FAILURE = "Cannot count the stored attempts";

    private static final String COUNTS = """
        select
            (select coalesce(sum(newest), 0) from
                (select max(attempt_number) as newest from attempt where imported_from is null
                    group by arm) as arms) as numbered,
            (select count(distinct r.attempt_id) from rejected_record r
                where not exists (select from attempt a where a.id = r.attempt_id)) as rejected,
            (select count(*) from rejected_record) as rejected_records,
            (select duplicate_attempts from farm_info) as duplicates,
            (select count(*) from model) as models,
            (select count(*) from frame) as frames,
            count(*) as stored,
            count(*) filter (where imported_from is not null) as imported,
            count(*) filter (where outcome = 'ABORTED') as aborted,
            count(*) filter (where purpose = 'COLLECTION') as collection,
            count(*) filter (where purpose = 'EVALUATION') as evaluation
        from attempt\
        """;

    /** A choice was random if there was no model or it explored; such rows have a null chooser. */
    private static final String BY_POLICY = """
        select purpose, object_set, case when exploration then null else model end as chooser,
            count(*) filter (where outcome = 'SUCCESS') as successes, count(*) as attempts,
            count(*) filter (where outcome = 'SUCCESS' and predicted_probability is not null) as predicted_successes,
            count(predicted_probability) as predicted_attempts,
            coalesce(sum(predicted_probability), 0) as predicted_sum
        from attempt where outcome in ('SUCCESS', 'FAILURE')
        group by 1, 2, 3 order by chooser\
        """;

    private static final String AGREEMENT = """
        select min(share) as worse from (
            select l.source, avg((l.outcome = t.outcome)::int) as share
            from label l join label t on t.attempt_id = l.attempt_id and t.source = 'SIMULATOR'
            where l.source in ('GRIPPER', 'DROP_TEST') and l.outcome in ('SUCCESS', 'FAILURE')
                and t.outcome in ('SUCCESS', 'FAILURE')
            group by l.source) as rules\
        """;

    private static final String FAILURES = """
        select count(*) filter (where cause_if_failed = 'EMPTY') as empty,
            count(*) filter (where cause_if_failed = 'SLIPPED') as slipped,
            count(*) filter (where cause_if_failed = 'BLOCKED') as blocked,
            count(*) filter (where cause_if_failed is null) as unknown
        from attempt where purpose = 'COLLECTION' and coalesce(label_outcome, outcome) = 'FAILURE'\
        """;

    private final DataSource dataSource;

    PostgresStatistics(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public OptionalDouble labelAgreement() {
        return Sql.one(dataSource, FAILURE, AGREEMENT, row -> {
            double worse = row.getDouble("worse");
            return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(worse);
        });
    }

    @Override
    public FailureCounts practiceFailures() {
        return Sql.one(
                dataSource,
                FAILURE,
                FAILURES,
                row -> new FailureCounts(
                        row.getLong("empty"), row.getLong("slipped"), row.getLong("blocked"), row.getLong("unknown")));
    }

    @Override
    public FarmCounts counts() {
        return Sql.one(dataSource, FAILURE, COUNTS, row -> {
            long stored = row.getLong("stored");
            long rejected = row.getLong("rejected");
            long imported = row.getLong("imported");
            return new FarmCounts(
                    Math.max(row.getLong("numbered") + imported, stored + rejected),
                    stored,
                    rejected,
                    row.getLong("rejected_records"),
                    row.getLong("aborted"),
                    row.getLong("duplicates"),
                    row.getLong("models"),
                    row.getLong("frames"),
                    row.getLong("collection"),
                    row.getLong("evaluation"),
                    imported);
        });
    }

    private record Group(
            Purpose purpose,
            ObjectSet objectSet,
            Optional<ModelVersion> chooser,
            SuccessRate rate,
            SuccessRate withPrediction,
            double predictedSum) {
        boolean isPractice() {
            return purpose == Purpose.COLLECTION;
        }

        boolean isHeldOutEvaluation() {
            return purpose == Purpose.EVALUATION && objectSet == ObjectSet.HELD_OUT;
        }
    }

    @Override
    public SuccessByPolicy successByPolicy() {
        List<Group> groups = Sql.list(
                dataSource,
                FAILURE,
                BY_POLICY,
                row -> new Group(
                        Purpose.valueOf(row.getString("purpose")),
                        ObjectSet.valueOf(row.getString("object_set")),
                        Sql.optionalText(row, "chooser").map(ModelVersion::new),
                        new SuccessRate(row.getLong("successes"), row.getLong("attempts")),
                        new SuccessRate(row.getLong("predicted_successes"), row.getLong("predicted_attempts")),
                        row.getDouble("predicted_sum")));
        List<Group> collection = groups.stream().filter(Group::isPractice).toList();
        List<Group> heldOut = groups.stream().filter(Group::isHeldOutEvaluation).toList();
        return new SuccessByPolicy(random(collection), byModel(collection), byModel(heldOut), random(heldOut));
    }

    private static SuccessRate random(List<Group> groups) {
        return sum(groups.stream().filter(group -> group.chooser().isEmpty()).toList(), Group::rate);
    }

    private static List<ModelSuccess> byModel(List<Group> groups) {
        return groups.stream()
                .flatMap(group -> group.chooser().stream())
                .distinct()
                .sorted()
                .map(model -> success(
                        model,
                        groups.stream()
                                .filter(group -> group.chooser().equals(Optional.of(model)))
                                .toList()))
                .toList();
    }

    private static ModelSuccess success(ModelVersion model, List<Group> groups) {
        SuccessRate achieved = sum(groups, Group::withPrediction);
        double predicted = groups.stream().mapToDouble(Group::predictedSum).sum();
        return new ModelSuccess(
                model,
                sum(groups, Group::rate),
                achieved.attempts() == 0
                        ? PredictedSuccess.NONE
                        : new PredictedSuccess(achieved, predicted / achieved.attempts()));
    }

    private static SuccessRate sum(List<Group> groups, Function<Group, SuccessRate> of) {
        List<SuccessRate> rates = groups.stream().map(of).toList();
        return new SuccessRate(
                rates.stream().mapToLong(SuccessRate::successes).sum(),
                rates.stream().mapToLong(SuccessRate::attempts).sum());
    }

    @Override
    public SuccessRate recentSuccess(ArmId arm, int lastAttempts) {
        return Sql.one(
                dataSource,
                FAILURE,
                """
                select count(*) filter (where outcome = 'SUCCESS') as successes, count(*) as attempts from
                    (select outcome from attempt where arm = ? and outcome in ('SUCCESS', 'FAILURE')
                        order by attempt_number desc limit ?) as newest\
                """,
                row -> new SuccessRate(row.getLong("successes"), row.getLong("attempts")),
                arm.name(),
                lastAttempts);
    }

    @Override
    public List<OutcomePoint> outcomes(long afterStoredSerial, int limit) {
        return Sql.list(
                dataSource,
                FAILURE,
                """
                select stored_serial, arm, model, exploration, purpose, object_set, outcome, stored_at,
                    case when outcome = 'FAILURE' then cause_if_failed end as failure_cause from attempt
                where stored_serial > ? order by stored_serial limit ?\
                """,
                row -> new OutcomePoint(
                        row.getLong("stored_serial"),
                        new ArmId(row.getString("arm")),
                        Columns.model(row),
                        row.getBoolean("exploration"),
                        Purpose.valueOf(row.getString("purpose")),
                        ObjectSet.valueOf(row.getString("object_set")),
                        Outcome.valueOf(row.getString("outcome")),
                        Sql.optionalText(row, "failure_cause").map(FailureCause::valueOf),
                        Sql.instant(row, "stored_at")),
                afterStoredSerial,
                limit);
    }
}
