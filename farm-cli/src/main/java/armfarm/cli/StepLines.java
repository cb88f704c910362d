package armfarm.cli;

import armfarm.controller.base.LoopLog;
import armfarm.controller.base.Steps;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Ticker;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says on stderr what a start or a stop is busy with, with the time since its begin: each step of a start when it begins, and of
 * both what takes long, again and again, so that no terminal is silent for more than some seconds.
 *
 * <p>Thread-safe.
 */
final class StepLines implements Steps, AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SILENT_AT_MOST = Duration.ofSeconds(4);

    private static final String STARTING = "starting";
    private static final String ENDING = "ending";

    private final PrintStream err;
    private final Ticker ticker;
    private final Runnable progress;
    private final Supervision ticking = LoopLog.supervision(InstantSource.system());
    private final Map<String, Long> under = new LinkedHashMap<>();
    private String doing = STARTING;
    private long sinceNanos;
    private long lastSaidNanos;

    /** On stderr, which stays open. @param progress called whenever a step begins or ends */
    static StepLines onStderr(Runnable progress) {
        StepLines steps = new StepLines(System.err, Ticker.system(), progress);
        steps.ticking.every(TICK, "lines about a start or stop", steps::tick).start();
        return steps;
    }

    /** Without a thread that ticks. */
    StepLines(PrintStream err, Ticker ticker, Runnable progress) {
        this.err = err;
        this.ticker = ticker;
        this.progress = progress;
        sinceNanos = ticker.nanos();
        lastSaidNanos = sinceNanos;
    }

    @Override
    public synchronized void stopping() {
        if (doing.equals(ENDING)) {
            return;
        }
        doing = ENDING;
        sinceNanos = ticker.nanos();
        lastSaidNanos = sinceNanos;
        under.clear();
        progress.run();
    }

    @Override
    public synchronized void begin(String what) {
        progress.run();
        if (what.isEmpty()) {
            return;
        }
        under.put(what, ticker.nanos());
        if (doing.equals(STARTING)) {
            say("starting " + what + " ...");
        }
    }

    @Override
    public synchronized void end(String what) {
        progress.run();
        under.remove(what);
    }

    synchronized void tick() {
        long now = ticker.nanos();
        if (now - lastSaidNanos >= SILENT_AT_MOST.toNanos() && !under.isEmpty()) {
            say("still " + doing + " "
                    + under.entrySet().stream()
                            .map(step -> step.getKey() + " (" + (now - step.getValue()) / 1_000_000_000L + " s)")
                            .collect(Collectors.joining(", "))
                    + " ...");
        }
    }

    private void say(String text) {
        lastSaidNanos = ticker.nanos();
        err.printf(Locale.ROOT, "[%.1f s] %s%n", (lastSaidNanos - sinceNanos) / 1e9, text);
    }

    @Override
    public void close() {
        ticking.close();
    }
}
