package armfarm.policy.learning;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.SourceAttempts;
import armfarm.episodes.TrainingSources;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.ModelFiles;
import armfarm.messages.supervision.FailureText;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.LoopState;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.GraspSpace;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.practice.PolicySource;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Retrains whenever enough new attempts are stored. A round that fails, whatever with, leaves the old model in place and is tried
 * again after a while; until one succeeds, practice does not wait for the trainer.
 *
 * <p>One supervised loop trains; the public methods may be called from any thread.
 */
public final class TrainerLoop implements AutoCloseable {
    /** Of its loop. */
    public static final String NAME = "trainer";

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** Between signs of life: reading all attempts of a large store once takes its time. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(Duration.ofSeconds(2), Duration.ofMinutes(2))
            .withSilenceLimit(Duration.ofMinutes(15));

    /** New attempts that make a last round worth its time. */
    private static final int LAST_ROUND_MIN_NEW = 50;

    /** The run waits for its last round: what fails that often in a row is not tried until there is more to train on. */
    private static final int LAST_ROUND_TRIES = 3;

    private final Rounds rounds;
    private final PolicySource policies;
    private final TrainingConfig config;
    private final LongSupplier storedPractice;
    /** Of the stored practice, what no round is made of. */
    private final long leftOut;

    private final InstantSource clock;
    private final SupervisedLoop loop;
    private volatile TrainerStatus status = TrainerStatus.idle();
    private volatile boolean lastRoundWanted;
    private volatile boolean failing;
    private volatile long attemptsOfLastRound;
    private int round;
    private int failedTries;
    private Optional<Runnable> givenUp = Optional.empty();

    /** How training is done, apart from when. */
    interface Rounds extends AutoCloseable {
        /** Takes up the newest usable model. @return attempts it was trained on, 0 if there is none */
        long resume();

        /** Number of the latest round; 0 before the first. */
        int latest();

        /** Trains on everything stored and puts the model on the arms. @return attempts it was trained on */
        long train(int round, Consumer<TrainingProgress> progress);

        @Override
        void close();
    }

    TrainerLoop(
            Supervision supervision,
            Rounds rounds,
            PolicySource policies,
            TrainingConfig config,
            LongSupplier storedPractice,
            InstantSource clock) {
        this(supervision, rounds, policies, config, storedPractice, 0, clock);
    }

    private TrainerLoop(
            Supervision supervision,
            Rounds rounds,
            PolicySource policies,
            TrainingConfig config,
            LongSupplier storedPractice,
            long leftOut,
            InstantSource clock) {
        this.rounds = rounds;
        this.policies = policies;
        this.config = config;
        this.storedPractice = () -> Math.max(0, storedPractice.getAsLong() - leftOut);
        this.leftOut = leftOut;
        this.clock = clock;
        this.loop = supervision.every(LOOK_EVERY, NAME, this::turn, OPTIONS);
    }

    /**
     * What the trainer works with.
     *
     * @param engines to train with and to check models with
     * @param models folder of the model files
     * @param crops folder for what the trainer cuts out of images
     * @param space grasps the arms can make
     * @param seed of the rounds' own seeds
     * @param codeVersion of this software, kept with each model
     * @param minFreeBytes of the disk that the crops are on
     * @param storedPractice how many practice attempts the store holds; cheap
     * @param files where released models go for arms of other processes; empty if all arms are in this one
     */
    public record Setup(
            Supervision supervision,
            EpisodeStore store,
            EngineFactory engines,
            Path models,
            Path crops,
            GraspSpace space,
            TrainingConfig config,
            PracticeConfig practice,
            long seed,
            String codeVersion,
            long minFreeBytes,
            LongSupplier storedPractice,
            InstantSource clock,
            Optional<ModelFiles> files) {}

    /** Takes up the newest usable model; training begins with {@link #start}. */
    public static TrainerLoop open(Setup setup) {
        ArmPolicies policies = new ArmPolicies(setup.practice());
        TrainerLoop trainer = new TrainerLoop(
                setup.supervision(),
                new StoredRounds(setup, policies),
                policies,
                setup.config(),
                setup.storedPractice(),
                withoutDepth(setup),
                setup.clock());
        trainer.resume();
        return trainer;
    }

    /** Practice that a network that sees depth cannot use: stored before this farm had any. */
    private static long withoutDepth(Setup setup) {
        if (!setup.config().input().needsDepth()) {
            return 0;
        }
        return setup.store().trainingSets().bySource(TrainingSources.OWN.withDepthOnly()).stream()
                .filter(source -> TrainingSources.group(source.source()).equals(TrainingSources.OWN_GROUP))
                .mapToLong(source -> source.notTrainable().getOrDefault(SourceAttempts.NO_DEPTH, 0L))
                .sum();
    }

    private void resume() {
        // A model that another farm trained knows nothing of this store yet.
        attemptsOfLastRound = Math.min(rounds.resume(), storedPractice.getAsLong());
        round = rounds.latest();
        waiting();
    }

    public void start() {
        loop.start();
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
        loop.wake();
    }

    /** Whether it is at work. */
    public boolean alive() {
        return loop.isAtWork();
    }

    /** Whether a round is under way or wanted; not while the trainer cannot go on. */
    public boolean busy() {
        return loop.isAtWork() && (lastRoundWanted || status.isTraining());
    }

    /**
     * Practice attempts that may be made before the round under way, or the next one, must be finished. None must while rounds
     * fail: the attempts are needed once they succeed again.
     */
    public long practiceLimit() {
        boolean trains = !failing && loop.health().state() != LoopState.DEAD;
        return trains
                ? leftOut + config.nextRoundAt(config.nextRoundAt(Math.toIntExact(attemptsOfLastRound)))
                : Long.MAX_VALUE;
    }

    /** Ends training, also in the middle of a round. Never blocks. */
    public void stop() {
        loop.interrupt();
    }

    private void turn() {
        try {
            if (lastRoundWanted) {
                lastRound();
            } else if (enough()) {
                trainRound();
            } else {
                givenUp.ifPresent(Runnable::run);
            }
        } catch (RuntimeException | Error e) {
            if (!loop.isStopping()) {
                failed(e);
            }
            throw e;
        }
    }

    private void lastRound() {
        boolean worthIt = enough()
                || (model().isPresent() && storedPractice.getAsLong() >= attemptsOfLastRound + LAST_ROUND_MIN_NEW);
        if (worthIt) {
            trainRound();
        }
        lastRoundWanted = false;
    }

    private void failed(Throwable problem) {
        failing = true;
        failedTries++;
        if (lastRoundWanted && failedTries >= LAST_ROUND_TRIES) {
            attemptsOfLastRound = storedPractice.getAsLong();
            givenUp = Optional.of(() -> failAgain(problem));
            lastRoundWanted = false;
        }
        status = TrainerStatus.failed(FailureText.of(problem), round);
    }

    /** What failed does not work just because there is nothing to try it with. */
    private static void failAgain(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }

    private boolean enough() {
        return storedPractice.getAsLong() >= config.nextRoundAt(Math.toIntExact(attemptsOfLastRound));
    }

    private void trainRound() {
        round++;
        Instant since = clock.instant();
        status = TrainerStatus.training(round, TrainingProgress.BEGUN, Duration.ZERO);
        attemptsOfLastRound = rounds.train(round, progress -> {
            loop.alive();
            status = TrainerStatus.training(round, progress, Duration.between(since, clock.instant()));
        });
        failing = false;
        failedTries = 0;
        givenUp = Optional.empty();
        waiting();
    }

    private void waiting() {
        status = status.waitingFor(config.nextRoundAt(Math.toIntExact(attemptsOfLastRound)), round);
    }

    /** Version of the model now on the arms. */
    public Optional<ModelVersion> model() {
        return policies.model();
    }

    @Override
    public void close() {
        loop.close();
        if (!loop.isAlive()) {
            rounds.close();
        }
    }
}
