package armfarm.controller.cli;

import armfarm.controller.StoreAccess;
import armfarm.episodes.DataSplit;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SplitRule;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.ModelVersion;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm snapshot}: frozen choices of attempts. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Freeze choices of attempts with their labels and splits, so that others can train on the very same data.",
            "Exports are made from snapshots only."
        },
        subcommands = {SnapshotCommand.Create.class, SnapshotCommand.ListAll.class, SnapshotCommand.Show.class})
final class SnapshotCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: create, list or show");
    }

    /** What {@code --json} prints of a snapshot. */
    record Result(
            String name,
            String createdAt,
            String where,
            Optional<String> model,
            String groupBy,
            long attempts,
            long successes,
            Map<String, Long> splits,
            String sha256) {
        static Result of(Snapshot snapshot) {
            Map<String, Long> splits = new TreeMap<>();
            snapshot.attempts().forEach((split, attempts) -> splits.put(split.label(), attempts));
            return new Result(
                    snapshot.name(),
                    snapshot.createdAt().toString(),
                    snapshot.filter(),
                    snapshot.model().map(ModelVersion::name),
                    snapshot.splits().groupBy().name().toLowerCase(Locale.ROOT),
                    snapshot.size(),
                    snapshot.successes(),
                    splits,
                    snapshot.sha256());
        }
    }

    private static void print(Snapshot snapshot) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d attempts, %,d successes (%.1f %%), made %s%n",
                snapshot.name(),
                snapshot.size(),
                snapshot.successes(),
                100.0 * snapshot.successes() / snapshot.size(),
                snapshot.createdAt());
        System.out.println("  "
                + snapshot.model()
                        .map(model -> "what " + model + " was trained on")
                        .orElse(snapshot.filter().isEmpty() ? "every attempt" : "where " + snapshot.filter()));
        for (DataSplit split : DataSplit.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %,10d%n",
                    split.label(),
                    snapshot.attempts().get(split));
        }
        System.out.println("  sha256 " + snapshot.sha256());
    }

    /** {@code armfarm snapshot create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Freeze the attempts that fit under a new name: those with images that ended in success or failure and",
                "that nobody excluded. Relabelling and new attempts do not change it any more. The farm may be running.",
                "With --model: what that model was trained on, with the labels and splits it was trained with.",
                "Its rows are also written as Parquet files, snapshots/NAME/grasps.parquet and frames.parquet."
            })
    static final class Create implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "NAME", description = "Letters, digits, '.', '_' and '-'.")
        private String name;

        @Option(
                names = "--where",
                paramLabel = "FILTER",
                description = "Which attempts, as in 'armfarm query' (default: all).")
        private Optional<String> where = Optional.empty();

        @Option(
                names = "--model",
                paramLabel = "VERSION",
                converter = ModelVersionConverter.class,
                description = "What this model was trained on, for example m0003-9f2c41aa; instead of --where.")
        private Optional<ModelVersion> model = Optional.empty();

        @Option(
                names = "--group-by",
                paramLabel = "GROUP",
                description = "What is never divided among splits: attempt, object, arm or day (default: attempt).")
        private Optional<SplitRule.GroupBy> groupBy = Optional.empty();

        @Option(
                names = "--validation",
                paramLabel = "PERCENT",
                description = "Share of the groups for validation (default: 10).")
        private Optional<Integer> validation = Optional.empty();

        @Option(names = "--test", paramLabel = "PERCENT", description = "Share of the groups for testing (default: 0).")
        private Optional<Integer> test = Optional.empty();

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws JsonProcessingException {
            SplitRule splits = splits();
            AttemptFilter filter = AttemptFilter.parse(where.orElse(""));
            Snapshot made = StoreAccess.ask(data.existing(), store -> {
                Snapshot snapshot = model.isPresent()
                        ? store.createSnapshot(name, model.get())
                        : store.createSnapshot(name, filter, splits);
                SnapshotFiles.of(snapshot, store, data.existing());
                return snapshot;
            });
            if (json) {
                Json.print(Result.of(made));
            } else {
                print(made);
            }
            if (made.successes() == 0 || made.successes() == made.size()) {
                System.err.println(
                        "armfarm: all attempts of this snapshot ended the same way; nothing can be learned from it"
                                + " alone");
            }
            return 0;
        }

        private SplitRule splits() {
            boolean chosen = where.isPresent() || groupBy.isPresent() || validation.isPresent() || test.isPresent();
            if (model.isPresent() && chosen) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--model goes without --where, --group-by, --validation and --test: it takes what the model was"
                                + " trained on, as it was");
            }
            try {
                return new SplitRule(groupBy.orElse(SplitRule.GroupBy.ATTEMPT), validation.orElse(10), test.orElse(0));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
    }

    /** Any text; whether there is such a model, the store says. */
    static final class ModelVersionConverter implements CommandLine.ITypeConverter<ModelVersion> {
        @Override
        public ModelVersion convert(String value) {
            return new ModelVersion(value);
        }
    }

    /** {@code armfarm snapshot list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List all snapshots, oldest first.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @Override
        public Integer call() throws JsonProcessingException {
            List<Snapshot> all = StoreAccess.ask(
                    data.existing(),
                    store -> store.snapshotNames().stream()
                            .flatMap(name -> store.snapshot(name).stream())
                            .toList());
            if (json) {
                Json.print(all.stream().map(Result::of).toList());
            } else if (all.isEmpty()) {
                System.out.println("No snapshots; make one with 'armfarm snapshot create NAME'.");
            } else {
                all.forEach(SnapshotCommand::print);
            }
            return 0;
        }
    }

    /** {@code armfarm snapshot show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one snapshot.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "NAME", description = "As given when it was made.")
        private String name;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @Override
        public Integer call() throws JsonProcessingException {
            Snapshot snapshot = StoreAccess.ask(data.existing(), store -> SnapshotFiles.find(name, store));
            if (json) {
                Json.print(Result.of(snapshot));
            } else {
                print(snapshot);
            }
            return 0;
        }
    }
}
