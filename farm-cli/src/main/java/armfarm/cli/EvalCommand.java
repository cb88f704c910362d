package armfarm.cli;

import armfarm.cli.plots.EvaluationPlot;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.evaluation.EvaluatedPolicy;
import armfarm.controller.evaluation.EvaluationReport;
import armfarm.controller.evaluation.EvaluationScenes;
import armfarm.controller.evaluation.ModelChoice;
import armfarm.controller.evaluation.SceneEvaluation;
import armfarm.controller.evaluation.SceneEvaluation.Grasp;
import armfarm.controller.evaluation.SceneObjects;
import armfarm.controller.evaluation.SearchBudget;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm eval}: how good models are. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Let models grasp first in simulated bins of objects that they do not know, and say how often they hold one.",
            "All policies grasp in the same scenes, judged by the simulator's truth. Nothing is stored, and a farm may run.",
            "",
            "  armfarm eval newest random oracle --attempts 400",
            "  armfarm eval m0011-381022ce m0012-4c2c9f21 --objects kind:mug"
        })
final class EvalCommand implements Callable<Integer> {
    private static final int MAX_SEEDS = 1000;

    @Parameters(
            arity = "1..*",
            paramLabel = "POLICY",
            description = "A model's version, 'newest', the path of a model's file, 'random' or 'oracle'.")
    private List<String> policies = List.of();

    @Mixin
    private DataOption data;

    @Option(
            names = "--objects",
            paramLabel = "SET",
            defaultValue = "heldout",
            converter = ObjectsConverter.class,
            description =
                    "heldout, training, heldout-kinds, or of one kind: kind:mug, kind:box, ... (default: ${DEFAULT-VALUE}).")
    private SceneObjects objects;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "300",
            description = "Scenes of each seed (default: ${DEFAULT-VALUE}).")
    private int attempts;

    @Option(
            names = "--seeds",
            paramLabel = "K",
            defaultValue = "1",
            description = "Seeds 1 to K, each with other scenes (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--search",
            paramLabel = "BUDGET",
            defaultValue = "wide",
            description = "wide, or collecting: as arms search while they practise (default: ${DEFAULT-VALUE}).")
    private SearchBudget search;

    @Option(
            names = "--farm-seed",
            paramLabel = "S",
            description = "Look through the cameras of a farm with this seed, which its models know (default: each"
                    + " scene has a camera of its own, which no farm has).")
    private Long farmSeed;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The farm's configuration, for image size, held-out kinds and the search while collecting.")
    private Optional<Path> configFile = Optional.empty();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Mixin
    private PlotOption plot;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Reads kind:mug. */
    static final class ObjectsConverter implements CommandLine.ITypeConverter<SceneObjects> {
        @Override
        public SceneObjects convert(String text) {
            return SceneObjects.parse(text)
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "found '" + text + "', expected " + SceneObjects.EXPECTED));
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (attempts < 1 || attempts > 100_000 || seeds < 1 || seeds > MAX_SEEDS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "expected 1 to 100000 attempts and 1 to " + MAX_SEEDS + " seeds");
        }
        plot.check();
        FarmConfig config = configFile.map(FarmConfig::read).orElseGet(FarmConfig::defaults);
        ModelChoice choice = new ModelChoice(() -> data.existing().resolve("models"), search.of(config));
        List<EvaluatedPolicy> chosen = policies.stream().map(choice::find).toList();
        EvaluationReport report = run(chosen, scenes(config));
        if (json) {
            Json.print(report);
        } else {
            EvaluationText.print(report, System.out);
        }
        plot.draw(() -> EvaluationPlot.draw(report));
        return 0;
    }

    private EvaluationScenes scenes(FarmConfig config) {
        return new EvaluationScenes(
                objects.catalog(config.simulation().heldOutKinds()),
                objects.set(),
                attempts,
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                farmSeed == null ? OptionalLong.empty() : OptionalLong.of(farmSeed),
                config.simulation().image().widthPixels(),
                config.simulation().image().heightPixels());
    }

    private EvaluationReport run(List<EvaluatedPolicy> chosen, EvaluationScenes scenes) {
        SceneEvaluation evaluation = new SceneEvaluation(scenes, true);
        SharedRateLine progress =
                new SharedRateLine(new RateLine("eval", System.err, InstantSource.system()), (long) attempts * seeds);
        try {
            List<List<Grasp>> grasps = new ArrayList<>();
            for (EvaluatedPolicy policy : chosen) {
                progress.begin(policy.name());
                grasps.add(evaluation.run(policy, progress::step));
            }
            return EvaluationReport.of(
                    objects.label(), chosen.stream().map(EvaluatedPolicy::name).toList(), grasps);
        } finally {
            progress.end();
        }
    }
}
