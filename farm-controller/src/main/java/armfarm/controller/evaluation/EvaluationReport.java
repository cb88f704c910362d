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
            @JsonProperty("by_kind") List<KindResult> byKind,
            @JsonProperty("by_seed") List<SeedResult> bySeed) {
        public PolicyResult {
            byKind = List.copyOf(byKind);
            bySeed = List.copyOf(bySeed);
        }
    }

    /** How many grasps ended in which way, see {@link FailureCause}. */
    public record Failures(long empty, long slipped, long blocked) {}

    public record KindResult(String kind, long n, double rate, double low, double high) {}

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
                .forEach((kind, of) -> kinds.add(
                        new KindResult(kind, of.attempts(), round(of.rate()), round(of.low()), round(of.high()))));
        List<SeedResult> seeds = new ArrayList<>();
        by(grasps, Grasp::seed)
                .forEach((seed, of) -> seeds.add(
                        new SeedResult(seed, of.attempts(), round(of.rate()), round(of.low()), round(of.high()))));
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
                new Failures(
                        count(grasps, FailureCause.EMPTY),
                        count(grasps, FailureCause.SLIPPED),
                        count(grasps, FailureCause.BLOCKED)),
                kinds,
                seeds);
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

    private static <K extends Comparable<K>> Map<K, SuccessRate> by(List<Grasp> grasps, Function<Grasp, K> key) {
        Map<K, SuccessRate> rates = new TreeMap<>();
        for (Grasp grasp : grasps) {
            rates.merge(
                    key.apply(grasp),
                    new SuccessRate(grasp.result().success() ? 1 : 0, 1),
                    (a, b) -> new SuccessRate(a.successes() + b.successes(), a.attempts() + b.attempts()));
        }
        return rates;
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
