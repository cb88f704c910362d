package armfarm.cli;

import armfarm.cli.bags.AttemptChoice;
import armfarm.controller.FarmArms;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.links.StoreAccess;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Pose;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspCandidate;
import armfarm.policy.replay.DecisionReplay;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "Make the decision of a stored attempt once more and say whether it is equal bit by bit.",
            "It is made from its image, seed, recorded settings and model; what differs is named, settings that are"
                    + " others today, and",
            "which candidates the search kept. The farm may be running. Exit code 1 if something differs."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ATTEMPT", description = "Id of an attempt, or a beginning of it that fits no other.")
    private String attempt;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The farm's configuration then, if it had one: collection.stir_after_failures is part of the"
                    + " decision, and for attempts recorded before settings were kept also the workspace of a"
                    + " configured cell.")
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
            List<Elite> elites,
            List<String> assumed,
            List<DecisionReplay.Difference> changedSettings,
            List<DecisionReplay.Difference> differences) {}

    /**
     * A candidate that the search kept, pose in the base frame.
     *
     * @param iteration from 1
     * @param predicted success probability, 0..1
     * @param rank what the search maximises: the logit less the penalty for repeating a failed grasp
     */
    record Elite(
            int iteration,
            double xMeters,
            double yMeters,
            double zMeters,
            double yawRadians,
            double predicted,
            double rank) {}

    private static List<Elite> elites(DecisionReplay.Result replayed) {
        List<Elite> elites = new ArrayList<>();
        for (int iteration = 0; iteration < replayed.elites().size(); iteration++) {
            for (GraspCandidate candidate : replayed.elites().get(iteration)) {
                Pose pose = candidate.graspInBase();
                elites.add(new Elite(
                        iteration + 1,
                        pose.xMeters(),
                        pose.yMeters(),
                        pose.zMeters(),
                        pose.yawRadians(),
                        candidate.successProbability(),
                        candidate.rank()));
            }
        }
        return elites;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        FarmConfig settings = config.map(FarmConfig::read).orElseGet(FarmConfig::defaults);
        FarmArms arms = FarmArms.of(settings);
        Path folder = data.existing();
        Result result = StoreAccess.ask(folder, store -> {
            GraspAttempt stored = store.episodes()
                    .attempt(AttemptChoice.find(store.episodes(), attempt))
                    .orElseThrow();
            DecisionReplay.Result replayed = new DecisionReplay(
                            store,
                            folder.resolve("models"),
                            FeatureSpec.of(
                                    arms.graspSpace(), settings.learning().input()),
                            settings.collection())
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
                    elites(replayed),
                    replayed.assumed(),
                    replayed.changed(),
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
        result.elites()
                .forEach(elite -> System.out.printf(
                        Locale.ROOT,
                        "  iteration %d: x %.3f y %.3f z %.3f m, yaw %5.2f rad, predicted %.3f, rank %.2f%n",
                        elite.iteration(),
                        elite.xMeters(),
                        elite.yMeters(),
                        elite.zMeters(),
                        elite.yawRadians(),
                        elite.predicted(),
                        elite.rank()));
        result.assumed().forEach(assumption -> System.out.println("  " + assumption));
        result.changedSettings()
                .forEach(changed -> System.out.printf(
                        "  setting %-30s then %s, today %s%n", changed.what(), changed.stored(), changed.recomputed()));
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
                + "; what the arm remembered depends on collection.stir_after_failures: name the farm's file"
                + " with --config");
    }
}
