package armfarm.controller.state;

import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import java.util.List;

/** What the models on record give to know. Stateless. */
public final class ModelNotices {
    private ModelNotices() {}

    /** @param models oldest first */
    public static List<Notice> of(List<ModelRecord> models) {
        if (models.isEmpty() || models.get(models.size() - 1).state() != ModelState.REFUSED) {
            return List.of();
        }
        ModelRecord newest = models.get(models.size() - 1);
        return List.of(new Notice(
                Notice.Kind.MODEL_REFUSED,
                Notice.Urgency.EXPECTED,
                "Model " + newest.version() + " was trained and not released, " + newest.reason(),
                "the model before it stays in use, and the next round tries again",
                List.of()));
    }
}
