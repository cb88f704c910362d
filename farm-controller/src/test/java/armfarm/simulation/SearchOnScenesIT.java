package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import armfarm.messages.JpegCodec;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.SuccessRate;
import armfarm.messages.cell.SceneRequest;
import armfarm.policy.CemConfig;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspCandidate;
import armfarm.policy.GraspSpace;
import armfarm.policy.SearchConfig;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.practice.GraspSpaces;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Both kinds of search with the newest model of a farm, in turns on the same scenes of held-out objects, judged by the simulator's
 * truth. What it printed is in docs/decisions/search.md.
 */
@Tag("slow")
class SearchOnScenesIT {
    /** Names the folder of the models, {@code DATA/models} of a farm that practised. */
    private static final String MODELS = "armfarm.test.models";

    private static final int SCENES = 300;
    private static final int ARMS = 4;
    private static final int SIZE = 128;
    private static final GraspSpace SPACE = GraspSpaces.of(SimulatedArm.WORKSPACE);

    /** What one kind of search chose and what became of it, scene by scene. */
    private static final class Tally {
        private final List<Boolean> held = new ArrayList<>();
        private double predicted;

        SuccessRate success() {
            return new SuccessRate(held.stream().filter(Boolean::booleanValue).count(), held.size());
        }

        double meanPredicted() {
            return predicted / held.size();
        }

        /** Scenes in which this one held something and the other did not. */
        long aheadOf(Tally other) {
            long count = 0;
            for (int i = 0; i < held.size(); i++) {
                count += held.get(i) && !other.held.get(i) ? 1 : 0;
            }
            return count;
        }

        String describe(String name) {
            return String.format(
                    "%s: %d of %d = %.3f (%.3f-%.3f), predicted %.3f",
                    name,
                    success().successes(),
                    success().attempts(),
                    success().rate(),
                    success().low(),
                    success().high(),
                    meanPredicted());
        }
    }

    @Test
    void elitesThatStayApartFindMoreThanAFitAndGraspAtLeastAsWell() {
        assumeThat(System.getProperty(MODELS))
                .as("-D" + MODELS + "=FOLDER, the models of a farm that practised")
                .isNotNull();
        ServedModel model = newest();
        Tally elites = new Tally();
        Tally fitted = new Tally();
        List<SimulatedArm> arms = new ArrayList<>();
        for (int i = 0; i < ARMS; i++) {
            arms.add(
                    new SimulatedArm(ObjectCatalog.defaults(), SIZE, SIZE, 101 + i, SimulationPace.asFastAsPossible()));
        }

        for (int scene = 0; scene < SCENES; scene++) {
            SimulatedArm arm = arms.get(scene % ARMS);
            attempt(arm, scene, model, EliteSearchConfig.defaults(), elites);
            attempt(arm, scene, model, CemConfig.defaults(), fitted);
        }

        System.out.println(model.version() + ", " + elites.describe("elites") + "; " + fitted.describe("fit")
                + "; elites alone " + elites.aheadOf(fitted) + ", fit alone " + fitted.aheadOf(elites));
        assertThat(elites.meanPredicted()).isGreaterThan(fitted.meanPredicted());
        assertThat(elites.success().rate()).isGreaterThan(fitted.success().low());
    }

    private static ServedModel newest() {
        ModelRegistry registry =
                new ModelRegistry(Path.of(System.getProperty(MODELS)), FeatureSpec.of(SPACE), new Dl4jEngines());
        return registry.newestUsable(refused -> {
                    throw refused;
                })
                .orElseThrow();
    }

    private static void attempt(SimulatedArm arm, int scene, ServedModel model, SearchConfig kind, Tally tally) {
        arm.arrange(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, 900_000_000L + scene));
        AttemptRunner.Result result = new AttemptRunner(arm).attempt(cell -> {
            GraspCandidate best = search(cell, scene, model, kind);
            tally.predicted += best.successProbability();
            return best.graspInBase();
        });
        tally.held.add(result.held().isPresent());
    }

    /** On the picture as it would be stored. */
    private static GraspCandidate search(SimulatedArm arm, int scene, ServedModel model, SearchConfig kind) {
        RgbImage image = JpegCodec.decode(JpegCodec.encode(arm.capture(), JpegCodec.DEFAULT_QUALITY));
        return kind.newSearch()
                .search(
                        scene * 7919L + 13,
                        SPACE,
                        grasps -> scored(grasps, model.predictor().logits(image, arm.camera(), grasps)),
                        elites -> {});
    }

    private static List<GraspCandidate> scored(List<Pose> grasps, float[] logits) {
        List<GraspCandidate> scored = new ArrayList<>(grasps.size());
        for (int i = 0; i < logits.length; i++) {
            scored.add(new GraspCandidate(grasps.get(i), logits[i], logits[i]));
        }
        return scored;
    }
}
