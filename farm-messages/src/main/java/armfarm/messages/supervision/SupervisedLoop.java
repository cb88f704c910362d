package armfarm.messages.supervision;

import armfarm.messages.FarmException;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import java.time.Duration;
import java.util.Optional;

/**
 * One loop of a {@link Supervision}; made there. Whoever made it starts and closes it; health is asked of the supervision.
 *
 * <p>Thread-safe.
 */
public final class SupervisedLoop implements AutoCloseable {
    private static final Duration INTERRUPTED_PATIENCE = Duration.ofSeconds(1);

    private final Supervision supervision;
    private final String name;
    private final Body body;
    private final Optional<Duration> turnPause;
    private final LoopOptions options;
    private final LoopRecord record;
    private Optional<Thread> thread = Optional.empty();
    private boolean stopping;
    /** When it was asked to end, and when it was interrupted because it did not. */
    private Optional<Stopwatch> asked = Optional.empty();

    private Optional<Stopwatch> urged = Optional.empty();
    private long wakes;
    /** As it was when the loop was asked to end. */
    private Optional<LoopProblem> lastProblem = Optional.empty();

    /** Work with a rhythm of its own. */
    @FunctionalInterface
    public interface Body {
        /** @param self for {@link #isStopping}, {@link #progress} and {@link #pause} */
        void run(SupervisedLoop self) throws InterruptedException;
    }

    /** Work that is done again and again. */
    @FunctionalInterface
    public interface Turn {
        void run() throws InterruptedException;
    }

    SupervisedLoop(Supervision supervision, String name, Body body, Optional<Duration> turnPause, LoopOptions options) {
        this.supervision = supervision;
        this.name = name;
        this.body = body;
        this.turnPause = turnPause;
        this.options = options;
        this.record = new LoopRecord(name, options, supervision.now());
    }

    public String name() {
        return name;
    }

    /**
     * Begins, on a daemon thread of its own; at most once. Does nothing if it was stopped before.
     *
     * @throws FarmException (RESOURCE) if the system gives no thread
     */
    public synchronized SupervisedLoop start() {
        if (stopping || thread.isPresent()) {
            return this;
        }
        record.started(supervision.now());
        if (supervision.passing().isEmpty()) {
            Thread started = new Thread(this::run, name.replace(' ', '-'));
            started.setDaemon(true);
            Threads.start(started, name);
            thread = Optional.of(started);
        }
        return this;
    }

    /**
     * Does the whole of the loop on the caller's thread, which is the loop's then, and takes it out of the supervision at its end;
     * never throws.
     */
    public void runHere() {
        synchronized (this) {
            if (stopping || thread.isPresent()) {
                return;
            }
            thread = Optional.of(Thread.currentThread());
        }
        record.started(supervision.now());
        run();
        close();
    }

    /** Does the whole of the loop on the caller's thread; never throws. For {@link Supervision#byHand}. */
    public void run() {
        while (!isOver()) {
            Duration pause = step();
            if (!isOver()) {
                pauseBetween(pause);
            }
        }
        record.ended(supervision.now());
    }

    /**
     * One turn, or one call of the body, on the caller's thread; never throws.
     *
     * @return the pause that the loop would make after it
     */
    public Duration step() {
        try {
            record.begins(supervision.now());
            body.run(this);
            return succeeded();
        } catch (Throwable problem) {
            return failed(problem);
        }
    }

    private Duration succeeded() {
        if (turnPause.isPresent()) {
            progress();
            return turnPause.get();
        }
        record.ended(supervision.now());
        return Duration.ZERO;
    }

    /** Nothing may be thrown here: with a full memory, telling fails as the work did. */
    private Duration failed(Throwable problem) {
        try {
            if (isStopping()) {
                tell(LoopText.stoppedInTheMiddle(name, problem));
                record.ended(supervision.now());
                return Duration.ZERO;
            }
            Thread.interrupted(); // nobody stopped it, so the next try shall not find itself interrupted
            tell(record.failed(problem, supervision.now()));
            return record.pause();
        } catch (Throwable again) {
            return options.longestPause();
        }
    }

    /** Says that a piece of work succeeded: the loop is alive, and what was bad before is good again. Cheap; for the loop's thread. */
    public void progress() {
        record.progress(supervision.now()).ifPresent(this::tellRecovered);
    }

    /** A sign of life in the middle of a long piece of work, whose success is open yet. Cheap; for the loop's thread. */
    public void alive() {
        record.alive(supervision.now()).ifPresent(this::tellRecovered);
    }

    private void tellRecovered(LoopRecovery recovery) {
        supervision.recovered(recovery);
        tell(Optional.of(LoopText.recovered(recovery, record.failuresHealed())));
    }

    private void tell(Optional<Announcement> announcement) {
        announcement.ifPresent(supervision::tell);
    }

    /** Whether the loop was asked to end. */
    public synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized boolean isOver() {
        return stopping || record.isOver();
    }

    /** Waits, less if the loop is stopped or {@link #wake woken}; a sign of life. @return whether the loop may go on */
    public boolean pause(Duration time) throws InterruptedException {
        record.waits(true, supervision.now());
        try {
            if (supervision.passing().isPresent()) {
                supervision.passing().get().accept(time);
            } else {
                await(time);
            }
        } finally {
            record.waits(false, supervision.now());
        }
        return !isStopping();
    }

    private synchronized void await(Duration time) throws InterruptedException {
        long seen = wakes;
        boolean unused = Deadline.after(time).await(this, () -> stopping || seen != wakes);
    }

    private void pauseBetween(Duration time) {
        try {
            pause(time);
        } catch (InterruptedException e) {
            // By close, then the loop ends; by anybody else it means nothing between two turns.
            record.begins(supervision.now());
        } catch (Throwable problem) {
            failed(problem);
        }
    }

    /** Ends the pause under way: there is something to do. */
    public synchronized void wake() {
        wakes++;
        notifyAll();
    }

    /** Asks the loop to end, without waiting and without an interrupt. */
    public void stop() {
        Optional<LoopProblem> now = problem();
        synchronized (this) {
            lastProblem = stopping ? lastProblem : now;
            stopping = true;
            asked = since(asked);
            wake();
        }
    }

    /** Asks the loop to end and interrupts what it is doing, without waiting. */
    public void interrupt() {
        stop();
        current().ifPresent(Thread::interrupt);
    }

    private synchronized Optional<Thread> current() {
        return thread;
    }

    void askToEnd() {
        if (options.interruptible()) {
            interrupt();
        } else {
            stop();
        }
    }

    /** Whether its thread runs; false for a loop by hand. */
    public boolean isAlive() {
        return current().map(Thread::isAlive).orElse(false);
    }

    /** Waits for the end of a loop that was stopped. @return whether it has ended */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        Optional<Thread> running = current();
        if (running.isPresent() && running.get() != Thread.currentThread()) {
            running.get().join(Math.max(1, patience.toMillis()));
        }
        return !isAlive();
    }

    /**
     * Ends the loop and takes it out of the supervision. Blocks for the loop's patience at most, which runs from when it was
     * first asked to end, then interrupts it and waits a second more. Idempotent; may be called by the loop itself, which then ends after what it is doing.
     */
    @Override
    public void close() {
        if (current().equals(Optional.of(Thread.currentThread()))) {
            stop();
        } else {
            end();
        }
        LoopHealth last = health();
        if (last.state() != LoopState.DEAD) {
            supervision.remove(this, last.failures(), lastProblem());
        }
    }

    private void end() {
        askToEnd();
        awaitPatiently();
        try {
            if (isAlive() && !awaitEnd(urged().left(INTERRUPTED_PATIENCE))) {
                supervision.tell(LoopText.doesNotEnd(name, options.patience().plus(INTERRUPTED_PATIENCE)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives a loop that was asked to end what is left of its patience, then interrupts it. */
    void awaitPatiently() {
        try {
            if (current().equals(Optional.of(Thread.currentThread())) || awaitEnd(asked().left(options.patience()))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        interrupt();
        urged();
    }

    private synchronized Stopwatch asked() {
        return asked.orElseGet(Stopwatch::start);
    }

    /** @return since when the interrupt has had time to work */
    private synchronized Stopwatch urged() {
        urged = since(urged);
        return urged.get();
    }

    private static Optional<Stopwatch> since(Optional<Stopwatch> first) {
        return first.isPresent() ? first : Optional.of(Stopwatch.start());
    }

    private synchronized Optional<LoopProblem> lastProblem() {
        return lastProblem;
    }

    /** Whether it was started and has not ended. */
    public boolean isAtWork() {
        LoopState state = health().state();
        return state == LoopState.RUNNING || (state.isProblem() && state != LoopState.DEAD);
    }

    /** How it is now. Never blocks for long. */
    public LoopHealth health() {
        boolean gone = current().map(running -> !running.isAlive()).orElse(false);
        if (turnPause.isEmpty()) {
            record.settle(supervision.now()).ifPresent(this::tellRecovered);
        }
        tell(record.look(gone && !isStopping(), supervision.now()));
        return record.health();
    }

    Optional<LoopProblem> problem() {
        LoopHealth health = health();
        if (!health.state().isProblem()) {
            return Optional.empty();
        }
        boolean foreseen = health.state() == LoopState.RESTARTING
                && health.lastFailure().map(LoopFailure::foreseen).orElse(false);
        return Optional.of(new LoopProblem(
                name, health.state(), LoopText.problem(health, supervision.now()), record.badSince(), foreseen));
    }

    Optional<FarmException> death() {
        return health().state() == LoopState.DEAD ? Optional.of(record.death()) : Optional.empty();
    }
}
