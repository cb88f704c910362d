package armfarm.controller.cli;

import armfarm.controller.AttemptChoice;
import armfarm.controller.FarmArms;
import armfarm.controller.SoftwareVersion;
import armfarm.controller.StoreAccess;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.replay.DecisionReplay;
import armfarm.messages.GraspAttempt;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm replay}: makes a stored decision once more. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Make the decision of a stored attempt once more, from its image, seed and model, and say whether it is equal bit",
            "by bit, or what differs. The farm may be running. Exit code 1 if something differs."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ATTEMPT", description = "Id of an attempt, or a beginning of it that fits no other.")
    private String attempt;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The farm's configuration then, if it had one: workspaces of configured cells, and"
                    + " collection.stir_after_failures, are part of the decision.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** What {@code --json} prints. @param cemSeed a text, since many readers lose digits of 64-bit numbers */
    record Result(
            String attempt,
            boolean bitEqual,
            String chosenBy,
            String model,
            String modelSha256,
            String cemSeed,
            int failedGraspsRemembered,
            String softwareVersionThen,
            String softwareVersionNow,
            List<DecisionReplay.Difference> differences) {}

    @Override
    public Integer call() throws JsonProcessingException {
        FarmConfig settings = config.map(FarmConfig::read).orElseGet(FarmConfig::defaults);
        FarmArms arms = FarmArms.of(settings);
        Path folder = data.existing();
        Result result = StoreAccess.ask(folder, store -> {
            GraspAttempt stored =
                    store.attempt(AttemptChoice.find(store, attempt)).orElseThrow();
            DecisionReplay.Result replayed = new DecisionReplay(
                            store, folder.resolve("models"), arms.graspSpace(), settings)
                    .run(stored, arms.workspaceOf(stored.started().arm()));
            return new Result(
                    stored.id().toString(),
                    replayed.bitEqual(),
                    replayed.kind(),
                    replayed.model(),
                    replayed.modelSha256(),
                    Long.toString(replayed.seed()),
                    replayed.failedGrasps(),
                    stored.started().softwareVersion(),
                    SoftwareVersion.CURRENT,
                    replayed.differences());
        });
        if (json) {
            Json.print(result);
        } else {
            print(result);
        }
        return result.bitEqual() ? 0 : 1;
    }

    private static void print(Result result) {
        System.out.println("attempt " + result.attempt() + ", chosen by "
                + (result.model().isEmpty() ? result.chosenBy() : "model " + result.model()) + ", seed "
                + result.cemSeed() + ", " + result.failedGraspsRemembered() + " failed grasps remembered");
        if (result.bitEqual()) {
            System.out.println("The very same decision came out, bit by bit.");
            return;
        }
        result.differences()
                .forEach(difference -> System.out.printf(
                        "  %-28s stored %s, now %s%n",
                        difference.what(), difference.stored(), difference.recomputed()));
        System.out.println("made by version " + result.softwareVersionThen() + ", made again by "
                + result.softwareVersionNow()
                + "; settings that are part of a decision: name the farm's file with --config");
    }
}
