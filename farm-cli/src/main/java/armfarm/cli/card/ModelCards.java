package armfarm.cli.card;

import armfarm.cli.card.Measured.Scored;
import armfarm.cli.card.ModelCard.Configuration;
import armfarm.cli.card.ModelCard.Data;
import armfarm.cli.card.ModelCard.Decided;
import armfarm.cli.card.ModelCard.Failures;
import armfarm.cli.card.ModelCard.HeldBack;
import armfarm.cli.card.ModelCard.Identity;
import armfarm.cli.card.ModelCard.Source;
import armfarm.cli.plots.CalibrationData;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSplit;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.policy.PolicyJson;
import armfarm.policy.SceneView;
import armfarm.policy.learning.StoredExamples;
import armfarm.policy.learning.TrainingRepeat;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.release.ModelManifest;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import armfarm.policy.training.RocArea;
import armfarm.policy.training.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Puts cards together. What a model says of the attempts held back is computed anew from its weights and the stored images, so that
 * nothing is kept twice. Confined to one thread.
 */
public final class ModelCards {
    private static final String LABEL = "a person's last, else the first of the sensors, as of when the set was frozen";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final EpisodeStore store;
    private final Path models;
    private final EngineFactory engines;

    /** @param models folder of the model files */
    public ModelCards(EpisodeStore store, Path models, EngineFactory engines) {
        this.store = store;
        this.models = models;
        this.engines = engines;
    }

    /**
     * Reads the model's training set once, and the images of what was held back.
     *
     * @param progress told the number of attempts read so far
     * @throws FarmException (CONFIG) if there is no such model; (DATA) if the store does not know what it was trained on
     */
    public ModelCard of(ModelVersion version, LongConsumer progress) {
        ModelRecord stored = TrainingRepeat.find(store, version);
        ServedModel model = ModelRegistry.open(models.resolve(stored.fileName()), engines);
        TrainingSet set = stored.trainingSet()
                .flatMap(store.trainingSets()::find)
                .orElseThrow(() -> new FarmException(
                        ErrorCode.DATA,
                        "What model " + version + " was trained on is not known in this store, so there is no card of"
                                + " it; expected a model of which 'armfarm query --sql \"select training_set_id from"
                                + " models\"' shows the training set"));
        StoredExamples examples = new StoredExamples(store.trainingSets(), store.episodes(), set);
        Members members = new Members(model, examples, progress);
        examples.forEach(members);
        return new ModelCard(
                identity(stored, model),
                members.data(set),
                configuration(model.manifest()),
                heldBack(members.heldBack),
                decided(version));
    }

    private static Identity identity(ModelRecord stored, ServedModel model) {
        ModelManifest manifest = model.manifest();
        return new Identity(
                manifest.version(),
                manifest.round(),
                stored.state().name().toLowerCase(Locale.ROOT),
                stored.reason(),
                manifest.createdAt(),
                manifest.codeVersion(),
                manifest.engine(),
                run(manifest).map(TrainingRun::wentOnFrom),
                manifest.metrics().beganAnewAt(),
                model.weights().tensors().values().stream()
                        .mapToLong(tensor -> tensor.values().length)
                        .sum(),
                manifest.weightsSha256(),
                stored.fileName());
    }

    private static Optional<TrainingRun> run(ModelManifest manifest) {
        return Optional.ofNullable(manifest.metrics().run());
    }

    private static Configuration configuration(ModelManifest manifest) {
        return new Configuration(
                run(manifest).map(run -> Long.toString(run.seed())),
                PolicyJson.tree(manifest.features()),
                Optional.ofNullable(manifest.network()),
                Optional.ofNullable(manifest.training()),
                run(manifest).map(TrainingRun::practice),
                PolicyJson.tree(manifest.metrics().of(null)));
    }

    /** One attempt that was held back. */
    private record Held(long ordinal, String source, boolean byModel, Optional<FailureCause> cause, Scored scored) {}

    /** Goes through the training set. */
    private static final class Members implements Consumer<TrainingExample> {
        private final ServedModel model;
        private final StoredExamples examples;
        private final LongConsumer progress;
        private final List<Held> heldBack = new ArrayList<>();
        private final Map<String, long[]> sources = new TreeMap<>();
        private long seen;
        private long byModels;
        private Optional<Instant> first = Optional.empty();
        private Optional<Instant> last = Optional.empty();

        Members(ServedModel model, StoredExamples examples, LongConsumer progress) {
            this.model = model;
            this.examples = examples;
            this.progress = progress;
        }

        @Override
        public void accept(TrainingExample example) {
            progress.accept(++seen);
            boolean byModel = example.model().isPresent() && !example.exploration();
            byModels += byModel ? 1 : 0;
            long[] counts = sources.computeIfAbsent(example.source().name(), name -> new long[2]);
            counts[0]++;
            counts[1] += example.success() ? 1 : 0;
            example.attempt().time().ifPresent(this::spread);
            if (example.split() == Split.VALIDATION) {
                heldBack.add(new Held(
                        example.ordinal(),
                        example.source().name(),
                        byModel,
                        example.success() ? Optional.empty() : example.causeIfFailed(),
                        new Scored(predicted(example), example.success())));
            }
        }

        private double predicted(TrainingExample example) {
            SceneView view = examples.view(example, model.manifest().features().input());
            float logit = model.predictor().on(view).of(List.of(example.graspInBase()))[0];
            return 1 / (1 + Math.exp(-logit));
        }

        private void spread(Instant at) {
            first = first.filter(before -> before.isBefore(at)).or(() -> Optional.of(at));
            last = last.filter(after -> after.isAfter(at)).or(() -> Optional.of(at));
        }

        Data data(TrainingSet set) {
            return new Data(
                    set.name(),
                    set.sha256(),
                    set.createdAt().toString(),
                    set.attempts(),
                    set.successes(),
                    set.attempts() - heldBack.size(),
                    heldBack.size(),
                    TrainingSplit.VALIDATION_PERCENT,
                    first.map(Instant::toString),
                    last.map(Instant::toString),
                    LABEL,
                    sources.entrySet().stream()
                            .map(entry -> new Source(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                            .toList(),
                    byModels,
                    set.attempts() - byModels);
        }
    }

    private HeldBack heldBack(List<Held> held) {
        Map<Long, String> arms = arms(held);
        SortedMap<String, List<Scored>> byArm = new TreeMap<>();
        SortedMap<String, List<Scored>> bySource = new TreeMap<>();
        SortedMap<String, List<Scored>> byChooser = new TreeMap<>();
        SortedMap<String, List<Scored>> byCause = new TreeMap<>();
        for (Held one : held) {
            add(byArm, arms.getOrDefault(one.ordinal(), "not known"), one.scored());
            add(bySource, one.source(), one.scored());
            add(byChooser, one.byModel() ? "model" : "random", one.scored());
            if (!one.scored().success()) {
                add(byCause, one.cause().map(FailureCause::word).orElse("not known"), one.scored());
            }
        }
        List<Measured.Slice> slices = new ArrayList<>(Measured.slices("chooser", byChooser));
        slices.addAll(Measured.slices("source", bySource));
        slices.addAll(Measured.slices("arm", byArm));
        List<Scored> all = held.stream().map(Held::scored).toList();
        return new HeldBack(Measured.of(all), slices, failures(all, byCause), calibration(all));
    }

    private static void add(Map<String, List<Scored>> groups, String value, Scored scored) {
        groups.computeIfAbsent(value, v -> new ArrayList<>()).add(scored);
    }

    private static CalibrationData calibration(List<Scored> attempts) {
        return CalibrationData.of(
                attempts.stream().mapToDouble(Scored::probability).toArray(), Measured.outcomes(attempts));
    }

    private static List<Failures> failures(List<Scored> all, SortedMap<String, List<Scored>> byCause) {
        List<Failures> failures = new ArrayList<>();
        byCause.forEach((cause, failed) -> {
            List<Scored> withSuccesses = new ArrayList<>(failed);
            all.stream().filter(Scored::success).forEach(withSuccesses::add);
            double auc = RocArea.of(
                            withSuccesses.stream()
                                    .mapToDouble(Scored::probability)
                                    .toArray(),
                            Measured.outcomes(withSuccesses))
                    .area();
            failures.add(new Failures(
                    cause,
                    failed.size(),
                    failed.stream().mapToDouble(Scored::probability).average(),
                    Double.isFinite(auc) ? OptionalDouble.of(auc) : OptionalDouble.empty()));
        });
        return failures;
    }

    /** By the order of storing, which is what an example says of itself. */
    private Map<Long, String> arms(List<Held> held) {
        Map<Long, String> arms = new HashMap<>();
        held.forEach(one -> arms.put(one.ordinal(), ""));
        ask(
                AttemptFilter.ALL,
                List.of("stored_serial", "arm"),
                row -> arms.computeIfPresent((Long) row.get(0), (serial, none) -> (String) row.get(1)));
        return arms;
    }

    private List<Decided> decided(ModelVersion version) {
        SortedMap<String, List<Scored>> groups = new TreeMap<>();
        ask(
                AttemptFilter.parse("model='" + version.name() + "' and exploration=false and predicted>=0"
                        + " and outcome in ('success','failure')"),
                List.of("purpose", "object_set", "outcome", "predicted"),
                row -> add(
                        groups,
                        row.get(0) + " " + row.get(1),
                        new Scored((Double) row.get(3), row.get(2).equals("success"))));
        List<Decided> decided = new ArrayList<>();
        groups.forEach((group, attempts) -> {
            String[] words = group.split(" ", 2);
            decided.add(new Decided(words[0], words[1], Measured.of(attempts), calibration(attempts)));
        });
        return decided;
    }

    private void ask(AttemptFilter filter, List<String> columns, Consumer<List<Object>> row) {
        store.queries()
                .attempts(new AttemptQuery(filter, columns, AttemptQuery.Order.OLDEST, 0), PATIENCE, new TableSink() {
                    @Override
                    public void begin(List<TableColumn> found) {}

                    @Override
                    public void row(List<Object> values) {
                        row.accept(values);
                    }
                });
    }
}
