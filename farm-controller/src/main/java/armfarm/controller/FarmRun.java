package armfarm.controller;

import armfarm.messages.SuccessRate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One run of a started farm: practice until the limit, a last round of training, and the evaluation on held-out objects.
 *
 * <p>Confined to one thread.
 */
public final class FarmRun {
    private static final long LOOK_EVERY_MILLISECONDS = 500;

    private final Farm farm;
    private final Limits limits;
    private final long startedNanos = System.nanoTime();

    /** When the run ends by itself; neither means that only a person ends it. */
    public record Limits(Optional<Long> attempts, Optional<Duration> duration) {
        public boolean unbounded() {
            return attempts.isEmpty() && duration.isEmpty();
        }
    }

    /**
     * What to show while it runs.
     *
     * @param recent the latest practice attempts
     * @param problem what somebody should look at
     */
    public record Progress(
            String phase,
            long done,
            OptionalLong target,
            Duration elapsed,
            double attemptsPerSecond,
            String model,
            SuccessRate recent,
            String trainer,
            Optional<String> problem) {}

    /** Waits for a stop request. */
    @FunctionalInterface
    public interface StopWait {
        /** @return true if a stop was requested before the time passed */
        boolean await(long milliseconds) throws InterruptedException;
    }

    public FarmRun(Farm farm, Limits limits) {
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
            show.accept(farm.progress("practising", elapsed()));
        }
        farm.plan().stopCollecting();
        long scenes = Math.min(farm.evaluationAttempts(), farm.plan().collected());
        return finishTraining(stop, show) && evaluate(scenes, stop, show);
    }

    /** As {@link #await}, without practice: only tests the model that the farm found in its folder. */
    public boolean evaluateOnly(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        farm.plan().stopCollecting();
        return evaluate(farm.evaluationAttempts(), stop, show);
    }

    private boolean finishTraining(StopWait stop, Consumer<Progress> show) throws InterruptedException {
        farm.requestLastRound();
        while (farm.training() || !farm.plan().idle()) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.checkHealth();
            show.accept(farm.progress("training", elapsed()));
        }
        return true;
    }

    private boolean evaluate(long scenes, StopWait stop, Consumer<Progress> show) throws InterruptedException {
        if (!farm.beginEvaluation(scenes)) {
            return true;
        }
        while (farm.plan().evaluationsLeft() > 0) {
            if (stop.await(LOOK_EVERY_MILLISECONDS)) {
                return false;
            }
            farm.checkHealth();
            show.accept(farm.progress("evaluating", elapsed()));
        }
        return true;
    }

    private boolean practiceOver() {
        boolean enough = farm.plan().collected() >= farm.plan().targetCollected();
        boolean late = limits.duration().isPresent()
                && elapsed().compareTo(limits.duration().get()) >= 0;
        return enough || late;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
