package armfarm.drivers.cell;

import armfarm.drivers.safety.DeadMan;
import armfarm.messages.cell.StopState;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.Publisher;
import armfarm.ros.loops.RosLoops;
import armfarm.ros.messages.BoolMessage;
import java.time.Duration;

/**
 * Says ten times a second whether an arm may move, from a thread that does nothing else, and runs a task once when a person
 * stops the arm. When this process dies the beats end, and the arm stops by their absence.
 */
final class Heartbeat implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(DeadMan.BEAT_MILLISECONDS);

    /** A beat that fails is missed by the arm; the next one must not wait long. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(BEAT, BEAT)
            .withSilenceLimit(Duration.ofSeconds(10))
            .withPatience(Duration.ofMillis(500));

    private final Publisher<BoolMessage> publisher;
    private final StopState stop;
    private final Runnable onStop;
    private final Supervision loops = RosLoops.of();
    private boolean wasStopped;

    /** @param onStop runs on the heartbeat's thread; must not block */
    Heartbeat(String arm, Publisher<BoolMessage> publisher, StopState stop, Runnable onStop) {
        this.publisher = publisher;
        this.stop = stop;
        this.onStop = onStop;
        loops.every(BEAT, "heartbeat of " + arm, this::beat, OPTIONS).start();
    }

    private void beat() {
        boolean stopped = stop.stopped().isPresent();
        publisher.publish(new BoolMessage(!stopped));
        if (stopped && !wasStopped) {
            onStop.run();
        }
        wasStopped = stopped;
    }

    /** What sends the beats, and how it is. */
    Supervision loops() {
        return loops;
    }

    /** Ends the beats: an arm that listens to them stops. */
    @Override
    public void close() {
        loops.close();
    }
}
