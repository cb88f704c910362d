package armfarm.policy.practice;

import armfarm.messages.ArmId;
import armfarm.messages.EncodedImage;
import armfarm.messages.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What one arm is doing, for people to look at. Written by the arm's thread, read by any. */
public final class ArmActivity {
    /** Where the arm's loop is. */
    public enum State {
        STARTING,
        PRACTISING,
        EVALUATING,
        /** Has no task. */
        IDLE,
        /** Waits a moment after a fault before it tries again. */
        RECOVERING,
        /** Held by a person's stop. */
        HELD,
        /** The loop is over. */
        STOPPED
    }

    /**
     * A fault that no completed attempt has followed yet.
     *
     * @param hopeless whether trying again cannot help, because a setting is wrong
     * @param since of the first of the faults in a row; the text is of the latest
     */
    public record Trouble(String text, boolean hopeless, Instant since) {}

    /** An image and when it arrived, by the farm's clock. */
    public record SeenImage(EncodedImage image, Instant receivedAt) {}

    private final ArmId arm;
    private final AtomicLong attempts = new AtomicLong();
    private volatile State state = State.STARTING;
    private volatile SeenImage latestImage;
    private volatile Outcome lastOutcome;
    private volatile Trouble trouble;
    private volatile String stop;
    private volatile String model;
    private volatile Instant changedAt;

    public ArmActivity(ArmId arm, Instant now) {
        this.arm = arm;
        this.changedAt = now;
    }

    public ArmId arm() {
        return arm;
    }

    /** Attempts begun since the farm started. */
    public long attempts() {
        return attempts.get();
    }

    public State state() {
        return state;
    }

    public Optional<SeenImage> latestImage() {
        return Optional.ofNullable(latestImage);
    }

    public Optional<Outcome> lastOutcome() {
        return Optional.ofNullable(lastOutcome);
    }

    /** The fault that no completed attempt has followed yet. */
    public Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Who stopped the arm and why, while it stands still for that. */
    public Optional<String> stop() {
        return Optional.ofNullable(stop);
    }

    /** Model of the latest attempt; empty for random. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** All of it at once. */
    public synchronized ArmSnapshot snapshot() {
        return new ArmSnapshot(
                arm, state, changedAt, attempts(), model(), lastOutcome(), stop(), trouble(), latestImage());
    }

    /** When it entered the state it is in. */
    public Instant changedAt() {
        return changedAt;
    }

    synchronized void enter(State next, Instant now) {
        if (next == state) {
            return;
        }
        state = next;
        changedAt = now;
        stop = null;
    }

    /** A stop is no fault, and ends the search for one: what was wrong before it may be mended when it is taken back. */
    synchronized void held(String why, Instant now) {
        enter(State.HELD, now);
        stop = why;
        trouble = null;
    }

    void saw(EncodedImage image, Instant receivedAt) {
        latestImage = new SeenImage(image, receivedAt);
    }

    void began(Optional<String> modelName) {
        model = modelName.orElse(null);
        attempts.incrementAndGet();
    }

    synchronized void ended(Outcome outcome) {
        lastOutcome = outcome;
        if (outcome != Outcome.ABORTED) {
            trouble = null;
        }
    }

    synchronized void failed(String reason, boolean hopeless, Instant now) {
        Trouble before = trouble;
        trouble = new Trouble(reason, hopeless, before == null ? now : before.since());
    }
}
