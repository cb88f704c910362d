package armfarm.controller.evaluation;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ObjectSet;
import armfarm.simulation.FirstGrasp;
import armfarm.simulation.ObjectCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The scenes of an evaluation, the same for every policy. Immutable.
 *
 * @param attempts scenes of each seed
 * @param seeds each stands for other scenes, and for other choices of a policy
 * @param farmSeed whose farm's cameras look into the bins, by turns; empty: each scene has a camera of its own, which no farm has
 */
public record EvaluationScenes(
        ObjectCatalog catalog,
        ObjectSet objects,
        int attempts,
        List<Long> seeds,
        OptionalLong farmSeed,
        int widthPixels,
        int heightPixels) {
    /** Apart from the seeds of a farm's scenes, its own final test's included. */
    private static final long FIRST_SEED = 500_000_000L;

    private static final long SEEDS_APART = 1_000_000L;
    /** As many as a farm has unless it is told otherwise, see FarmConfig. */
    private static final int FARM_CAMERAS = 4;

    /** A scene and the seed that it belongs to. @param policySeed of what the policy chooses in it */
    record Scene(long seed, FirstGrasp grasp, long policySeed) {}

    public EvaluationScenes {
        seeds = List.copyOf(seeds);
        if (attempts < 1 || attempts > SEEDS_APART || seeds.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Evaluation of " + attempts + " attempts for " + seeds.size() + " seeds: expected 1 to "
                            + SEEDS_APART + " attempts and 1 seed or more");
        }
        if (catalog.pool(objects).isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "There are no objects of the set " + objects.name().toLowerCase(Locale.ROOT)
                            + " to evaluate with; simulation.held_out_kinds of the configuration says which kinds are"
                            + " held out");
        }
    }

    /** In the order of the seeds. */
    List<Scene> all() {
        List<Scene> scenes = new ArrayList<>();
        for (long seed : seeds) {
            for (int i = 0; i < attempts; i++) {
                long scene = FIRST_SEED + SEEDS_APART * seed + i;
                long camera = farmSeed.isPresent() ? 100 * farmSeed.getAsLong() + i % FARM_CAMERAS : scene;
                scenes.add(new Scene(
                        seed,
                        new FirstGrasp(catalog, objects, scene, camera, widthPixels, heightPixels),
                        scene * 7919L + 13));
            }
        }
        return scenes;
    }
}
