package armfarm.cli;

import armfarm.controller.report.FarmReport;
import armfarm.controller.report.FarmReport.ModelRate;
import armfarm.controller.report.FarmReport.Rate;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a report for people: who grasped, how often, with 95 % intervals. */
final class ResultTable {
    private ResultTable() {}

    static void print(FarmReport report, PrintStream out) {
        out.printf("%n%-26s %10s %9s %9s  %s%n", "policy", "trained on", "attempts", "success", "95 % interval");
        row(out, "random, practice", "", report.success().randomTraining());
        for (ModelRate m : report.success().byModel()) {
            row(
                    out,
                    m.model() + ", practice",
                    Long.toString(m.trainedOn()),
                    new Rate(m.n(), m.rate(), m.low(), m.high()));
        }
        if (report.success().policyHeldout().n() > 0) {
            row(out, "random, held-out objects", "", report.success().random());
            row(out, "model, held-out objects", "", report.success().policyHeldout());
        }
        FarmReport.Failures failures = report.failures();
        out.printf(
                "%nPractice failed by: closed on nothing %d, slipped %d, blocked on the way down %d%s%n",
                failures.empty(),
                failures.slipped(),
                failures.blocked(),
                failures.unknown() == 0 ? "" : ", not known " + failures.unknown());
        out.printf(
                "%n%d attempts: %d stored (%d aborted), %d lost to rejected records, %d came twice; %d rejected records, %d models%n",
                report.attempts(),
                report.stored(),
                report.aborted(),
                report.rejected(),
                report.duplicates(),
                report.rejectedRecords(),
                report.models());
    }

    private static void row(PrintStream out, String policy, String trainedOn, Rate rate) {
        if (rate.n() == 0) {
            out.printf("%-26s %10s %9d %9s%n", policy, trainedOn, 0, "-");
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-26s %10s %9d %8.1f%%  %.1f%% .. %.1f%%%n",
                policy,
                trainedOn,
                rate.n(),
                100 * rate.rate(),
                100 * rate.low(),
                100 * rate.high());
    }
}
