package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Snapshot;
import armfarm.episodes.Split;
import armfarm.episodes.SplitRule;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<SnapshotContents.Part>> contents) {
        static Result of(Snapshot snapshot, Optional<List<SnapshotContents.Part>> contents) {
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
                    snapshot.sha256(),
                    contents);
        }
    }

    /** A snapshot with what is in it. */
    private record Shown(Snapshot snapshot, List<SnapshotContents.Part> contents) {
        void print(boolean json) throws JsonProcessingException {
            if (json) {
                Json.print(Result.of(snapshot, Optional.of(contents)));
            } else {
                SnapshotCommand.print(snapshot, contents);
            }
        }
    }

    private static void print(Snapshot snapshot, List<SnapshotContents.Part> contents) {
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
                        .orElse(
                                snapshot.filter().isEmpty()
                                        ? "every attempt"
                                        : "where " + ControlEscapes.oneLine(snapshot.filter())));
        for (Split split : Split.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %,10d%n",
                    split.label(),
                    snapshot.attempts().get(split));
            contents.stream()
                    .filter(part -> part.split().equals(split.label()))
                    .forEach(part -> System.out.println("             " + part));
        }
        System.out.println("  sha256 " + snapshot.sha256());
    }

    /** {@code armfarm snapshot create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Freeze the attempts that fit under a new name.",
                "These are practice attempts with images that ended in success or failure and that nobody excluded."
                        + " Attempts of evaluations, which are on held-out objects, and imported ones are left out",
                "unless --purpose or the filter asks for them, or there is no practice. Relabelling and new attempts"
                        + " do not change it any more. The farm",
                "may be running.",
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
                names = "--purpose",
                paramLabel = "PURPOSE",
                split = ",",
                description = {
                    "Why the attempts were made: collection (practice), evaluation, import, or all; several with"
                            + " commas",
                    "(default: collection, else import; or what --where says of purpose)."
                })
        private Set<SnapshotPurpose> purposes = Set.of();

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
            AttemptFilter asked = AttemptFilter.parse(where.orElse(""));
            SnapshotPurpose.requireOneWord(asked, purposes, spec.commandLine());
            Made result = StoreAccess.ask(data.existing(), store -> make(store, asked, splits));
            Snapshot made = result.shown().snapshot();
            result.shown().print(json);
            if (!result.leftOut().isEmpty()) {
                System.err.println("armfarm: left out by purpose: " + result.leftOut()
                        + "; --purpose all has them too, see 'armfarm snapshot create --help'");
            }
            if (made.successes() == 0 || made.successes() == made.size()) {
                System.err.println(
                        "armfarm: all attempts of this snapshot ended the same way; nothing can be learned from it"
                                + " alone");
            }
            return 0;
        }

        /** @param leftOut usable attempts that fit but for their purpose, in words; empty if there are none */
        private record Made(Shown shown, String leftOut) {}

        private Made make(EpisodeStore store, AttemptFilter asked, SplitRule splits) {
            if (model.isPresent()) {
                Snapshot snapshot = store.snapshots().create(name, model.get());
                SnapshotFiles.of(snapshot, store.queries(), data.existing());
                return new Made(new Shown(snapshot, SnapshotContents.of(snapshot, store.queries())), "");
            }
            AttemptFilter filter = SnapshotPurpose.restrict(asked, purposes, store.queries());
            String leftOut = SnapshotPurpose.leftOut(asked, filter, store.queries());
            Snapshot snapshot;
            try {
                snapshot = store.snapshots().create(name, filter, splits);
            } catch (FarmException e) {
                if (e.code() == ErrorCode.DATA && !leftOut.isEmpty()) {
                    throw new FarmException(
                            e.code(),
                            e.getMessage() + ". Left out by purpose: " + leftOut + "; --purpose all has them",
                            e);
                }
                throw e;
            }
            SnapshotFiles.of(snapshot, store.queries(), data.existing());
            return new Made(new Shown(snapshot, SnapshotContents.of(snapshot, store.queries())), leftOut);
        }

        private SplitRule splits() {
            boolean chosen = where.isPresent()
                    || !purposes.isEmpty()
                    || groupBy.isPresent()
                    || validation.isPresent()
                    || test.isPresent();
            if (model.isPresent() && chosen) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--model goes without --where, --purpose, --group-by, --validation and --test: it takes what"
                                + " the model was trained on, as it was");
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
                    store -> store.snapshots().names().stream()
                            .flatMap(name -> store.snapshots().find(name).stream())
                            .toList());
            if (json) {
                Json.print(all.stream()
                        .map(snapshot -> Result.of(snapshot, Optional.empty()))
                        .toList());
            } else if (all.isEmpty()) {
                System.out.println("No snapshots; make one with 'armfarm snapshot create NAME'.");
            } else {
                all.forEach(snapshot -> print(snapshot, List.of()));
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
            Shown shown = StoreAccess.ask(data.existing(), store -> {
                Snapshot snapshot = SnapshotFiles.find(name, store.snapshots());
                return new Shown(snapshot, SnapshotContents.of(snapshot, store.queries()));
            });
            shown.print(json);
            return 0;
        }
    }
}
