package armfarm.policy.release;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.policy.FeatureSpec;
import armfarm.policy.NetworkInput;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.GraspScorer;
import armfarm.policy.network.NetworkPredictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder of model files, one per version, and the checks a model must pass before an arm uses it. Thread-safe. */
public final class ModelRegistry {
    /** In a folder of models, the one of those that were not released. */
    public static final String REFUSED = "refused";

    private static final String SUFFIX = ".model.zip";
    /** A choice: enough random inputs to tell a network that answers from one that says the same to all; takes milliseconds. */
    private static final int SANITY_GRASPS = 8;

    private final Path folder;
    private final FeatureSpec features;
    private final EngineFactory engines;

    /**
     * @param folder made if missing
     * @param features what this farm feeds its networks
     */
    public ModelRegistry(Path folder, FeatureSpec features, EngineFactory engines) {
        this.folder = folder;
        this.features = features;
        this.engines = engines;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Model folder " + folder + " could not be made: " + e.getMessage(), e);
        }
    }

    /** Of the model, in every folder of models. */
    public static String fileName(ModelVersion version) {
        return version.name() + SUFFIX;
    }

    /** Stores the model durably, all or nothing, then loads it back through every check. */
    public ServedModel add(ModelArtifact artifact) {
        ModelFile.write(artifact, file(artifact.version()));
        return load(artifact.version());
    }

    /**
     * Stores a model file that was made elsewhere, all or nothing, then loads it through every check. A refused one is removed again.
     *
     * @throws ModelRefusedException as {@link #load}
     */
    public ServedModel receive(ModelVersion version, byte[] content) {
        ModelFile.write(version, content, file(version));
        try {
            return load(version);
        } catch (ModelRefusedException e) {
            remove(version);
            throw e;
        }
    }

    private void remove(ModelVersion version) {
        try {
            Files.deleteIfExists(file(version));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Refused model " + file(version) + " could not be removed: " + e, e);
        }
    }

    /** The file of a model in the folder, as another registry can receive it. */
    public byte[] content(ModelVersion version) {
        try {
            return Files.readAllBytes(file(version));
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Model " + file(version) + " cannot be read: " + e, e);
        }
    }

    /** All versions in the folder, oldest first, unchecked. */
    public List<ModelVersion> versions() {
        return filesIn(folder).stream().map(ModelRegistry::versionOf).toList();
    }

    /** What the name of a file of {@link #filesIn} says. */
    public static ModelVersion versionOf(Path file) {
        String name = file.getFileName().toString();
        return new ModelVersion(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** The model files in a folder, oldest first, unchecked; none if there is no folder. */
    public static List<Path> filesIn(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(ModelRegistry::versionOf))
                    .toList();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Model folder " + folder + " is not readable: " + e.getMessage(), e);
        }
    }

    /** @throws ModelRefusedException if the file is damaged, made for other features, or predicts nonsense */
    public ServedModel load(ModelVersion version) {
        ModelArtifact artifact = read(version);
        NetworkInput made = artifact.manifest().features().input();
        if (made != features.input()) {
            throw new ModelRefusedException(
                    file(version),
                    "it looks at " + made.word() + ", and learning.input is "
                            + features.input().word() + "; a model for that is trained anew, or set learning.input to "
                            + made.word() + " to use this one");
        }
        if (!artifact.manifest().features().equals(features)) {
            throw new ModelRefusedException(
                    file(version), "made for " + artifact.manifest().features() + ", expected " + features);
        }
        return serve(artifact);
    }

    /**
     * The model with the features it was made for, whatever this farm's are: to repeat what it chose, not to choose.
     *
     * @throws ModelRefusedException as {@link #load}, but for other features
     */
    public ServedModel loadAsMade(ModelVersion version) {
        return serve(read(version));
    }

    /**
     * A model file wherever it lies and whatever it is called, with the features it was made for; nothing is written.
     *
     * @throws ModelRefusedException as {@link #load}, but for other features
     */
    public static ServedModel open(Path file, EngineFactory engines) {
        return serve(file, ModelFile.read(file), engines);
    }

    private ModelArtifact read(ModelVersion version) {
        Path file = file(version);
        ModelArtifact artifact = ModelFile.read(file);
        if (!artifact.version().equals(version)) {
            throw new ModelRefusedException(file, "it holds " + artifact.version() + ", expected " + version);
        }
        return artifact;
    }

    private ServedModel serve(ModelArtifact artifact) {
        return serve(file(artifact.version()), artifact, engines);
    }

    private static ServedModel serve(Path file, ModelArtifact artifact, EngineFactory engines) {
        FeatureSpec made = artifact.manifest().features();
        List<String> broken = artifact.weights().nonFinite();
        if (!broken.isEmpty()) {
            throw new ModelRefusedException(file, "weights " + broken + " hold NaN or infinity, expected finite");
        }
        GraspScorer scorer = scorer(file, artifact, engines);
        checkPredictions(file, scorer, made);
        return new ServedModel(
                artifact.manifest(), artifact.weights(), new NetworkPredictor(new GraspPreprocessor(made), scorer));
    }

    /**
     * The newest model that passes the checks.
     *
     * @param refused told about each newer file that did not
     */
    public Optional<ServedModel> newestUsable(Consumer<ModelRefusedException> refused) {
        List<ModelVersion> versions = versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(load(versions.get(i)));
            } catch (ModelRefusedException e) {
                refused.accept(e);
            }
        }
        return Optional.empty();
    }

    private static GraspScorer scorer(Path file, ModelArtifact artifact, EngineFactory engines) {
        try {
            return engines.newScorer(artifact.manifest().features(), artifact.weights());
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(file, "its weights do not fit the network: " + e.getMessage(), e);
        }
    }

    private static void checkPredictions(Path file, GraspScorer scorer, FeatureSpec made) {
        FeatureBatch batch = new FeatureBatch(made, SANITY_GRASPS);
        SplittableRandom random = new SplittableRandom(1);
        fill(batch.crops(), random);
        fill(batch.commands(), random);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : scorer.score(batch)) {
            if (!Float.isFinite(logit)) {
                throw new ModelRefusedException(file, "it predicts " + logit + ", expected a finite number");
            }
            min = Math.min(min, logit);
            max = Math.max(max, logit);
        }
        if (!(max > min)) {
            throw new ModelRefusedException(file, "it predicts " + min + " for everything, expected differences");
        }
    }

    private static void fill(float[] values, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
    }

    private Path file(ModelVersion version) {
        return folder.resolve(fileName(version));
    }
}
