package armfarm.controller.learning;

import armfarm.controller.SoftwareVersion;
import armfarm.controller.collection.PolicySource;
import armfarm.controller.config.FarmConfig;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.roles.ModelFiles;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.release.CurrentModel;
import armfarm.policy.release.ModelArtifact;
import armfarm.policy.release.ModelManifest;
import armfarm.policy.release.ModelRefusedException;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import armfarm.policy.training.GraspTrainer;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retrains whenever enough new attempts are stored: freezes a training set, goes on from the weights in use, stores the
 * model as a file, checks it, and puts it where the arms find it. A round that fails leaves the old model in place.
 *
 * <p>One thread trains; the public methods may be called from any.
 */
public final class TrainerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerLoop.class);
    private static final long LOOK_EVERY_MILLISECONDS = 250;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);

    /** New attempts that make a last round worth its time. */
    private static final int LAST_ROUND_MIN_NEW = 50;

    private final EpisodeStore store;
    private final ModelRegistry registry;
    private final EngineFactory engines;
    private final GraspTrainer trainer;
    private final TrainingConfig config;
    private final StoreExamples examples;
    private final CurrentModel current = new CurrentModel();
    private final ArmPolicies policies;
    private final LongSupplier storedCollection;
    private final InstantSource clock;
    private final Optional<ModelFiles> files;
    private final long seed;
    private final Thread thread = new Thread(this::run, "trainer");
    private volatile TrainerStatus status = TrainerStatus.IDLE;
    private volatile boolean stopping;
    private volatile boolean lastRoundWanted;
    private volatile int attemptsOfLastRound;
    private int round;

    private TrainerLoop(Setup setup) {
        this.store = setup.store();
        this.engines = new Dl4jEngines();
        FeatureSpec features = FeatureSpec.of(setup.space());
        this.registry = new ModelRegistry(setup.models(), features, engines);
        this.config = trainingConfig(setup.config());
        this.trainer = new GraspTrainer(
                engines,
                features,
                config,
                setup.clock(),
                setup.crops(),
                setup.config().minFreeDiskMegabytes() << 20);
        this.examples = new StoreExamples(store);
        this.policies = new ArmPolicies(current, setup.config().collection().explorationShare());
        this.storedCollection = setup.storedCollection();
        this.clock = setup.clock();
        this.files = setup.files();
        this.seed = setup.config().seed();
        thread.setDaemon(true);
    }

    /**
     * What the trainer works with.
     *
     * @param models folder of the model files
     * @param crops folder for what the trainer cuts out of images
     * @param space grasps the arms can make
     * @param storedCollection how many practice attempts the store holds; cheap
     * @param files where released models go for arms of other processes; empty if all arms are in this one
     */
    public record Setup(
            EpisodeStore store,
            Path models,
            Path crops,
            GraspSpace space,
            FarmConfig config,
            LongSupplier storedCollection,
            InstantSource clock,
            Optional<ModelFiles> files) {}

    /** Takes up the newest usable model; training begins with {@link #start}. */
    public static TrainerLoop open(Setup setup) {
        TrainerLoop loop = new TrainerLoop(setup);
        loop.fetchNewest();
        loop.resume();
        return loop;
    }

    private static TrainingConfig trainingConfig(FarmConfig config) {
        TrainingConfig d = TrainingConfig.defaults();
        return new TrainingConfig(
                config.learning().randomAttempts(),
                config.learning().roundGrowth(),
                config.learning().minRound(),
                config.learning().maxRound(),
                d.firstEpochs(),
                d.epochs(),
                d.minDraws(),
                d.maxDraws(),
                d.batchSize(),
                config.learning().peakLearningRate(),
                Math.min(d.finalLearningRate(), config.learning().peakLearningRate()),
                d.labelSmoothing(),
                d.network());
    }

    public void start() {
        thread.start();
    }

    public PolicySource policies() {
        return policies;
    }

    public TrainerStatus status() {
        return status;
    }

    /** Trains once more on everything stored, if there is enough new. Never blocks; see {@link #busy}. */
    public void requestLastRound() {
        lastRoundWanted = true;
    }

    /** Whether its thread runs. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** Whether a round is under way or wanted. */
    public boolean busy() {
        return thread.isAlive() && (lastRoundWanted || status.drawsTotal() > 0);
    }

    /** Practice attempts that may be made before the round under way, or the next one, must be finished. */
    public long collectionLimit() {
        return config.nextRoundAt(config.nextRoundAt(attemptsOfLastRound));
    }

    /** Ends training, also in the middle of a round. Never blocks. */
    public void stop() {
        stopping = true;
        thread.interrupt();
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

    private void resume() {
        registry.newestUsable(this::refuse).ifPresent(model -> {
            current.publish(model);
            int trainedOn = model.manifest().metrics().trainingExamples()
                    + model.manifest().metrics().validationExamples();
            // A model that another farm trained knows nothing of this store yet.
            attemptsOfLastRound = (int) Math.min(trainedOn, storedCollection.getAsLong());
            rememberIfLost(model);
            keep(model.version());
            LOG.info("Resuming with model {}", model.version());
        });
        round = store.models().stream().mapToInt(ModelRecord::round).max().orElse(0);
        waiting();
    }

    /** A crash may have come between the model's file and its row, or before it was released. */
    private void rememberIfLost(ServedModel model) {
        Optional<ModelRecord> known = store.models().stream()
                .filter(m -> m.version().equals(model.version()))
                .findFirst();
        if (known.isEmpty()) {
            store.saveModel(record(model.manifest(), Optional.empty(), ModelState.FLEET, "found in the models folder"));
        } else if (known.get().state() == ModelState.CANDIDATE) {
            store.setModelState(model.version(), ModelState.FLEET, "newest");
        }
    }

    private void keep(ModelVersion version) {
        files.ifPresent(shared -> shared.keep(version, registry.content(version)));
    }

    private void run() {
        while (!stopping) {
            try {
                if (lastRoundWanted) {
                    if (storedCollection.getAsLong() >= attemptsOfLastRound + LAST_ROUND_MIN_NEW
                            && (current.model().isPresent() || enough())) {
                        trainRound();
                    }
                    lastRoundWanted = false;
                } else if (enough()) {
                    trainRound();
                } else {
                    Thread.sleep(LOOK_EVERY_MILLISECONDS);
                }
            } catch (InterruptedException | CancellationException e) {
                return;
            } catch (FarmException e) {
                LOG.error("Training round {} failed: [{}] {}", round, e.code(), e.getMessage());
                lastRoundWanted = false;
                attemptsOfLastRound = (int) storedCollection.getAsLong();
                status = TrainerStatus.failed(e.getMessage(), round);
            }
        }
    }

    private boolean enough() {
        return storedCollection.getAsLong() >= config.nextRoundAt(attemptsOfLastRound);
    }

    private void trainRound() {
        round++;
        Instant since = clock.instant();
        status = new TrainerStatus("training", round, 0, 1, OptionalDouble.empty(), Duration.ZERO);
        var frozen = store.createTrainingSet("round-" + round);
        Optional<ServedModel> previous = current.model();
        TrainedModel trained = trainer.train(
                examples.of(frozen),
                previous.map(ServedModel::weights),
                seed * 7919 + round,
                progress -> status = new TrainerStatus(
                        "training",
                        round,
                        progress.drawsDone(),
                        progress.drawsTotal(),
                        OptionalDouble.of(progress.loss()),
                        Duration.between(since, clock.instant())));
        publish(
                ModelArtifact.of(round, trained, engines.description(), SoftwareVersion.CURRENT, clock.instant()),
                frozen);
        attemptsOfLastRound = (int) frozen.attempts();
        LOG.info("Round {}: {} attempts, {}", round, frozen.attempts(), trained.metrics());
        waiting();
    }

    private void publish(ModelArtifact artifact, armfarm.episodes.TrainingSet frozen) {
        ServedModel served = registry.add(artifact);
        store.saveModel(record(artifact.manifest(), Optional.of(frozen.id()), ModelState.CANDIDATE, "trained"));
        keep(served.version());
        current.model()
                .ifPresent(old ->
                        store.setModelState(old.version(), ModelState.RETIRED, "replaced by " + served.version()));
        current.publish(served);
        store.setModelState(served.version(), ModelState.FLEET, "newest");
    }

    private ModelRecord record(
            ModelManifest manifest, Optional<TrainingSetId> trainedOn, ModelState state, String reason) {
        try {
            return new ModelRecord(
                    manifest.modelVersion(),
                    manifest.round(),
                    state,
                    clock.instant(),
                    trainedOn,
                    new ObjectMapper().writeValueAsString(manifest.metrics()),
                    manifest.version() + ".model.zip",
                    manifest.weightsSha256(),
                    reason);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuse(ModelRefusedException refusal) {
        LOG.error("{}; the one before it is used", refusal.getMessage());
    }

    private void waiting() {
        TrainerStatus last = status;
        status = new TrainerStatus(
                "next round at " + config.nextRoundAt(attemptsOfLastRound), round, 0, 0, last.loss(), last.took());
    }

    /** Version of the model now on the arms. */
    public Optional<ModelVersion> model() {
        return current.model().map(ServedModel::version);
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            trainer.close();
        }
    }
}
