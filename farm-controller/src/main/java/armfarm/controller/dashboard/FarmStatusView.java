package armfarm.controller.dashboard;

import java.util.List;

/**
 * Everything the page shows, as one snapshot.
 *
 * @param phase one or two words: starting, collecting, evaluating, stopping, done
 * @param durability which data survives which accident, one sentence
 * @param random success of random grasps on training objects, the baseline in the chart
 * @param curve by attempts, oldest first; see {@link SuccessCurve}
 * @param models oldest first
 */
public record FarmStatusView(
        String farmName,
        String phase,
        String dataFolder,
        double uptimeSeconds,
        List<ComponentView> components,
        AttemptsView attempts,
        List<LossView> losses,
        String durability,
        RateView random,
        List<CurvePointView> curve,
        List<ModelView> models,
        TrainerView trainer,
        List<ArmView> arms,
        EvaluationView evaluation) {
    public FarmStatusView {
        components = List.copyOf(components);
        losses = List.copyOf(losses);
        curve = List.copyOf(curve);
        models = List.copyOf(models);
        arms = List.copyOf(arms);
    }
}
