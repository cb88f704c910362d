package armfarm.policy.learning;

import armfarm.policy.training.TrainingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the trainer does now. Immutable.
 *
 * @param detail what it waits for, or why the latest round failed; empty otherwise
 * @param round the round under way or the latest one; 0 before the first
 * @param drawsTotal 0 while it does not train
 * @param took in this round, or in the latest one while it waits
 */
public record TrainerStatus(
        Kind kind, String detail, int round, long drawsDone, long drawsTotal, OptionalDouble loss, Duration took) {
    private static final String FAILED = "failed: ";

    /** What a trainer can be at. */
    public enum Kind {
        /** There is not enough new to train on. */
        WAITING,
        TRAINING,
        /** The latest round failed, and the next one tries again. */
        FAILED,
        /** There is no trainer, or it has not said anything lately. */
        NOT_RUNNING
    }

    /** Nobody trains. */
    public static TrainerStatus notRunning() {
        return idle(Kind.NOT_RUNNING, "", 0);
    }

    /** Before it has looked at anything. */
    static TrainerStatus idle() {
        return idle(Kind.WAITING, "waiting", 0);
    }

    /** A round that failed. */
    static TrainerStatus failed(String why, int round) {
        return idle(Kind.FAILED, why, round);
    }

    private static TrainerStatus idle(Kind kind, String detail, int round) {
        return new TrainerStatus(kind, detail, round, 0, 0, OptionalDouble.empty(), Duration.ZERO);
    }

    static TrainerStatus training(int round, TrainingProgress progress, Duration took) {
        return new TrainerStatus(
                Kind.TRAINING, "", round, progress.drawsDone(), progress.drawsTotal(), progress.loss(), took);
    }

    /** The next round; loss and time stay those of the latest. */
    TrainerStatus waitingFor(int attempts, int latestRound) {
        return new TrainerStatus(Kind.WAITING, "next round at " + attempts, latestRound, 0, 0, loss, took);
    }

    /**
     * What a trainer told of itself.
     *
     * @param state as of {@link #state}
     */
    public static TrainerStatus told(
            String state, int round, long drawsDone, long drawsTotal, OptionalDouble loss, Duration took) {
        Kind kind = drawsTotal > 0 ? Kind.TRAINING : state.startsWith(FAILED) ? Kind.FAILED : Kind.WAITING;
        String detail = switch (kind) {
            case FAILED -> state.substring(FAILED.length());
            case WAITING -> state;
            case TRAINING, NOT_RUNNING -> "";
        };
        return new TrainerStatus(kind, detail, round, drawsDone, drawsTotal, loss, took);
    }

    /** The same of a trainer that has not said anything lately. */
    public TrainerStatus silent() {
        return new TrainerStatus(Kind.NOT_RUNNING, "", round, 0, 0, loss, took);
    }

    /** In words, without numbers of its progress; the same for people, programs and other processes. */
    public String state() {
        return switch (kind) {
            case WAITING -> detail;
            case TRAINING -> "training";
            case FAILED -> FAILED + detail;
            case NOT_RUNNING -> "not running";
        };
    }

    public boolean isTraining() {
        return kind == Kind.TRAINING;
    }

    /** Why the latest round failed; empty if it did not. */
    public Optional<String> failure() {
        return kind == Kind.FAILED ? Optional.of(detail) : Optional.empty();
    }

    /** One short text for a progress line. */
    public String text() {
        return kind == Kind.TRAINING
                ? String.format(Locale.ROOT, "training round %d: %d%%", round, 100 * drawsDone / drawsTotal)
                : state();
    }
}
