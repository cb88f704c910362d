package armfarm.controller.collection;

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
        IDLE,
        RECOVERING,
        STOPPED
    }

    /** An image and when it arrived, by the farm's clock. */
    public record SeenImage(EncodedImage image, Instant receivedAt) {}

    private final ArmId arm;
    private final AtomicLong attempts = new AtomicLong();
    private volatile State state = State.STARTING;
    private volatile SeenImage latestImage;
    private volatile Outcome lastOutcome;
    private volatile String fault;
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

    /** Why the arm is recovering, or the last fault it recovered from. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Model of the latest attempt; empty for random. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** All of it at once. */
    public ArmSnapshot snapshot() {
        return new ArmSnapshot(arm, state, attempts(), model(), lastOutcome(), fault(), latestImage());
    }

    public Instant changedAt() {
        return changedAt;
    }

    void enter(State next, Instant now) {
        state = next;
        changedAt = now;
    }

    void saw(EncodedImage image, Instant receivedAt) {
        latestImage = new SeenImage(image, receivedAt);
    }

    void began(Optional<String> modelName) {
        model = modelName.orElse(null);
        attempts.incrementAndGet();
    }

    void ended(Outcome outcome) {
        lastOutcome = outcome;
        if (outcome != Outcome.ABORTED) {
            fault = null;
        }
    }

    void failed(String reason) {
        fault = reason;
    }
}
