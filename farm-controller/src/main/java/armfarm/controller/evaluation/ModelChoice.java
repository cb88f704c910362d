package armfarm.controller.evaluation;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.SearchConfig;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the policies that people name. Models are read only, also of a farm that runs. Confined to one thread. */
public final class ModelChoice {
    private final Supplier<Path> models;
    private final SearchConfig search;
    private final EngineFactory engines = new Dl4jEngines();

    /** @param models folder of models, asked for when a name needs it */
    public ModelChoice(Supplier<Path> models, SearchConfig search) {
        this.models = models;
        this.search = search;
    }

    /**
     * What a word means: random, oracle, newest, a version, or the path of a model's file.
     *
     * @throws FarmException (CONFIG) if there is no such model; (DATA) if its file is refused
     */
    public EvaluatedPolicy find(String word) {
        return switch (word) {
            case "random" -> EvaluatedPolicy.random();
            case "oracle" -> EvaluatedPolicy.oracle();
            default -> model(file(word));
        };
    }

    /** The model in a file. @throws FarmException (DATA) if the file is refused */
    public EvaluatedPolicy model(Path file) {
        ServedModel model = ModelRegistry.open(file, engines);
        return EvaluatedPolicy.model(model, search);
    }

    private Path file(String word) {
        Path path = Path.of(word);
        if (Files.isRegularFile(path)) {
            return path;
        }
        Path folder = models.get();
        List<Path> files = ModelRegistry.filesIn(folder);
        List<Path> named = word.equals("newest")
                ? files.subList(Math.max(0, files.size() - 1), files.size())
                : Stream.concat(files.stream(), ModelRegistry.filesIn(folder.resolve(ModelRegistry.REFUSED)).stream())
                        .filter(file -> name(file).equals(word))
                        .toList();
        if (named.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "There is no model '" + word + "' in " + folder + ", which has "
                            + (files.isEmpty()
                                    ? "none"
                                    : name(files.get(0)) + " to " + name(files.get(files.size() - 1)))
                            + "; expected a version, 'newest', the path of a model's file, 'random' or 'oracle'");
        }
        return named.get(0);
    }

    private static String name(Path file) {
        return ModelRegistry.versionOf(file).name();
    }
}
