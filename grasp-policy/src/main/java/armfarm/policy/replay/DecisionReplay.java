package armfarm.policy.replay;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.messages.DepthCodec;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Purpose;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.DecisionSettings;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspCandidate;
import armfarm.policy.GraspSpace;
import armfarm.policy.Observation;
import armfarm.policy.RandomPolicy;
import armfarm.policy.RepeatPenaltyConfig;
import armfarm.policy.SearchConfig;
import armfarm.policy.SearchPolicy;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.practice.GraspSpaces;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.release.ModelManifest;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the decision of a stored attempt once more, from its stored image (and depth), seed, settings and model, and says what differs. Blocks
 * for seconds while the learning engine is loaded. Stateless.
 */
public final class DecisionReplay {
    /** As every search was before its settings were kept. */
    private static final EliteSearchConfig FIRST_SEARCH =
            EliteSearchConfig.defaults().withBudget(64, 64, 0);

    private final EpisodeStore store;
    private final Path models;
    private final FeatureSpec features;
    private final PracticeConfig practice;

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
     * @param assumed what was not recorded, and what was taken instead; empty if all was
     * @param changed settings that are others today; the recorded ones were used, as far as {@code assumed} does not say otherwise
     * @param differences empty if the decision is equal bit by bit
     */
    public record Result(
            String kind,
            String model,
            String modelSha256,
            long seed,
            int failedGrasps,
            List<List<GraspCandidate>> elites,
            List<String> assumed,
            List<Difference> changed,
            List<Difference> differences) {
        public Result {
            elites = List.copyOf(elites);
            assumed = List.copyOf(assumed);
            changed = List.copyOf(changed);
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
     * @param features what the farm feeds its networks today
     * @param practice of today; collection.stir_after_failures is not kept with an attempt
     */
    public DecisionReplay(EpisodeStore store, Path models, FeatureSpec features, PracticeConfig practice) {
        this.store = store;
        this.models = models;
        this.features = features;
        this.practice = practice;
    }

    /**
     * Decides once more.
     *
     * @param workspace of the arm that made the attempt, as it is today
     * @throws FarmException (DATA) if the attempt holds no decision of this farm, or its model is not there
     */
    public Result run(GraspAttempt attempt, WorkspaceLimits workspace) {
        FrameCaptured first = attempt.frames().stream()
                .filter(frame -> frame.step().isPresent())
                .findFirst()
                .orElseThrow(() -> noDecision(attempt));
        GraspStep step = first.step().orElseThrow();
        PolicyDecision stored = step.decision();
        long seed = stored.cemSeed().orElseThrow(() -> noDecision(attempt));
        DecisionSettings today = today(attempt, stored, GraspSpaces.of(workspace));
        DecisionSettings then =
                stored.settings().map(DecisionSettings::parse).orElseGet(() -> first(stored, today.space()));
        List<String> assumed = new ArrayList<>();
        if (stored.settings().isEmpty()) {
            assumed.add(
                    "recorded before settings were kept; assuming the usual search around elites and the workspace of"
                            + " the configuration");
        }
        List<Difference> changed = new ArrayList<>(ChangedSettings.of("", then, today));
        RgbImage image = JpegCodec.decode(first.image());
        var failed =
                FailedGrasps.before(store.queries(), store.episodes(), attempt.started(), practice.stirAfterFailures());
        Observation observation = new Observation(
                image,
                first.depth().map(DepthCodec::decode),
                attempt.started().camera(),
                step.gripperInBase(),
                then.space(),
                failed);

        Optional<ModelVersion> version = stored.model();
        List<Difference> differences = new ArrayList<>();
        String sha256 = "";
        List<List<GraspCandidate>> elites = new ArrayList<>();
        PolicyDecision now;
        if (version.isPresent()) {
            ServedModel model = load(version.get(), assumed, changed);
            sha256 = model.manifest().weightsSha256();
            compareModel(version.get(), sha256, differences);
            now = new SearchPolicy(model.version(), model.predictor(), then.search(), then.repeatPenalty())
                    .decide(observation, seed, elites::add);
        } else {
            now = new RandomPolicy().decide(observation, seed);
        }
        compare(stored, now, differences);
        if (version.isPresent() && !differences.isEmpty()) {
            assumed.add("collection.stir_after_failures is not kept with an attempt; today's "
                    + practice.stirAfterFailures()
                    + " decided which failed grasps were remembered");
        }
        return new Result(
                version.isPresent() ? "model" : stored.exploration() ? "exploration" : "random",
                version.map(ModelVersion::name).orElse(""),
                sha256,
                seed,
                failed.size(),
                elites,
                assumed,
                changed,
                differences);
    }

    private static FarmException noDecision(GraspAttempt attempt) {
        return new FarmException(
                ErrorCode.DATA,
                "Attempt " + attempt.id() + " holds no decision of this farm: it was aborted before, or imported");
    }

    private DecisionSettings today(GraspAttempt attempt, PolicyDecision stored, GraspSpace space) {
        boolean collecting = attempt.started().purpose() == Purpose.COLLECTION;
        return settings(stored, collecting ? practice.search() : practice.wideSearch(), space);
    }

    /** Of decisions from before settings were kept: there was no other search. */
    private static DecisionSettings first(PolicyDecision stored, GraspSpace space) {
        return settings(stored, FIRST_SEARCH, space);
    }

    private static DecisionSettings settings(PolicyDecision stored, SearchConfig search, GraspSpace space) {
        return stored.model().isPresent()
                ? new DecisionSettings(search, RepeatPenaltyConfig.defaults(), space)
                : DecisionSettings.random(space);
    }

    /** The model with the features it was made for, and what of it this software makes otherwise. */
    private ServedModel load(ModelVersion version, List<String> assumed, List<Difference> changed) {
        EngineFactory engines = new Dl4jEngines();
        ServedModel model = new ModelRegistry(models, features, engines).loadAsMade(version);
        ModelManifest manifest = model.manifest();
        changed.addAll(ChangedSettings.of("features.", manifest.features(), features));
        if (manifest.network() == null) {
            assumed.add("model " + version + " was made before its network was kept; assuming today's");
        } else if (!manifest.network().equals(engines.network())) {
            assumed.add("model " + version + " was made for another network; today's was used");
            changed.add(new Difference("network", manifest.network(), engines.network()));
        }
        if (!manifest.engine().equals(engines.description())) {
            assumed.add("model " + version + " was made with another learning engine; today's was used");
            changed.add(new Difference("engine", manifest.engine(), engines.description()));
        }
        return model;
    }

    private void compareModel(ModelVersion version, String weightsSha256, List<Difference> differences) {
        ModelRecord model = store.models().all().stream()
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
        if (stored.predictedCauses().isPresent() && !stored.predictedCauses().equals(now.predictedCauses())) {
            differences.add(new Difference(
                    "predicted causes",
                    stored.predictedCauses().toString(),
                    now.predictedCauses().toString()));
        }
    }

    private static void compare(String what, double stored, double now, List<Difference> differences) {
        if (Double.doubleToLongBits(stored) != Double.doubleToLongBits(now)) {
            differences.add(new Difference(what, Double.toString(stored), Double.toString(now)));
        }
    }
}
