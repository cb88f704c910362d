package armfarm.drivers.cell;

import armfarm.drivers.ros.Publisher;
import armfarm.drivers.ros.messages.BoolMessage;
import armfarm.drivers.safety.DeadMan;
import armfarm.drivers.safety.StopState;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says ten times a second whether an arm may move, from a thread that does nothing else, and runs a task once when a person
 * stops the arm. When this process dies the beats end, and the arm stops by their absence.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Publisher<BoolMessage> publisher;
    private final StopState stop;
    private final Runnable onStop;
    private final ScheduledExecutorService timer;
    private boolean wasStopped;

    /** @param onStop runs on the heartbeat's thread; must not block */
    Heartbeat(String arm, Publisher<BoolMessage> publisher, StopState stop, Runnable onStop) {
        this.publisher = publisher;
        this.stop = stop;
        this.onStop = onStop;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat-" + arm);
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(this::beat, 0, DeadMan.BEAT_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            boolean stopped = stop.stopped().isPresent();
            publisher.publish(new BoolMessage(!stopped));
            if (stopped && !wasStopped) {
                onStop.run();
            }
            wasStopped = stopped;
        } catch (RuntimeException e) {
            LOG.error("{}: a heartbeat was not sent", publisher.topic(), e);
        }
    }

    /** Ends the beats: an arm that listens to them stops. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
