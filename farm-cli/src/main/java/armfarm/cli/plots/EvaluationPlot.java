package armfarm.cli.plots;

import armfarm.controller.evaluation.EvaluationReport;
import armfarm.controller.evaluation.EvaluationReport.KindResult;
import armfarm.controller.evaluation.EvaluationReport.PolicyResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws an evaluation: the rate of each policy in all scenes, and by the kind of object that it aimed at. Stateless. */
public final class EvaluationPlot {
    private EvaluationPlot() {}

    /** Ready to be written. */
    public static Drawing draw(EvaluationReport report) {
        return RowsChart.draw(
                "First grasps in simulated bins",
                PlotKind.MODEL,
                rows(report),
                "objects: " + report.policies().get(0).objects());
    }

    static RowsData rows(EvaluationReport report) {
        Map<String, List<RowsData.Entry>> byLabel = new LinkedHashMap<>();
        long attempts = 0;
        for (PolicyResult policy : report.policies()) {
            attempts += policy.n();
            add(byLabel, "all", policy, policy.n(), policy.rate());
        }
        for (PolicyResult policy : report.policies()) {
            for (KindResult kind : policy.byKind()) {
                add(byLabel, kind.kind(), policy, kind.n(), kind.rate());
            }
        }
        List<RowsData.Row> rows = new ArrayList<>();
        byLabel.forEach((label, entries) -> rows.add(new RowsData.Row(label, entries)));
        return new RowsData(attempts, rows, 0);
    }

    private static void add(
            Map<String, List<RowsData.Entry>> byLabel, String label, PolicyResult policy, long n, double rate) {
        PlottedRate plotted = PlottedRate.of(Math.round(rate * n), n);
        byLabel.computeIfAbsent(label, name -> new ArrayList<>()).add(new RowsData.Entry(policy.policy(), plotted));
    }
}
