package armfarm.controller.evaluation;

import armfarm.controller.evaluation.SceneEvaluation.Grasp;
import armfarm.messages.FailureCause;
import armfarm.messages.SuccessRate;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an evaluation of one or several policies on the same scenes showed, as {@code --json} prints it. Rates are 0..1 with Wilson
 * intervals at 95 %, rounded to four digits.
 *
 * @param paired each policy with each later one
 */
public record EvaluationReport(List<PolicyResult> policies, List<Paired> paired) {
    public EvaluationReport {
        policies = List.copyOf(policies);
        paired = List.copyOf(paired);
    }

    /**
     * One policy.
     *
     * @param predicted mean of the probabilities of success that it predicted; null if it predicts none
     * @param predictedFailures sums of the probabilities that it predicted for failing so; null if it predicts none
     * @param byKind by the object that was aimed at, see {@link armfarm.simulation.FirstGrasp.Result}
     */
    public record PolicyResult(
            String policy,
            String objects,
            long n,
            double rate,
            double low,
            double high,
            Double predicted,
            @JsonProperty("predicted_minus_achieved") Double predictedMinusAchieved,
            Failures failures,
            @JsonProperty("predicted_failures") PredictedFailures predictedFailures,
            @JsonProperty("by_kind") List<KindResult> byKind,
            @JsonProperty("by_seed") List<SeedResult> bySeed) {
        public PolicyResult {
            byKind = List.copyOf(byKind);
            bySeed = List.copyOf(bySeed);
        }
    }

    /** How many grasps ended in which way, see {@link FailureCause}. */
    public record Failures(long empty, long slipped, long blocked) {}

    /** Numbers of grasps that need not be whole: so many would fail so if the model were right. */
    public record PredictedFailures(double empty, double slipped, double blocked) {}

    /** @param failures and predicted ones, as of the policy */
    public record KindResult(
            String kind,
            long n,
            double rate,
            double low,
            double high,
            Failures failures,
            @JsonProperty("predicted_failures") PredictedFailures predictedFailures) {}

    public record SeedResult(long seed, long n, double rate, double low, double high) {}

    /**
     * Two policies on the same scenes.
     *
     * @param aOnly scenes in which only the first one succeeded
     * @param bOnly scenes in which only the second one did
     * @param p that such a difference is by chance: exact sign test, two-sided
     */
    public record Paired(
            String a,
            String b,
            @JsonProperty("a_only") long aOnly,
            @JsonProperty("b_only") long bOnly,
            double p) {}

    /**
     * Of grasps on the same scenes.
     *
     * @param objects which these were, for readers
     * @param names of the policies
     * @param grasps of each policy, in the order of the scenes
     */
    public static EvaluationReport of(String objects, List<String> names, List<List<Grasp>> grasps) {
        List<PolicyResult> policies = new ArrayList<>();
        List<Paired> paired = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            policies.add(policy(names.get(i), objects, grasps.get(i)));
            for (int j = i + 1; j < names.size(); j++) {
                paired.add(paired(names.get(i), names.get(j), grasps.get(i), grasps.get(j)));
            }
        }
        return new EvaluationReport(policies, paired);
    }

    private static PolicyResult policy(String name, String objects, List<Grasp> grasps) {
        SuccessRate all = rate(grasps);
        List<KindResult> kinds = new ArrayList<>();
        by(grasps, grasp -> grasp.result().aimedAt().name().toLowerCase(Locale.ROOT))
                .forEach((kind, of) -> kinds.add(kind(kind, of)));
        List<SeedResult> seeds = new ArrayList<>();
        by(grasps, Grasp::seed).forEach((seed, of) -> seeds.add(seed(seed, rate(of))));
        boolean predicts =
                grasps.stream().allMatch(grasp -> grasp.predictedSuccess().isPresent());
        double predicted = grasps.stream()
                .mapToDouble(grasp -> grasp.predictedSuccess().orElse(0))
                .average()
                .orElse(0);
        return new PolicyResult(
                name,
                objects,
                all.attempts(),
                round(all.rate()),
                round(all.low()),
                round(all.high()),
                predicts ? round(predicted) : null,
                predicts ? round(predicted - all.rate()) : null,
                failures(grasps),
                predictedFailures(grasps),
                kinds,
                seeds);
    }

    private static KindResult kind(String kind, List<Grasp> grasps) {
        SuccessRate rate = rate(grasps);
        return new KindResult(
                kind,
                rate.attempts(),
                round(rate.rate()),
                round(rate.low()),
                round(rate.high()),
                failures(grasps),
                predictedFailures(grasps));
    }

    private static SeedResult seed(long seed, SuccessRate rate) {
        return new SeedResult(seed, rate.attempts(), round(rate.rate()), round(rate.low()), round(rate.high()));
    }

    private static Failures failures(List<Grasp> grasps) {
        return new Failures(
                count(grasps, FailureCause.EMPTY),
                count(grasps, FailureCause.SLIPPED),
                count(grasps, FailureCause.BLOCKED));
    }

    /** Null, as JSON has it, unless causes were predicted for all. */
    private static PredictedFailures predictedFailures(List<Grasp> grasps) {
        if (!grasps.stream().allMatch(grasp -> grasp.predictedCauses().isPresent())) {
            return null;
        }
        return new PredictedFailures(
                predicted(grasps, FailureCause.EMPTY),
                predicted(grasps, FailureCause.SLIPPED),
                predicted(grasps, FailureCause.BLOCKED));
    }

    private static double predicted(List<Grasp> grasps, FailureCause cause) {
        return round(grasps.stream()
                .mapToDouble(grasp -> grasp.predictedCauses().orElseThrow().of(cause))
                .sum());
    }

    private static Paired paired(String a, String b, List<Grasp> first, List<Grasp> second) {
        long onlyFirst = 0;
        long onlySecond = 0;
        for (int i = 0; i < first.size(); i++) {
            boolean firstHeld = first.get(i).result().success();
            boolean secondHeld = second.get(i).result().success();
            onlyFirst += firstHeld && !secondHeld ? 1 : 0;
            onlySecond += secondHeld && !firstHeld ? 1 : 0;
        }
        return new Paired(a, b, onlyFirst, onlySecond, SignTest.p(onlyFirst, onlySecond));
    }

    private static <K extends Comparable<K>> Map<K, List<Grasp>> by(List<Grasp> grasps, Function<Grasp, K> key) {
        return grasps.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static SuccessRate rate(List<Grasp> grasps) {
        return new SuccessRate(
                grasps.stream().filter(grasp -> grasp.result().success()).count(), grasps.size());
    }

    private static long count(List<Grasp> grasps, FailureCause failure) {
        return grasps.stream()
                .filter(grasp ->
                        grasp.result().failure().filter(failure::equals).isPresent())
                .count();
    }

    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
