package armfarm.cli;

import armfarm.cli.bags.AttemptChoice;
import armfarm.cli.console.ControlEscapes;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Episodes;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.TrainingSet;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedCauses;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm grasp}: one attempt and where its decision came from. */
@Command(
        name = "grasp",
        mixinStandardHelpOptions = true,
        description = {
            "Show one attempt with its lineage: model, what that was trained on, seed, code version. The farm may be"
                    + " running.",
            "'armfarm replay' makes the decision again; 'armfarm label' shows who said how it ended."
        })
final class GraspCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ATTEMPT", description = "Id of an attempt, or a beginning of it that fits no other.")
    private String attempt;

    @Option(names = "--images", paramLabel = "DIR", description = "Write its images there as they were stored.")
    private Optional<Path> images = Optional.empty();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /**
     * A model and what it was trained on; texts are empty where nothing is known.
     *
     * @param cemSeed a text, since many readers lose digits of 64-bit numbers
     * @param predictedCauses null where they were not predicted
     */
    record Lineage(
            String model,
            String modelSha256,
            String trainingSet,
            String trainingSetSha256,
            long trainingSetAttempts,
            String cemSeed,
            boolean exploration,
            Double predicted,
            PredictedCauses predictedCauses,
            @JsonProperty("command_m_rad") List<Double> command,
            String softwareVersion) {}

    /** One stored image. */
    record Image(int sequence, String kind, String stamp, String shard, long offset, int bytes) {}

    /**
     * What {@code --json} prints.
     *
     * @param failureCause empty, slipped or blocked, as the sensors judged; "" if it did not fail or too little is known
     */
    record Result(
            String attempt,
            String arm,
            long attemptNumber,
            String startedAt,
            String purpose,
            String objectSet,
            String sceneId,
            String outcome,
            String abortReason,
            String failureCause,
            Lineage lineage,
            List<Image> images) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Result result = StoreAccess.ask(data.existing(), store -> {
            AttemptId id = AttemptChoice.find(store.episodes(), attempt);
            Result found = describe(store, store.episodes().attempt(id).orElseThrow());
            images.ifPresent(folder -> writeImages(store.episodes(), id, folder));
            return found;
        });
        if (json) {
            Json.print(result);
        } else {
            print(result);
        }
        return 0;
    }

    private static Result describe(EpisodeStore store, GraspAttempt attempt) {
        return new Result(
                attempt.id().toString(),
                attempt.started().arm().name(),
                attempt.started().attemptNumber(),
                attempt.started().startedAt().toString(),
                word(attempt.started().purpose()),
                word(attempt.started().objectSet()),
                attempt.started().sceneId(),
                word(attempt.ended().outcome()),
                attempt.ended().abortReason().orElse(""),
                attempt.ended().outcome() == Outcome.FAILURE
                        ? FailureCause.of(attempt).map(GraspCommand::word).orElse("")
                        : "",
                lineage(store, attempt),
                store.episodes().frames(attempt.id()).stream()
                        .map(GraspCommand::image)
                        .toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Image image(StoredFrame frame) {
        return new Image(
                frame.sequence(),
                word(frame.kind()),
                frame.stamp().toString(),
                frame.image().shard(),
                frame.image().byteOffset(),
                frame.image().byteLength());
    }

    private static Lineage lineage(EpisodeStore store, GraspAttempt attempt) {
        Optional<GraspStep> step = attempt.firstStep();
        Optional<ModelVersion> version = step.flatMap(s -> s.decision().model());
        Optional<ModelRecord> model = version.flatMap(wanted -> store.models().all().stream()
                .filter(known -> known.version().equals(wanted))
                .findFirst());
        Optional<TrainingSet> set = model.flatMap(ModelRecord::trainingSet).flatMap(store.trainingSets()::find);
        return new Lineage(
                version.map(ModelVersion::name).orElse(""),
                model.map(ModelRecord::sha256).orElse(""),
                set.map(TrainingSet::name).orElse(""),
                set.map(TrainingSet::sha256).orElse(""),
                set.map(TrainingSet::attempts).orElse(0L),
                step.filter(s -> s.decision().cemSeed().isPresent())
                        .map(s -> Long.toString(s.decision().cemSeed().getAsLong()))
                        .orElse(""),
                step.map(s -> s.decision().exploration()).orElse(false),
                step.filter(s -> s.decision().predictedProbability().isPresent())
                        .map(s -> s.decision().predictedProbability().getAsDouble())
                        .orElse(null),
                step.flatMap(s -> s.decision().predictedCauses()).orElse(null),
                step.map(s -> numbers(s.decision().command())).orElse(List.of()),
                attempt.started().softwareVersion());
    }

    private static List<Double> numbers(MotorCommand command) {
        return List.of(
                command.dxMeters(),
                command.dyMeters(),
                command.dzMeters(),
                Math.atan2(command.sinYaw(), command.cosYaw()));
    }

    private static void writeImages(Episodes episodes, AttemptId id, Path folder) {
        try {
            Files.createDirectories(folder);
            for (StoredFrame frame : episodes.frames(id)) {
                String ending = frame.mediaType().equals("image/png") ? "png" : "jpg";
                Path file = folder.resolve(id + "." + frame.sequence() + "-" + word(frame.kind()) + "." + ending);
                if (Files.exists(file)) {
                    throw new FarmException(ErrorCode.CONFIG, file + " is there already; name another folder");
                }
                Files.write(file, episodes.image(frame.image()).bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + folder, e);
        }
    }

    private static void print(Result result) {
        Lineage lineage = result.lineage();
        System.out.println(result.attempt() + ": " + result.outcome()
                + (result.failureCause().isEmpty() ? "" : ", " + result.failureCause())
                + (result.abortReason().isEmpty() ? "" : " (" + ControlEscapes.oneLine(result.abortReason()) + ")"));
        System.out.println("  arm       " + result.arm() + ", attempt " + result.attemptNumber() + ", "
                + result.startedAt() + ", " + result.purpose() + " on " + result.objectSet() + " objects, scene "
                + ControlEscapes.oneLine(result.sceneId()));
        System.out.println("  chosen by "
                + (lineage.model().isEmpty()
                        ? (lineage.exploration() ? "exploration" : "random")
                        : "model " + lineage.model() + ", weights " + lineage.modelSha256())
                + (lineage.cemSeed().isEmpty() ? "" : ", seed " + lineage.cemSeed()) + ", version "
                + lineage.softwareVersion());
        if (!lineage.trainingSet().isEmpty()) {
            System.out.println("  trained   on '" + lineage.trainingSet() + "', " + lineage.trainingSetAttempts()
                    + " attempts, " + lineage.trainingSetSha256());
            System.out.println("  candidates of its search: armfarm replay " + result.attempt());
        }
        if (!lineage.command().isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "  command   %.4f %.4f %.4f m, %.3f rad%s%n",
                    lineage.command().get(0),
                    lineage.command().get(1),
                    lineage.command().get(2),
                    lineage.command().get(3),
                    lineage.predicted() == null
                            ? ""
                            : String.format(Locale.ROOT, ", predicted %.3f", lineage.predicted()));
        }
        if (lineage.predictedCauses() != null) {
            System.out.printf(
                    Locale.ROOT,
                    "  failing   empty %.3f, slipped %.3f, blocked %.3f, as the model saw it%n",
                    lineage.predictedCauses().empty(),
                    lineage.predictedCauses().slipped(),
                    lineage.predictedCauses().blocked());
        }
        for (Image image : result.images()) {
            System.out.println(
                    "  image " + image.sequence() + "   " + image.kind() + ", " + image.bytes() + " bytes at "
                            + image.offset() + " of " + image.shard()
                            + ", " + image.stamp());
        }
    }
}
