package armfarm.cli;

import armfarm.controller.FarmArms;
import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.TrainingSources;
import armfarm.episodes.query.DataInfo;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm data}: what is in the store, in numbers and in plots. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What is in the store, in numbers and in plots.",
        subcommands = {DataCommand.Info.class, DataPlotCommand.class})
final class DataCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: info or plot");
    }

    /** {@code armfarm data info}. */
    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = "Show what is in the store, in numbers. The farm may be running.")
    static final class Info implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "The farm's configuration, for its learning.sources (default: the one it last ran with).")
        private Path configFile;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @Override
        public Integer call() throws JsonProcessingException {
            Path folder = data.existing();
            FarmConfig config = config(folder);
            TrainingSources chosen =
                    config.learning().sourcesIn(FarmArms.of(config).graspSpace());
            Answer answer = StoreAccess.ask(
                    folder,
                    store -> new Answer(
                            store.queries().info(),
                            new SourcesText(store.trainingSets().bySource(chosen), chosen)));
            if (json) {
                ObjectNode tree = Json.tree(answer.info());
                answer.sources().addTo(tree);
                Json.print(tree);
            } else {
                print(answer.info());
                answer.sources().print(System.out);
            }
            return 0;
        }

        private record Answer(DataInfo info, SourcesText sources) {}

        /** As the farm last had it; the defaults where that cannot be told, which is said. */
        private FarmConfig config(Path folder) {
            if (configFile != null) {
                return FarmConfig.read(configFile);
            }
            Optional<String> last = DataFolder.lastConfig(folder);
            if (last.isEmpty()) {
                return FarmConfig.defaults();
            }
            try {
                return FarmConfig.read(Path.of(last.get()));
            } catch (FarmException e) {
                System.err.println("What is trained on is told for the defaults; name the farm's file with --config: "
                        + e.getMessage());
                return FarmConfig.defaults();
            }
        }

        private static void print(DataInfo info) {
            System.out.printf(Locale.ROOT, "%,d attempts%n", info.attempts());
            new TreeMap<>(info.outcomes())
                    .forEach((outcome, attempts) -> System.out.printf(
                            Locale.ROOT,
                            "  %-10s %,10d  %5.1f %%%n",
                            outcome,
                            attempts,
                            100.0 * attempts / info.attempts()));
            info.first()
                    .ifPresent(first -> System.out.println(
                            "from " + first + " to " + info.last().orElseThrow()));
            for (DataInfo.ArmAttempts arm : info.arms()) {
                long judged = arm.successes() + arm.failures();
                System.out.printf(
                        Locale.ROOT,
                        "  %-10s %,10d attempts, %s%n",
                        arm.arm(),
                        arm.attempts(),
                        judged == 0
                                ? "none judged"
                                : String.format(Locale.ROOT, "%.1f %% success", 100.0 * arm.successes() / judged));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d images%s, %,d MB in %,d shards; %,d models; %,d objects known%n",
                    info.images().count(),
                    info.images().withDepth() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " (%,d with depth)",
                                    info.images().withDepth()),
                    info.images().bytes() / 1_000_000,
                    info.images().shards(),
                    info.models(),
                    info.objects());
            info.objectStorage().ifPresent(objects -> System.out.println(ObjectStorageText.of(objects)));
            System.out.printf(
                    Locale.ROOT,
                    "%,d relabelled by people, %,d excluded, %,d purged, %,d imported, %,d rejected records%n",
                    info.curated().relabelled(),
                    info.curated().excluded(),
                    info.curated().purged(),
                    info.curated().imported(),
                    info.rejectedRecords());
            System.out.println(
                    "snapshots: " + (info.snapshots().isEmpty() ? "none" : String.join(", ", info.snapshots()))
                            + "; schema version " + info.schemaVersion());
        }
    }
}
