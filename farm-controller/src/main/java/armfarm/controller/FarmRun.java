package armfarm.controller;

import armfarm.controller.state.FarmCondition;
import armfarm.messages.SuccessRate;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.time.Stopwatch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a farm: practice until the limit, a last round of training, and the evaluation on held-out objects. It
 * is over when everything is stored, however far the store is behind the arms.
 *
 * <p>Confined to one thread.
 */
public final class FarmRun {
    private static final Logger LOG = LoggerFactory.getLogger(FarmRun.class);
    private static final long LOOK_EVERY_MILLISECONDS = 500;
    private static final Duration STANDSTILL = Duration.ofMinutes(5);

    private final Practice farm;
    private final Limits limits;
    private final Stopwatch sinceStart = Stopwatch.start();

    /** When the run ends by itself; neither means that only a person ends it. */
    public record Limits(Optional<Long> attempts, Optional<Duration> duration) {
        public boolean unbounded() {
            return attempts.isEmpty() && duration.isEmpty();
        }
    }

    /**
     * What to show while it runs.
     *
     * @param done practice attempts, while it evaluates first grasps
     * @param recent the latest practice attempts
     * @param problem what somebody should look at
     */
    public record Progress(
            FarmCondition phase,
            long done,
            OptionalLong target,
            Duration elapsed,
            double attemptsPerSecond,
            String model,
            SuccessRate recent,
            String trainer,
            Optional<String> problem) {
        private Progress counting(long newDone, long newTarget) {
            return new Progress(
                    phase,
                    newDone,
                    OptionalLong.of(newTarget),
                    elapsed,
                    attemptsPerSecond,
                    model,
                    recent,
                    trainer,
                    problem);
        }
    }

    /** A farm that practises, whatever processes it is made of. Nothing here blocks for long. */
    public interface Practice {
        /** Completed practice attempts, earlier runs included. */
        long collected();

        /** To reach; {@link Long#MAX_VALUE} for no end. */
        long target();

        /** Tells everybody what is to be done now; after practice no more attempts are begun. */
        void enter(FarmPhase phase);

        /** No attempt is handed out or under way. */
        boolean idle();

        /** Grows while attempts reach the store. */
        long storedAttempts();

        /** Whether no attempt is under way and all that were made are stored. Blocks for at most about a second. */
        boolean everythingIsStored();

        /** Asks for training on everything stored, if there is enough new. */
        void requestLastRound();

        /** Whether a round is under way or wanted. */
        boolean training();

        /**
         * Queues first grasps on held-out objects, as far as this model has not made them yet.
         *
         * @param most scenes
         * @return false if there is nothing to evaluate
         */
        boolean beginEvaluation(long most);

        long evaluationsLeft();

        /** @throws armfarm.messages.FarmException if a part the farm cannot work without has failed */
        void checkHealth();

        Progress progress(Duration elapsed);
    }

    /** Waits for a stop request. */
    @FunctionalInterface
    public interface StopWait {
        /** @return true if a stop was requested before the time passed */
        boolean await(long milliseconds) throws InterruptedException;

        /** Whether a stop was requested, without waiting; an interrupt, which stays set, counts as one. */
        default boolean requested() {
            try {
                return await(0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    public FarmRun(Practice farm, Limits limits) {
        this.farm = farm;
        this.limits = limits;
    }

    /** Blocks until the run has reached its end or is told to stop. @return whether it reached its end */
    public boolean await(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        while (!practiceOver()) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.checkHealth();
            show.accept(farm.progress(elapsed()));
        }
        return store(stop, show)
                && finishTraining(stop, show)
                && evaluate(farm.collected(), stop, show)
                && store(stop, show);
    }

    /** As {@link #await}, without practice: only tests the model that the farm found in its folder. */
    public boolean evaluateOnly(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        farm.enter(FarmPhase.STORING);
        return evaluate(Long.MAX_VALUE, stop, show) && store(stop, show);
    }

    /** Ends the practice: no more attempts, and those under way are stored. @return false if told to stop before */
    public boolean finish(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        return store(stop, show);
    }

    /** Waits while what the arms sent still reaches the store; what does not is kept for the next start. */
    private boolean store(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        farm.enter(FarmPhase.STORING);
        long stored = farm.storedAttempts();
        Duration grewAt = elapsed();
        while (!farm.everythingIsStored()) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.checkHealth();
            show.accept(farm.progress(elapsed()));
            if (farm.storedAttempts() > stored) {
                stored = farm.storedAttempts();
                grewAt = elapsed();
            } else if (elapsed().minus(grewAt).compareTo(STANDSTILL) > 0) {
                LOG.warn("Nothing was stored for {} min; the next start goes on with the rest", STANDSTILL.toMinutes());
                return true;
            }
        }
        return true;
    }

    private boolean finishTraining(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        farm.enter(FarmPhase.TRAINING);
        farm.requestLastRound();
        while (farm.training() || !farm.idle()) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.checkHealth();
            show.accept(farm.progress(elapsed()));
        }
        return true;
    }

    /** @param most scenes: after practice no more than it had attempts */
    private boolean evaluate(long most, StopWait stop, Consumer<Progress> show) throws InterruptedException {
        if (!farm.beginEvaluation(most)) {
            return true;
        }
        long all = farm.evaluationsLeft();
        for (long left = all; left > 0; left = farm.evaluationsLeft()) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.checkHealth();
            show.accept(farm.progress(elapsed()).counting(all - left, all));
        }
        return true;
    }

    private boolean practiceOver() {
        boolean enough = farm.collected() >= farm.target();
        boolean late = limits.duration().isPresent()
                && elapsed().compareTo(limits.duration().get()) >= 0;
        return enough || late;
    }

    private Duration elapsed() {
        return sinceStart.elapsed();
    }
}
