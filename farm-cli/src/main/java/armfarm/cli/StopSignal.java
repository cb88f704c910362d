package armfarm.cli;

import armfarm.messages.time.Ticker;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop. A process that has been asked and gets no further for some time is ended hard,
 * and so is one that is asked a second time, at least a second later: a terminal or a tool may send one Ctrl-C to the
 * process and to its group. What was acknowledged is safe, the rest is what a crash would lose. How long the end
 * takes as a whole does not matter: a loaded machine is slow, not stuck.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final long LOOK_EVERY_MILLISECONDS = 500;
    private static final long SAME_REQUEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long patienceSeconds;
    private final Ending ending;
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile long progressNanos = Ticker.system().nanos();
    private long requestedNanos;

    /** Ends the process. */
    @FunctionalInterface
    interface Ending {
        void end(String why);
    }

    StopSignal(long patienceSeconds, Ending ending) {
        this.patienceSeconds = patienceSeconds;
        this.ending = ending;
    }

    static StopSignal install() {
        return install(PATIENCE_SECONDS);
    }

    /** @param patienceSeconds without progress until the hard end; for what tells of none, until then */
    static StopSignal install(long patienceSeconds) {
        StopSignal stop = new StopSignal(patienceSeconds, StopSignal::halt);
        for (String name : new String[] {"INT", "TERM"}) {
            Signals.register(name, stop::request);
        }
        return stop;
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits until a stop is requested. @return whether it was, before the time passed */
    boolean await(long milliseconds) throws InterruptedException {
        return requested.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** The end gets on. */
    void progressed() {
        progressNanos = Ticker.system().nanos();
    }

    /** However that process ends, and at once if there is no such process any more. It does not count as asking a second time. */
    void requestWithEndOf(long processId) {
        CompletableFuture<?> end = ProcessHandle.of(processId)
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        CompletableFuture<?> unused = end.thenRun(this::requestOnce); // it cannot fail
    }

    private void requestOnce() {
        if (!isRequested()) {
            request();
        }
    }

    void request() {
        request(Ticker.system().nanos());
    }

    void request(long nowNanos) {
        synchronized (this) {
            if (isRequested()) {
                if (nowNanos - requestedNanos >= SAME_REQUEST_NANOS) {
                    ending.end("ended at once, as asked a second time");
                }
                return;
            }
            requestedNanos = nowNanos;
            progressed();
            requested.countDown();
        }
        Thread watchdog = new Thread(this::endWhatIsStuck, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void endWhatIsStuck() {
        try {
            while (!stuck(Ticker.system().nanos(), progressNanos)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            return;
        }
        LOG.error("Stopping got no further for {} s, ending hard. Threads:\n{}", patienceSeconds, threads());
        ending.end("stopping got no further for " + patienceSeconds + " s, ended");
    }

    boolean stuck(long nowNanos, long lastProgressNanos) {
        return nowNanos - lastProgressNanos > TimeUnit.SECONDS.toNanos(patienceSeconds);
    }

    /** What every thread is at, a frame a line. */
    static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getValue().length > 0)
                .sorted(Map.Entry.comparingByKey((a, b) -> a.getName().compareTo(b.getName())))
                .map(thread ->
                        thread.getKey().getName() + " (" + thread.getKey().getState() + ")\n"
                                + Arrays.stream(thread.getValue())
                                        .map(frame -> "    " + frame)
                                        .collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n"));
    }

    private static void halt(String why) {
        System.err.println("armfarm: " + why + "; the next start recovers");
        Runtime.getRuntime().halt(1);
    }
}
