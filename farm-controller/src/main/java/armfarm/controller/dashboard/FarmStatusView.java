package armfarm.controller.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * Everything the page shows, as one snapshot.
 *
 * @param state its parts stand beside the others in the JSON
 * @param durability which data survives which accident, one sentence
 * @param random success of random grasps on training objects, the baseline in the chart
 * @param curve by attempts, oldest first; see {@link SuccessCurve}
 * @param models oldest first
 * @param arms those that need a person first
 */
public record FarmStatusView(
        String farmName,
        @JsonUnwrapped StateView state,
        String dataFolder,
        double uptimeSeconds,
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
        losses = List.copyOf(losses);
        curve = List.copyOf(curve);
        models = List.copyOf(models);
        arms = List.copyOf(arms);
    }
}
