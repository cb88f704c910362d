package armfarm.drivers.safety;

import armfarm.messages.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an arm may move: only while its controller says so again and again. Counts ticks since the last beat instead of
 * comparing clocks, so that a pause of this whole process, which stops beats and ticks alike, is not taken for silence.
 *
 * <p>A beat that forbids motion counts more than others that allow it, until it has not come for the same time. Thread-safe.
 */
public final class DeadMan {
    /** How often a controller says that the arm may move. */
    public static final int BEAT_MILLISECONDS = 100;

    /** Ticks of {@link #BEAT_MILLISECONDS} without a beat after which the arm must stand still. */
    public static final int SILENT_TICKS = 5;

    private int ticksSinceBeat = SILENT_TICKS;
    private int ticksSinceForbidden = SILENT_TICKS;
    private boolean everBeaten;

    /** A beat of a controller. @param allowed false: it says that the arm has to stand still */
    public synchronized void beat(boolean allowed) {
        everBeaten = true;
        ticksSinceBeat = 0;
        if (!allowed) {
            ticksSinceForbidden = 0;
        }
        notifyAll();
    }

    /** A tenth of a second has passed. */
    public synchronized void tick() {
        ticksSinceBeat = Math.min(SILENT_TICKS, ticksSinceBeat + 1);
        ticksSinceForbidden = Math.min(SILENT_TICKS, ticksSinceForbidden + 1);
    }

    /** Why the arm must not move; empty while it may. */
    public synchronized Optional<String> refusal() {
        if (ticksSinceForbidden < SILENT_TICKS) {
            return Optional.of("the controller says stop");
        }
        if (ticksSinceBeat < SILENT_TICKS) {
            return Optional.empty();
        }
        return Optional.of(
                everBeaten
                        ? "no heartbeat of a controller for " + SILENT_TICKS * BEAT_MILLISECONDS / 1000.0 + " s"
                        : "no heartbeat of a controller yet");
    }

    /**
     * Waits for a beat if none is recent: a command may overtake the first one. Blocks at most that long, or until
     * interrupted.
     */
    public synchronized void awaitBeat(long milliseconds) {
        try {
            boolean unused = Deadline.after(Duration.ofMillis(milliseconds)).await(this, this::heard);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the controller was heard at all in the last moments, allowing or forbidding. */
    public synchronized boolean heard() {
        return ticksSinceBeat < SILENT_TICKS;
    }
}
