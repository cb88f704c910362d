package armfarm.policy.learning;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.TrainingSet;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.policy.PolicyJson;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.NamedWeights;
import armfarm.policy.release.ModelArtifact;
import armfarm.policy.release.ModelManifest;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import armfarm.policy.training.GraspTrainer;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingMetrics;
import armfarm.policy.training.TrainingProgress;
import armfarm.policy.training.TrainingRun;
import armfarm.policy.training.WarmStart;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A stored model's training made once more: with its settings, its seed, the weights it went on from, and the attempts it was trained on
 * with the labels of then. The store and the models are only read. Confined to one thread.
 */
public final class TrainingRepeat {
    private final EpisodeStore store;
    private final Path models;
    private final EngineFactory engines;
    private final InstantSource clock;

    /** @param models folder of the model files */
    public TrainingRepeat(EpisodeStore store, Path models, EngineFactory engines, InstantSource clock) {
        this.store = store;
        this.models = models;
        this.engines = engines;
        this.clock = clock;
    }

    /**
     * What came out.
     *
     * @param sha256Then of the weights of the model
     * @param sha256Now of the weights that came out
     * @param largestDifference between two weights in the same place; 0 if all are the same, NaN if there are others
     * @param notes what was not as it was then, or is not known
     */
    public record Result(
            ModelVersion model,
            String sha256Then,
            String sha256Now,
            double largestDifference,
            TrainingMetrics then,
            TrainingMetrics now,
            List<String> notes) {
        public Result {
            notes = List.copyOf(notes);
        }

        /** Whether the very same weights came out, bit by bit. */
        public boolean weightsEqual() {
            return sha256Then.equals(sha256Now);
        }
    }

    /**
     * Blocks for the whole training.
     *
     * @param crops folder for what is cut out of images; made if missing
     * @throws FarmException (CONFIG) if there is no such model; (DATA) if too little of its training is known, or its attempts are not those
     *     of then any more
     */
    public Result run(ModelVersion version, Path crops, Consumer<TrainingProgress> progress) {
        ModelRecord stored = find(store, version);
        ServedModel model = open(stored);
        ModelManifest manifest = model.manifest();
        TrainingRun run = Optional.ofNullable(manifest.metrics().run())
                .orElseThrow(() -> unknown(version, "its seed is not recorded, as before such things were kept"));
        TrainingSet set = stored.trainingSet()
                .flatMap(store.trainingSets()::find)
                .filter(found -> found.sha256().equals(manifest.trainingSetSha256()))
                .orElseThrow(() -> unknown(
                        version,
                        "this store does not have the training set with the hash " + manifest.trainingSetSha256()));
        List<String> notes = new ArrayList<>();
        TrainingConfig settings = settings(manifest, notes);
        differs("engine", manifest.engine(), engines.description(), notes);
        differs("network", manifest.network(), engines.network(), notes);
        Optional<WarmStart> from = Optional.ofNullable(run.wentOnFrom())
                .map(name -> StoredRounds.warmStart(open(find(store, new ModelVersion(name)))));
        try (GraspTrainer trainer = new GraspTrainer(engines, manifest.features(), settings, clock, crops, 0)) {
            TrainedModel again = trainer.train(
                    new StoredExamples(store.trainingSets(), store.episodes(), set), from, run.seed(), progress);
            return new Result(
                    version,
                    manifest.weightsSha256(),
                    sha256(manifest.round(), again),
                    largestDifference(model.weights(), again.weights()),
                    manifest.metrics(),
                    again.metrics(),
                    notes);
        }
    }

    /** @throws FarmException (CONFIG) if there is no such model */
    public static ModelRecord find(EpisodeStore store, ModelVersion version) {
        List<ModelRecord> all = store.models().all();
        return all.stream()
                .filter(model -> model.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "There is no model '" + version + "' in this store, which has "
                                + (all.isEmpty()
                                        ? "none"
                                        : all.get(0).version() + " to "
                                                + all.get(all.size() - 1).version())
                                + "; 'armfarm query --sql \"select version from models\"' shows them"));
    }

    private ServedModel open(ModelRecord stored) {
        return ModelRegistry.open(models.resolve(stored.fileName()), engines);
    }

    private static FarmException unknown(ModelVersion version, String why) {
        return new FarmException(
                ErrorCode.DATA,
                "The training of model " + version + " cannot be repeated: " + why + ". Expected a model that this"
                        + " version of Armfarm, or a later one, trained on the attempts of this store");
    }

    /** Settings that were not kept yet then are as they are by default today. */
    private static TrainingConfig settings(ModelManifest manifest, List<String> notes) {
        ObjectNode settings = (ObjectNode) PolicyJson.tree(TrainingConfig.defaults());
        JsonNode recorded = manifest.training();
        if (recorded == null) {
            throw unknown(manifest.modelVersion(), "its settings are not recorded, as before such things were kept");
        }
        complete(settings, recorded, "", notes);
        try {
            return PolicyJson.read(settings, TrainingConfig.class);
        } catch (JsonProcessingException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The training of model " + manifest.version()
                            + " cannot be repeated: its settings are not what this"
                            + " software knows: " + e.getOriginalMessage() + " in " + recorded
                            + "; use the Armfarm that trained it",
                    e);
        }
    }

    private static void complete(ObjectNode defaults, JsonNode recorded, String prefix, List<String> notes) {
        List<String> names = new ArrayList<>();
        defaults.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!recorded.has(name)) {
                notes.add("setting " + prefix + name + " was not recorded; assuming " + defaults.get(name));
            } else if (defaults.get(name) instanceof ObjectNode inner && !name.equals("sources")) {
                complete(inner, recorded.get(name), prefix + name + ".", notes);
            } else {
                defaults.set(name, recorded.get(name));
            }
        }
        recorded.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                defaults.set(name, recorded.get(name)); // refused when it is read: it may have mattered
            }
        });
    }

    private static void differs(String what, String then, String now, List<String> notes) {
        if (!now.equals(then)) {
            notes.add(what + " then: " + then + "; today: " + now);
        }
    }

    private String sha256(int round, TrainedModel model) {
        return ModelArtifact.of(round, model, engines.description(), "", clock.instant())
                .manifest()
                .weightsSha256();
    }

    private static double largestDifference(NamedWeights then, NamedWeights now) {
        if (!then.layout().equals(now.layout())) {
            return Double.NaN;
        }
        double largest = 0;
        for (String name : then.tensors().keySet()) {
            float[] a = then.tensor(name).values();
            float[] b = now.tensor(name).values();
            for (int i = 0; i < a.length; i++) {
                largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
            }
        }
        return largest;
    }
}
