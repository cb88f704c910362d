package armfarm.policy.learning;

import armfarm.episodes.Episodes;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelRecords;
import armfarm.episodes.ModelState;
import armfarm.episodes.Statistics;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.TrainingSets;
import armfarm.episodes.TrainingSources;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.ModelFiles;
import armfarm.policy.FeatureSpec;
import armfarm.policy.PolicyJson;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.release.ModelArtifact;
import armfarm.policy.release.ModelManifest;
import armfarm.policy.release.ModelRefusedException;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import armfarm.policy.training.GraspTrainer;
import armfarm.policy.training.HeldBackComparison;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingProgress;
import armfarm.policy.training.TrainingRun;
import armfarm.policy.training.WarmStart;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds on what the store holds: freezes a training set, goes on from the weights in use or begins anew, stores the model as a file, checks it,
 * and puts it where the arms find it. Confined to one thread, but for the model in use.
 */
final class StoredRounds implements TrainerLoop.Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(StoredRounds.class);

    /** A prime beyond most numbers of rounds, so that farms with neighbouring seeds do not draw each other's numbers. */
    private static final long ROUNDS_APART = 7919;

    private final TrainingSources sources;
    private final Statistics statistics;
    private final TrainingSets trainingSets;
    private final Episodes episodes;
    private final ModelRecords models;
    private final ModelRegistry registry;
    private final ModelRegistry refused;
    private final EngineFactory engines;
    private final GraspTrainer trainer;
    private final ArmPolicies policies;
    private final InstantSource clock;
    private final Optional<ModelFiles> files;
    private final TrainingConfig config;
    private final PracticeConfig practice;
    private final long seed;
    private final String codeVersion;

    StoredRounds(TrainerLoop.Setup setup, ArmPolicies policies) {
        FeatureSpec features = FeatureSpec.of(setup.space(), setup.config().input());
        this.sources = setup.config().sourcesIn(setup.space());
        this.statistics = setup.store().statistics();
        this.trainingSets = setup.store().trainingSets();
        this.episodes = setup.store().episodes();
        this.models = setup.store().models();
        this.engines = setup.engines();
        this.registry = new ModelRegistry(setup.models(), features, engines);
        this.refused = new ModelRegistry(setup.models().resolve(ModelRegistry.REFUSED), features, engines);
        this.trainer =
                new GraspTrainer(engines, features, setup.config(), setup.clock(), setup.crops(), setup.minFreeBytes());
        this.policies = policies;
        this.clock = setup.clock();
        this.files = setup.files();
        this.config = setup.config();
        this.practice = setup.practice();
        this.seed = setup.seed();
        this.codeVersion = setup.codeVersion();
    }

    @Override
    public long resume() {
        fetchNewest();
        Optional<ServedModel> newest = registry.newestUsable(this::refuse);
        newest.ifPresent(model -> {
            policies.use(model);
            rememberIfLost(model);
            keep(model.version());
            LOG.info("Resuming with model {}", model.version());
        });
        return newest.map(model -> model.manifest().metrics())
                .map(metrics -> ofPractice(
                        (long) metrics.trainingExamples() + metrics.validationExamples(),
                        statistics.counts().practice()))
                .orElse(0L);
    }

    @Override
    public int latest() {
        return models.all().stream().mapToInt(ModelRecord::round).max().orElse(0);
    }

    /** What a trainer on another machine released. */
    private void fetchNewest() {
        files.flatMap(ModelFiles::newest)
                .filter(version -> !registry.versions().contains(version))
                .ifPresent(version -> {
                    try {
                        registry.receive(version, files.orElseThrow().content(version));
                        LOG.info("Fetched model {}", version);
                    } catch (ModelRefusedException e) {
                        refuse(e);
                    }
                });
    }

    /** A crash may have come between the model's file and its row, or before it was released. */
    private void rememberIfLost(ServedModel model) {
        Optional<ModelRecord> known = models.all().stream()
                .filter(m -> m.version().equals(model.version()))
                .findFirst();
        if (known.isEmpty()) {
            models.save(record(
                    model.manifest(),
                    Optional.empty(),
                    ModelState.FLEET,
                    "found in the models folder",
                    ModelRegistry.fileName(model.version())));
        } else if (known.get().state() == ModelState.CANDIDATE) {
            models.setState(model.version(), ModelState.FLEET, "newest");
        }
    }

    private void keep(ModelVersion version) {
        files.ifPresent(shared -> shared.keep(version, registry.content(version)));
    }

    @Override
    public long train(int round, Consumer<TrainingProgress> progress) {
        long practised = statistics.counts().practice();
        TrainingSet frozen = trainingSets.create("round-" + round, sources);
        Optional<ServedModel> before = toGoOnFrom(frozen.attempts());
        TrainingRun run = new TrainingRun(
                seed * ROUNDS_APART + round,
                before.map(model -> model.version().name()).orElse(null),
                PolicyJson.tree(practice));
        TrainedModel trained = trainer.train(
                        new StoredExamples(trainingSets, episodes, frozen),
                        before.map(StoredRounds::warmStart),
                        run.seed(),
                        progress)
                .by(run);
        release(ModelArtifact.of(round, trained, engines.description(), codeVersion, clock.instant()), frozen);
        LOG.info("Round {}: {} attempts, {}", round, frozen.attempts(), trained.metrics());
        return ofPractice(frozen.attempts(), practised);
    }

    /** Rounds are begun by practice: imports that were trained on do not make the next one wait. */
    private long ofPractice(long trainedOn, long practice) {
        return sources.isOwnOnly() ? trainedOn : Math.min(trainedOn, practice);
    }

    /** The model in use, unless the data has outgrown its weights. */
    private Optional<ServedModel> toGoOnFrom(long attempts) {
        return policies.served()
                .filter(model ->
                        !config.beginsAnew(attempts, model.manifest().metrics().beganAnewAt()));
    }

    static WarmStart warmStart(ServedModel model) {
        return new WarmStart(model.weights(), model.manifest().metrics().beganAnewAt());
    }

    /** Puts the model on the arms, unless it certainly ranks grasps worse than the one that is there. */
    private void release(ModelArtifact artifact, TrainingSet frozen) {
        Optional<ServedModel> serving = policies.served();
        Optional<HeldBackComparison> comparison =
                serving.map(model -> trainer.compare(artifact.weights(), model.weights()));
        String found = comparison
                .map(compared ->
                        compared.against(serving.orElseThrow().version().name()))
                .orElse("the first");
        if (comparison.filter(HeldBackComparison::isWorse).isPresent()) {
            keepBack(artifact, frozen, "certainly worse: " + found);
        } else {
            publish(artifact, frozen, "newest; " + found);
        }
    }

    /** Where nobody looks for a model to use, also after a restart. */
    private void keepBack(ModelArtifact artifact, TrainingSet frozen, String why) {
        refused.add(artifact);
        models.save(record(
                artifact.manifest(),
                Optional.of(frozen.id()),
                ModelState.REFUSED,
                why,
                ModelRegistry.REFUSED + "/" + ModelRegistry.fileName(artifact.version())));
        LOG.warn("Model {} is not released, the one before it stays in use: {}", artifact.version(), why);
    }

    private void publish(ModelArtifact artifact, TrainingSet frozen, String why) {
        ServedModel served = registry.add(artifact);
        models.save(record(
                artifact.manifest(),
                Optional.of(frozen.id()),
                ModelState.CANDIDATE,
                "trained",
                ModelRegistry.fileName(artifact.version())));
        keep(served.version());
        policies.served()
                .ifPresent(
                        old -> models.setState(old.version(), ModelState.RETIRED, "replaced by " + served.version()));
        policies.use(served);
        models.setState(served.version(), ModelState.FLEET, why);
    }

    private ModelRecord record(
            ModelManifest manifest, Optional<TrainingSetId> trainedOn, ModelState state, String reason, String file) {
        return new ModelRecord(
                manifest.modelVersion(),
                manifest.round(),
                state,
                clock.instant(),
                trainedOn,
                PolicyJson.line(manifest.metrics()),
                file,
                manifest.weightsSha256(),
                reason);
    }

    private void refuse(ModelRefusedException refusal) {
        LOG.error("{}; the one before it is used", refusal.getMessage());
    }

    @Override
    public void close() {
        trainer.close();
    }
}
