package armfarm.controller.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop. If the process has not ended some seconds later it is ended hard:
 * what was acknowledged is safe, the rest is what a crash would lose.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final long PATIENCE_SECONDS = 9;

    private final long patienceSeconds;
    private final CountDownLatch requested = new CountDownLatch(1);

    private StopSignal(long patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
    }

    static StopSignal install() {
        return install(PATIENCE_SECONDS);
    }

    /** For what leaves processes behind when it is ended hard. @param patienceSeconds until then */
    static StopSignal install(long patienceSeconds) {
        StopSignal stop = new StopSignal(patienceSeconds);
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

    private void request() {
        requested.countDown();
        Thread watchdog = new Thread(this::endHard, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void endHard() {
        try {
            TimeUnit.SECONDS.sleep(patienceSeconds);
        } catch (InterruptedException e) {
            return;
        }
        LOG.error("Not stopped after {} s, ending hard. Threads: {}", patienceSeconds, Thread.getAllStackTraces());
        System.err.println("armfarm: not stopped after " + patienceSeconds + " s, ended; the next start recovers");
        Runtime.getRuntime().halt(1);
    }
}
