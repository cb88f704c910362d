package armfarm.controller.replay;

import armfarm.controller.collection.GraspSpaces;
import armfarm.controller.config.FarmConfig;
import armfarm.drivers.WorkspaceLimits;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import armfarm.messages.RgbImage;
import armfarm.policy.CemConfig;
import armfarm.policy.CemPolicy;
import armfarm.policy.CrossEntropyMethod;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.Observation;
import armfarm.policy.RandomPolicy;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the decision of a stored attempt once more, from its stored image, seed and model, and says what differs. Blocks for
 * seconds while the learning engine is loaded. Stateless.
 */
public final class DecisionReplay {
    private final EpisodeStore store;
    private final Path models;
    private final GraspSpace featureSpace;
    private final FarmConfig config;

    /**
     * Something that is not as it was.
     *
     * @param stored and recomputed: as text, so that every bit shows
     */
    public record Difference(String what, String stored, String recomputed) {}

    /**
     * What came out.
     *
     * @param kind "model", "exploration" or "random": who chose
     * @param modelSha256 of the model's weights now; empty for a random choice
     * @param failedGrasps remembered by the arm then
     * @param elites of each iteration of the model's search, best first; empty for a random choice
     * @param differences empty if the decision is equal bit by bit
     */
    public record Result(
            String kind,
            String model,
            String modelSha256,
            long seed,
            int failedGrasps,
            List<List<CrossEntropyMethod.Candidate>> elites,
            List<Difference> differences) {
        public Result {
            elites = List.copyOf(elites);
            differences = List.copyOf(differences);
        }

        /** Whether the very same command and probability came out. */
        public boolean bitEqual() {
            return differences.isEmpty();
        }
    }

    /**
     * What to work with.
     *
     * @param models folder of the model files
     * @param featureSpace grasps all arms of the farm can make: what its networks are made for
     */
    public DecisionReplay(EpisodeStore store, Path models, GraspSpace featureSpace, FarmConfig config) {
        this.store = store;
        this.models = models;
        this.featureSpace = featureSpace;
        this.config = config;
    }

    /**
     * Decides once more.
     *
     * @param workspace of the arm that made the attempt
     * @throws FarmException (DATA) if the attempt holds no decision of this farm, or its model is not there
     */
    public Result run(GraspAttempt attempt, WorkspaceLimits workspace) {
        FrameCaptured first = attempt.frames().stream()
                .filter(frame -> frame.step().isPresent())
                .findFirst()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.DATA,
                        "Attempt " + attempt.id() + " holds no decision: it was aborted before, or imported"));
        GraspStep step = first.step().orElseThrow();
        PolicyDecision stored = step.decision();
        RgbImage image = JpegCodec.decode(first.image());
        var failed = FailedGrasps.before(
                store, attempt.started(), config.collection().stirAfterFailures());
        Observation observation = new Observation(
                image, image, attempt.started().camera(), step.gripperInBase(), GraspSpaces.of(workspace), failed);

        Optional<ModelVersion> version = stored.model();
        List<Difference> differences = new ArrayList<>();
        String sha256 = "";
        List<List<CrossEntropyMethod.Candidate>> elites = new ArrayList<>();
        PolicyDecision now;
        if (version.isPresent()) {
            ServedModel model =
                    new ModelRegistry(models, FeatureSpec.of(featureSpace), new Dl4jEngines()).load(version.get());
            sha256 = model.manifest().weightsSha256();
            compareModel(version.get(), sha256, differences);
            now = new CemPolicy(model.version(), model.predictor(), CemConfig.defaults())
                    .decide(observation, stored.cemSeed(), elites::add);
        } else {
            now = new RandomPolicy().decide(observation, stored.cemSeed());
        }
        compare(stored, now, differences);
        return new Result(
                version.isPresent() ? "model" : stored.exploration() ? "exploration" : "random",
                version.map(ModelVersion::name).orElse(""),
                sha256,
                stored.cemSeed(),
                failed.size(),
                elites,
                differences);
    }

    private void compareModel(ModelVersion version, String weightsSha256, List<Difference> differences) {
        ModelRecord model = store.models().stream()
                .filter(candidate -> candidate.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.DATA, "The store knows no model " + version + ", which made this decision"));
        if (!weightsSha256.equals(model.sha256())) {
            differences.add(new Difference("sha256 of the model's weights", model.sha256(), weightsSha256));
        }
    }

    private static void compare(PolicyDecision stored, PolicyDecision now, List<Difference> differences) {
        MotorCommand then = stored.command();
        MotorCommand again = now.command();
        compare("dx_meters", then.dxMeters(), again.dxMeters(), differences);
        compare("dy_meters", then.dyMeters(), again.dyMeters(), differences);
        compare("dz_meters", then.dzMeters(), again.dzMeters(), differences);
        compare("sin_dyaw", then.sinYaw(), again.sinYaw(), differences);
        compare("cos_dyaw", then.cosYaw(), again.cosYaw(), differences);
        if (!stored.predictedProbability().equals(now.predictedProbability())) {
            differences.add(new Difference(
                    "predicted",
                    stored.predictedProbability().toString(),
                    now.predictedProbability().toString()));
        }
    }

    private static void compare(String what, double stored, double now, List<Difference> differences) {
        if (Double.doubleToLongBits(stored) != Double.doubleToLongBits(now)) {
            differences.add(new Difference(what, Double.toString(stored), Double.toString(now)));
        }
    }
}
