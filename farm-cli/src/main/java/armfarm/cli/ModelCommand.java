package armfarm.cli;

import armfarm.cli.SnapshotCommand.ModelVersionConverter;
import armfarm.cli.card.CardMarkdown;
import armfarm.cli.card.ModelCard;
import armfarm.cli.card.ModelCards;
import armfarm.cli.plots.ImageFormat;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.policy.learning.TrainingRepeat;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.training.TrainingMetrics;
import armfarm.policy.training.TrainingProgress;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm model}: what is on record of trained models. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Write the card of a model, or repeat its training.",
        subcommands = {ModelCommand.Card.class, ModelCommand.Repeat.class})
final class ModelCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: card or repeat");
    }

    /** The model that a word means. @throws FarmException (CONFIG) if there is none at all */
    private static ModelVersion version(EpisodeStore store, Optional<ModelVersion> named) {
        return named.orElseGet(() -> {
            List<ModelRecord> all = store.models().all();
            if (all.isEmpty()) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "There is no model in this store yet; the first is trained after learning.random_attempts"
                                + " attempts");
            }
            return all.get(all.size() - 1).version();
        });
    }

    /** {@code armfarm model card}. */
    @Command(
            name = "card",
            mixinStandardHelpOptions = true,
            description = {
                "Write the card of a model.",
                "It says what the model was trained on and how, and how well it predicts, in all and by slices.",
                "Three files beside the model, or in the folder of -o: VERSION.card.md, VERSION.card.json and",
                "VERSION.calibration.svg; older ones are replaced. The farm may be running."
            })
    static final class Card implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(
                arity = "0..1",
                paramLabel = "VERSION",
                converter = ModelVersionConverter.class,
                description = "For example m0003-9f2c41aa (default: the newest).")
        private Optional<ModelVersion> named = Optional.empty();

        @Option(
                names = {"-o", "--output"},
                paramLabel = "DIR",
                description = "Folder for the files, made if missing (default: models in the farm's folder).")
        private Optional<Path> output = Optional.empty();

        @Option(
                names = "--json",
                description = "Print the card as one line of JSON, and write nothing unless -o is given.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            Path models = data.existing().resolve("models");
            ModelCard card = read(models);
            if (json) {
                Json.print(card);
            }
            if (!json || output.isPresent()) {
                write(card, output.orElse(models));
            }
            return 0;
        }

        private ModelCard read(Path models) {
            RateLine progress = new RateLine("model card", System.err, InstantSource.system());
            try {
                return StoreAccess.ask(data.existing(), store -> {
                    long all = store.statistics().counts().stored();
                    return new ModelCards(store, models, new Dl4jEngines())
                            .of(version(store, named), done -> progress.show("reading", done, all));
                });
            } finally {
                progress.end();
            }
        }

        private void write(ModelCard card, Path folder) throws IOException {
            Files.createDirectories(folder);
            String name = card.model().version();
            Path plot = folder.resolve(name + ".calibration.svg");
            boolean drawn = card.heldBack().all().n() > 0;
            if (drawn) {
                card.heldBack()
                        .calibration()
                        .draw(name + " on attempts held back")
                        .write(plot, ImageFormat.SVG);
            }
            Optional<String> file = Optional.of(plot.getFileName().toString()).filter(any -> drawn);
            Path page = Files.writeString(folder.resolve(name + ".card.md"), CardMarkdown.of(card, file));
            Path numbers = Files.write(folder.resolve(name + ".card.json"), Json.lines(card));
            if (!json) {
                Stream.of(
                                Optional.of(page),
                                Optional.of(numbers),
                                Optional.of(plot).filter(any -> drawn))
                        .flatMap(Optional::stream)
                        .forEach(System.out::println);
            }
        }
    }

    /** {@code armfarm model repeat}. */
    @Command(
            name = "repeat",
            mixinStandardHelpOptions = true,
            description = {
                "Train a model once more, as its card says, and compare the weights.",
                "The same attempts with the labels of then, seed, settings and first weights are taken. Nothing of the farm",
                "is changed, which may be running. The exit code is 1 if other weights came out."
            })
    static final class Repeat implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(
                arity = "0..1",
                paramLabel = "VERSION",
                converter = ModelVersionConverter.class,
                description = "For example m0003-9f2c41aa (default: the newest).")
        private Optional<ModelVersion> named = Optional.empty();

        @Option(
                names = "--crops",
                paramLabel = "DIR",
                description =
                        "Folder for what is cut out of the images, 7 kB an attempt; kept, so that repeating another"
                                + " model is faster (default: a temporary one).")
        private Optional<Path> crops = Optional.empty();

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        /** What {@code --json} prints. Losses and areas are of the attempts held back. */
        record Result(
                String model,
                boolean weightsEqual,
                String sha256Then,
                String sha256Now,
                OptionalDouble largestWeightDifference,
                Numbers then,
                Numbers now,
                List<String> notes) {}

        /** Of one training. */
        record Numbers(
                int trainingExamples,
                int draws,
                OptionalDouble trainLoss,
                OptionalDouble validationLoss,
                OptionalDouble validationAuc,
                OptionalDouble predictedMinusAchieved) {
            static Numbers of(TrainingMetrics metrics) {
                return new Numbers(
                        metrics.trainingExamples(),
                        metrics.draws(),
                        finite(metrics.trainLoss()),
                        finite(metrics.validationLoss()),
                        finite(metrics.validationAuc()),
                        finite(metrics.predictedMinusAchieved()));
            }
        }

        private static OptionalDouble finite(double value) {
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        }

        @Override
        public Integer call() throws IOException {
            if (crops.isPresent()) {
                return repeat(crops.get());
            }
            Path temporary = Files.createTempDirectory("armfarm-repeat-");
            try {
                return repeat(temporary);
            } finally {
                remove(temporary);
            }
        }

        private int repeat(Path folder) throws JsonProcessingException {
            Path models = data.existing().resolve("models");
            RateLine progress = new RateLine("model repeat", System.err, InstantSource.system());
            TrainingRepeat.Result repeated;
            try {
                repeated = StoreAccess.ask(
                        data.existing(),
                        store -> new TrainingRepeat(store, models, new Dl4jEngines(), InstantSource.system())
                                .run(version(store, named), folder, step -> show(progress, step)));
            } finally {
                progress.end();
            }
            Result result = new Result(
                    repeated.model().name(),
                    repeated.weightsEqual(),
                    repeated.sha256Then(),
                    repeated.sha256Now(),
                    finite(repeated.largestDifference()),
                    Numbers.of(repeated.then()),
                    Numbers.of(repeated.now()),
                    repeated.notes());
            if (json) {
                Json.print(result);
            } else {
                print(result);
            }
            return result.weightsEqual() ? 0 : 1;
        }

        private static void show(RateLine line, TrainingProgress step) {
            if (step.drawsTotal() > 0) {
                line.show("training", step.drawsDone(), step.drawsTotal());
            }
        }

        private static void print(Result result) {
            System.out.println("model " + result.model() + ", trained again on "
                    + result.now().trainingExamples() + " attempts");
            result.notes().forEach(note -> System.out.println("  " + note));
            row("loss while training", result.then().trainLoss(), result.now().trainLoss());
            row("loss, held back", result.then().validationLoss(), result.now().validationLoss());
            row("AUC, held back", result.then().validationAuc(), result.now().validationAuc());
            row(
                    "predicted minus achieved",
                    result.then().predictedMinusAchieved(),
                    result.now().predictedMinusAchieved());
            System.out.println(
                    result.weightsEqual()
                            ? "The very same weights came out, bit by bit."
                            : "Other weights came out; the largest difference is "
                                    + (result.largestWeightDifference().isPresent()
                                            ? result.largestWeightDifference().getAsDouble()
                                            : "not known, as the layers are others")
                                    + ". Another processor, engine or code version may be why.");
        }

        private static void row(String what, OptionalDouble then, OptionalDouble now) {
            System.out.printf(Locale.ROOT, "  %-26s then %s, now %s%n", what, text(then), text(now));
        }

        private static String text(OptionalDouble value) {
            return value.isPresent() ? Double.toString(value.getAsDouble()) : "-";
        }

        private static void remove(Path folder) throws IOException {
            List<Path> inside;
            try (Stream<Path> files = Files.walk(folder)) {
                inside = files.sorted((a, b) -> b.compareTo(a)).toList();
            }
            for (Path path : inside) {
                Files.delete(path);
            }
        }
    }
}
