package armfarm.controller;

import armfarm.controller.config.FarmConfig;
import armfarm.episodes.SuccessByPolicy;
import armfarm.messages.ModelVersion;
import java.util.Optional;

/**
 * Scenes of held-out objects on which a model still has to be tested.
 *
 * @param firstSeed of the first scene; the others follow one by one
 */
public record HeldOutScenes(long firstSeed, int count) {
    private static final long HELD_OUT_SEED = 900_000_000L;

    /**
     * As far as this model has not been tested yet, in an earlier run.
     *
     * @param most scenes, if the configuration wants more
     * @return empty if there is nothing to do: no model, no arm that arranges its bin, switched off, or done
     */
    public static Optional<HeldOutScenes> left(
            FarmConfig config, FarmArms arms, long most, Optional<ModelVersion> model, SuccessByPolicy success) {
        long scenes = arms.anyArrangesBin() ? Math.min(config.evaluation().attempts(), most) : 0;
        long done = model.map(version -> success.heldOut(version).attempts()).orElse(scenes);
        return done >= scenes
                ? Optional.empty()
                : Optional.of(
                        new HeldOutScenes(HELD_OUT_SEED + 1_000_000L * config.seed() + done, (int) (scenes - done)));
    }
}
