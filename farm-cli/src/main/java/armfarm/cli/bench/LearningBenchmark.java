package armfarm.cli.bench;

import armfarm.cli.bench.LearningSteps.FarmDone;
import armfarm.cli.bench.LearningSteps.Tested;
import armfarm.controller.FarmRun;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.evaluation.EvaluatedPolicy;
import armfarm.controller.evaluation.EvaluationReport;
import armfarm.controller.evaluation.EvaluationReport.PolicyResult;
import armfarm.controller.evaluation.EvaluationScenes;
import armfarm.controller.evaluation.ModelChoice;
import armfarm.controller.evaluation.SceneEvaluation;
import armfarm.controller.evaluation.SceneObjects;
import armfarm.controller.evaluation.SearchBudget;
import armfarm.controller.links.StoreAccess;
import armfarm.controller.report.FarmReport;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.OutcomePoint;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import armfarm.messages.hash.Hash;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How fast and how evenly farms learn: whole farms with other seeds, each a process of its own, one after the other, and models of
 * each farm's history evaluated on held-out objects in the same scenes. What is done is not done again. Confined to one thread.
 */
public final class LearningBenchmark {
    /** Of the scenes; farms differ by their own seeds. */
    private static final long SCENES_SEED = 1;

    private static final int RECENT = 200;
    private static final double WANTED_SUCCESS = 0.75;
    private static final int PAGE = 10_000;

    private final Path folder;
    private final Options options;
    private final int seeds;
    private final Optional<Path> configFile;
    private final FarmRun.StopWait stop;
    private final Consumer<String> say;
    private final FarmConfig config;
    private final LearningSteps steps;

    /**
     * What must stay the same when a run goes on.
     *
     * @param attempts of each farm
     * @param evaluations scenes per evaluation
     * @param points evaluated models of each farm, at most
     * @param configuration SHA-256 of the farms' YAML file, hex; empty: none
     */
    public record Options(int attempts, int evaluations, int points, String configuration) {
        /** @throws FarmException (CONFIG) if the file cannot be read */
        public static Options of(int attempts, int evaluations, int points, Optional<Path> configFile) {
            return new Options(
                    attempts,
                    evaluations,
                    points,
                    configFile.map(Options::sha256).orElse(""));
        }

        private static String sha256(Path file) {
            try {
                return Hash.SHA_256.hex(file);
            } catch (IOException e) {
                throw new FarmException(
                        ErrorCode.CONFIG, "Configuration " + file + " cannot be read: " + e + "; check the path", e);
            }
        }
    }

    /** A model on held-out objects. @param attempts that it was trained on */
    public record Point(long attempts, double heldout, double low, double high) {}

    /**
     * One farm.
     *
     * @param practice075At practice attempts, random ones included, after which the share of successes among the last 200 was first
     *     0.75 or more; null if it never was
     * @param wallSeconds of the farm, of its last start if it was interrupted
     */
    public record Seed(
            long seed,
            List<Point> curve,
            @JsonProperty("practice_075_at") Long practice075At,
            @JsonProperty("wall_seconds") double wallSeconds) {
        public Seed {
            curve = List.copyOf(curve);
        }
    }

    /**
     * What {@code --json} prints. Rates of the last models are means over the farms; null where there is no model.
     *
     * @param low of the mean: t interval at 95 % over the farms; of a single farm the Wilson interval of its last model
     * @param heldoutKinds null also where no kind is held out
     */
    public record Report(
            List<Seed> seeds,
            @JsonProperty("mean_heldout") Double meanHeldout,
            Double low,
            Double high,
            double random,
            double oracle,
            @JsonProperty("heldout_kinds") Double heldoutKinds,
            @JsonProperty("predicted_minus_achieved") Double predictedMinusAchieved) {
        public Report {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * Work in a folder, which may hold an earlier run.
     *
     * @param seeds farms with the seeds 1 to this
     * @param stop asked on the way
     * @param say gets what begins and what is done already
     * @throws FarmException (CONFIG) if the folder holds a run with other options
     */
    public LearningBenchmark(
            Path folder,
            Options options,
            int seeds,
            Optional<Path> configFile,
            FarmRun.StopWait stop,
            Consumer<String> say) {
        this.folder = folder.toAbsolutePath().normalize();
        this.options = options;
        this.seeds = seeds;
        this.configFile = configFile;
        this.stop = stop;
        this.say = say;
        config = configFile.map(FarmConfig::read).orElseGet(FarmConfig::defaults);
        steps = LearningSteps.open(this.folder.resolve("steps.json"), options);
    }

    /**
     * Runs what is not done yet. Blocks, for as long as farms practise.
     *
     * @return empty if a stop was requested; a later run with the same options goes on
     */
    public Optional<Report> run() throws InterruptedException {
        List<Seed> done = new ArrayList<>();
        List<Tested> last = new ArrayList<>();
        List<Tested> kinds = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Optional<FarmDone> farm = steps.farm(seed);
            say.accept("Farm " + seed + " of " + seeds + (farm.isPresent() ? " (done)" : ", in " + data(seed)));
            if (farm.isEmpty()) {
                farm = practise(seed);
            }
            if (farm.isEmpty()) {
                return Optional.empty();
            }
            List<Point> curve = new ArrayList<>();
            Map<Long, Path> models = models(seed);
            for (Map.Entry<Long, Path> model : models.entrySet()) {
                if (stop.requested()) {
                    return Optional.empty();
                }
                Tested tested = evaluate(seed, model.getValue(), "heldout");
                curve.add(new Point(model.getKey(), tested.rate(), tested.low(), tested.high()));
            }
            if (!models.isEmpty()) {
                Path newest = new ArrayList<>(models.values()).get(models.size() - 1);
                last.add(evaluate(seed, newest, "heldout"));
                if (!config.simulation().heldOutKinds().isEmpty()) {
                    kinds.add(evaluate(seed, newest, "heldout-kinds"));
                }
            }
            done.add(
                    new Seed(seed, curve, farm.get().practice075At(), farm.get().wallSeconds()));
        }
        if (stop.requested()) {
            return Optional.empty();
        }
        return Optional.of(report(done, last, kinds));
    }

    private Report report(List<Seed> done, List<Tested> last, List<Tested> kinds) {
        List<Double> rates = last.stream().map(Tested::rate).toList();
        MeanInterval mean = MeanInterval.of(rates);
        boolean one = last.size() == 1;
        return new Report(
                done,
                rates.isEmpty() ? null : mean.mean(),
                rates.isEmpty() ? null : one ? (Double) last.get(0).low() : (Double) mean.low(),
                rates.isEmpty() ? null : one ? (Double) last.get(0).high() : (Double) mean.high(),
                evaluate("random", EvaluatedPolicy.random(), SCENES_SEED, "heldout")
                        .rate(),
                evaluate("oracle", EvaluatedPolicy.oracle(), SCENES_SEED, "heldout")
                        .rate(),
                mean(kinds.stream().map(Tested::rate).toList()),
                mean(last.stream().map(Tested::predictedMinusAchieved).toList()));
    }

    private static Double mean(List<Double> values) {
        return values.isEmpty() ? null : (Double) MeanInterval.of(values).mean();
    }

    private Path data(long seed) {
        return folder.resolve("seed-" + seed);
    }

    private Optional<FarmDone> practise(long seed) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--until",
                "attempts=" + options.attempts(),
                "--seed",
                Long.toString(seed),
                "--port",
                "0",
                "--data",
                data(seed).toString()));
        configFile.ifPresent(file ->
                arguments.addAll(List.of("--config", file.toAbsolutePath().toString())));
        Optional<FarmReport> report = FarmProcess.run(arguments, folder.resolve("seed-" + seed + ".report.json"), stop);
        return report.map(farm -> steps.remember(
                seed, new FarmDone(farm.wallSeconds(), StoreAccess.ask(data(seed), LearningBenchmark::practised))));
    }

    /** @return null if it never was as good */
    private static Long practised(EpisodeStore store) {
        RecentSuccess recent = new RecentSuccess(RECENT, WANTED_SUCCESS);
        long after = 0;
        List<OutcomePoint> page = store.statistics().outcomes(after, PAGE);
        while (!page.isEmpty()) {
            for (OutcomePoint point : page) {
                after = point.serial();
                boolean judged = point.outcome() == Outcome.SUCCESS || point.outcome() == Outcome.FAILURE;
                if (point.purpose() == Purpose.COLLECTION && judged && recent.add(point.outcome() == Outcome.SUCCESS)) {
                    return recent.attempts();
                }
            }
            page = store.statistics().outcomes(after, PAGE);
        }
        return null;
    }

    /** By the attempts that they were trained on: the newest of each of as many equal parts as points are wanted. */
    private Map<Long, Path> models(long seed) {
        NavigableMap<Long, Path> bySize = new TreeMap<>();
        Dl4jEngines engines = new Dl4jEngines();
        for (Path file : ModelRegistry.filesIn(data(seed).resolve("models"))) {
            ServedModel model = ModelRegistry.open(file, engines);
            bySize.put(
                    (long) model.manifest().metrics().trainingExamples()
                            + model.manifest().metrics().validationExamples(),
                    file);
        }
        return spread(bySize, options.points());
    }

    static NavigableMap<Long, Path> spread(NavigableMap<Long, Path> bySize, int points) {
        NavigableMap<Long, Path> chosen = new TreeMap<>();
        for (int i = 1; i <= points && !bySize.isEmpty(); i++) {
            Map.Entry<Long, Path> newest = bySize.floorEntry(bySize.lastKey() * i / points);
            if (newest != null) {
                chosen.put(newest.getKey(), newest.getValue());
            }
        }
        return chosen;
    }

    private Tested evaluate(long seed, Path model, String objects) {
        ModelChoice choice = new ModelChoice(() -> data(seed).resolve("models"), SearchBudget.WIDE.of(config));
        String name = "seed-" + seed + "/" + ModelRegistry.versionOf(model);
        return steps.evaluation(name + "/" + objects, () -> test(name, choice.model(model), seed, objects));
    }

    private Tested evaluate(String name, EvaluatedPolicy policy, long farmSeed, String objects) {
        return steps.evaluation(name + "/" + objects, () -> test(name, policy, farmSeed, objects));
    }

    /** Through the cameras that the farm's models know, so that the end of the curve is what the farm's own test shows. */
    private Tested test(String name, EvaluatedPolicy policy, long farmSeed, String objects) {
        say.accept("Evaluating " + name + " on " + objects);
        SceneObjects chosen = SceneObjects.parse(objects)
                .orElseThrow(() -> new FarmException(ErrorCode.BUG, "no objects are called " + objects));
        EvaluationScenes scenes = new EvaluationScenes(
                chosen.catalog(config.simulation().heldOutKinds()),
                chosen.set(),
                options.evaluations(),
                List.of(SCENES_SEED),
                OptionalLong.of(farmSeed),
                config.simulation().image().widthPixels(),
                config.simulation().image().heightPixels());
        PolicyResult result = EvaluationReport.of(
                        objects, List.of(name), List.of(new SceneEvaluation(scenes, true).run(policy, () -> {})))
                .policies()
                .get(0);
        return new Tested(result.n(), result.rate(), result.low(), result.high(), result.predictedMinusAchieved());
    }
}
