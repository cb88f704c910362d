package armfarm.cli;

import armfarm.controller.evaluation.EvaluationReport;
import armfarm.controller.evaluation.EvaluationReport.Paired;
import armfarm.controller.evaluation.EvaluationReport.PolicyResult;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/** An evaluation for people. Stateless. */
final class EvaluationText {
    private EvaluationText() {}

    static void print(EvaluationReport report, PrintStream out) {
        int width = report.policies().stream()
                .mapToInt(policy -> policy.policy().length())
                .max()
                .orElse(0);
        out.println("First grasps on objects of the set "
                + report.policies().get(0).objects() + ", with 95 % Wilson intervals:");
        for (PolicyResult policy : report.policies()) {
            print(policy, width, out);
        }
        for (Paired pair : report.paired()) {
            out.printf(
                    Locale.ROOT,
                    "%s against %s: %d scenes only the first, %d only the second, p = %.3g (exact sign test)%n",
                    pair.a(),
                    pair.b(),
                    pair.aOnly(),
                    pair.bOnly(),
                    pair.p());
        }
    }

    private static void print(PolicyResult policy, int width, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-" + Math.max(1, width) + "s  %5.1f %% of %d (%.1f-%.1f)%s%n",
                policy.policy(),
                100 * policy.rate(),
                policy.n(),
                100 * policy.low(),
                100 * policy.high(),
                policy.predicted() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", predicted %.1f %% (%+.1f)",
                                100 * policy.predicted(),
                                100 * policy.predictedMinusAchieved()));
        out.println("    failed: " + policy.failures().empty() + " closed on nothing, "
                + policy.failures().slipped() + " slipped, " + policy.failures().blocked() + " blocked"
                + (policy.predictedFailures() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; predicted %.1f, %.1f and %.1f",
                                policy.predictedFailures().empty(),
                                policy.predictedFailures().slipped(),
                                policy.predictedFailures().blocked())));
        out.println("    aimed at: "
                + policy.byKind().stream()
                        .map(kind -> String.format(
                                Locale.ROOT, "%s %.0f %% of %d", kind.kind(), 100 * kind.rate(), kind.n()))
                        .collect(Collectors.joining(", ")));
        if (policy.bySeed().size() > 1) {
            out.println("    by seed: "
                    + policy.bySeed().stream()
                            .map(seed -> String.format(Locale.ROOT, "%d: %.1f %%", seed.seed(), 100 * seed.rate()))
                            .collect(Collectors.joining(", ")));
        }
    }
}
