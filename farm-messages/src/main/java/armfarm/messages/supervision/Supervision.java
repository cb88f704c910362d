package armfarm.messages.supervision;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All loops of a farm, or of a process, and how they are: the one place that its list of problems, page, status, metrics and exit
 * code read.
 *
 * <p>A loop is a thread that lives as long as the farm. It cannot die in silence: whatever it fails with, an {@link Error}
 * too, is caught, told once ({@link Announcement}) and counted, and the loop is started again after a pause that grows up to
 * a limit and is short again after a good spell. What was told as bad is told as good again. A loop that shows no sign of
 * life is {@link LoopState#STUCK}; one that cannot go on is {@link LoopState#DEAD} and stays a problem until the process ends.
 *
 * <p>Loops do not depend on each other: give each duty a loop of its own.
 *
 * <p>Thread-safe.
 */
public final class Supervision implements AutoCloseable {
    private static final int RECOVERIES_KEPT = 50;

    private final InstantSource clock;
    private final Consumer<Announcement> listener;
    private final Optional<Consumer<Duration>> passing;
    private final List<SupervisedLoop> loops = new ArrayList<>();
    private final List<Supervision> parts = new ArrayList<>();
    private final Deque<LoopRecovery> recoveries = new ArrayDeque<>();
    private final List<LoopProblem> leftBehind = new ArrayList<>();
    private long closedFailures;
    private boolean closed;

    /**
     * Loops with a thread each.
     *
     * @param clock wrapped into a {@link SteadyClock}, so that setting the machine's clock makes no loop look stuck
     * @param listener told of every change, on the loop's thread or on the one that asks; usually writes to the log
     */
    public Supervision(InstantSource clock, Consumer<Announcement> listener) {
        this(new SteadyClock(clock), listener, Optional.empty());
    }

    private Supervision(InstantSource clock, Consumer<Announcement> listener, Optional<Consumer<Duration>> passing) {
        this.clock = clock;
        this.listener = listener;
        this.passing = passing;
    }

    /**
     * Loops without threads, for tests: nothing happens before {@link SupervisedLoop#step} or {@link SupervisedLoop#run} is
     * called.
     *
     * @param passing told instead of waiting; usually moves the clock on
     */
    public static Supervision byHand(InstantSource clock, Consumer<Announcement> listener, Consumer<Duration> passing) {
        return new Supervision(clock, listener, Optional.of(passing));
    }

    /**
     * A loop that does its turn again and again. A turn that returns was good.
     *
     * @param name for people, as in "disk check"; a number is added if another loop has it
     * @param pause after a good turn
     * @return to be started
     */
    public SupervisedLoop every(Duration pause, String name, SupervisedLoop.Turn turn, LoopOptions options) {
        return add(name, self -> turn.run(), Optional.of(pause), options);
    }

    /** The same with {@link LoopOptions#defaults}. */
    public SupervisedLoop every(Duration pause, String name, SupervisedLoop.Turn turn) {
        return every(pause, name, turn, LoopOptions.defaults());
    }

    /**
     * A loop that has its own rhythm. It ends, as intended, by returning, and is called again when it throws; it has to return
     * when {@link SupervisedLoop#isStopping} and to call {@link SupervisedLoop#progress} after each piece of work that
     * succeeded.
     *
     * @param name for people; a number is added if another loop has it
     * @return to be started
     */
    public SupervisedLoop loop(String name, SupervisedLoop.Body body, LoopOptions options) {
        return add(name, body, Optional.empty(), options);
    }

    /** One {@link SupervisedLoop#step} of each loop that has not ended, in the order in which they were made. */
    public void stepAll() {
        copy().stream().filter(SupervisedLoop::isAtWork).forEach(SupervisedLoop::step);
    }

    private synchronized SupervisedLoop add(
            String name, SupervisedLoop.Body body, Optional<Duration> pause, LoopOptions options) {
        String free = name;
        for (int i = 2; isTaken(free); i++) {
            free = name + " (" + i + ")";
        }
        SupervisedLoop loop = new SupervisedLoop(this, free, body, pause, options);
        loops.add(loop);
        return loop;
    }

    /** A name is free again when its loop has ended; what died stays in sight. */
    private boolean isTaken(String name) {
        return loops.stream().anyMatch(loop -> loop.name().equals(name));
    }

    /**
     * Shows the loops of a part, which has a supervision of its own, among these. Whoever has the part closes it; what it leaves
     * unhealed then stays in sight.
     */
    public synchronized void include(Supervision part) {
        forgetClosedParts();
        parts.add(part);
    }

    /** Parts come and go as connections do. */
    private void forgetClosedParts() {
        List<Supervision> closed = parts.stream().filter(Supervision::isOver).toList();
        closed.forEach(part -> {
            closedFailures += part.failures();
            part.recoveries().forEach(this::recovered);
        });
        parts.removeAll(closed);
    }

    private boolean isOver() {
        return isClosed() && health().isEmpty() && unhealed().isEmpty();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** How all loops are, in the order in which they were made. Those that were closed are not among them. Never blocks for long. */
    public List<LoopHealth> health() {
        return copy().stream().map(SupervisedLoop::health).toList();
    }

    /** The loops that do not work now, those that never will first. */
    public List<LoopProblem> problems() {
        List<LoopProblem> problems = new ArrayList<>();
        copy().forEach(loop -> loop.problem().ifPresent(problems::add));
        problems.sort((a, b) -> Boolean.compare(a.mayHeal(), b.mayHeal()));
        return List.copyOf(problems);
    }

    /**
     * For the exit code: the loops that do not work now, and those that did not when they were asked to end. What a closed
     * loop left behind counts no more once another one of its name works.
     */
    public List<LoopProblem> unhealed() {
        List<LoopProblem> unhealed = new ArrayList<>(problems());
        List<String> working = health().stream()
                .filter(loop -> !loop.state().isProblem())
                .map(LoopHealth::name)
                .toList();
        leftBehind().stream()
                .filter(problem -> !working.contains(problem.loop()))
                .forEach(unhealed::add);
        return List.copyOf(unhealed);
    }

    private List<LoopProblem> leftBehind() {
        List<LoopProblem> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(leftBehind);
        }
        copyOfParts().forEach(part -> all.addAll(part.leftBehind()));
        return all;
    }

    /** What was a problem and is none any more, the oldest first; the latest 50. */
    public List<LoopRecovery> recoveries() {
        List<LoopRecovery> all = new ArrayList<>(own());
        copyOfParts().forEach(part -> all.addAll(part.recoveries()));
        all.sort(Comparator.comparing(LoopRecovery::to));
        return List.copyOf(all.subList(Math.max(0, all.size() - RECOVERIES_KEPT), all.size()));
    }

    private synchronized List<LoopRecovery> own() {
        return List.copyOf(recoveries);
    }

    /** The first loop that cannot go on: whoever runs the process has to end it with this. */
    public Optional<FarmException> fault() {
        return copy().stream().flatMap(loop -> loop.death().stream()).findFirst();
    }

    /** Failures of all loops since the start, those that are closed too. */
    public long failures() {
        return closedFailures()
                + health().stream().mapToLong(LoopHealth::failures).sum();
    }

    /** Those of the parts too, and of their parts. */
    private long closedFailures() {
        return ownClosedFailures()
                + copyOfParts().stream().mapToLong(Supervision::closedFailures).sum();
    }

    private synchronized long ownClosedFailures() {
        return closedFailures;
    }

    private synchronized List<SupervisedLoop> ownLoops() {
        return List.copyOf(loops);
    }

    private synchronized List<Supervision> copyOfParts() {
        return List.copyOf(parts);
    }

    /** Those of the parts too. */
    private List<SupervisedLoop> copy() {
        List<SupervisedLoop> all = new ArrayList<>(ownLoops());
        copyOfParts().forEach(part -> all.addAll(part.copy()));
        return all;
    }

    synchronized void remove(SupervisedLoop loop, long failures, Optional<LoopProblem> problem) {
        if (loops.remove(loop)) {
            closedFailures += failures;
            problem.ifPresent(leftBehind::add);
        }
    }

    synchronized void recovered(LoopRecovery recovery) {
        recoveries.addLast(recovery);
        if (recoveries.size() > RECOVERIES_KEPT) {
            recoveries.removeFirst();
        }
    }

    Instant now() {
        return clock.instant();
    }

    Optional<Consumer<Duration>> passing() {
        return passing;
    }

    void tell(Announcement announcement) {
        listener.accept(announcement);
    }

    static FarmException death(String text, Throwable cause) {
        ErrorCode code = cause instanceof FarmException known ? known.code() : ErrorCode.BUG;
        return new FarmException(code, text, cause);
    }

    /** Asks all loops of its own to end, without waiting and without an interrupt. */
    public void stop() {
        ownLoops().forEach(SupervisedLoop::stop);
    }

    /** Ends all loops of its own, the last one first; bounded by the longest patience and not by their sum. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<SupervisedLoop> all = new ArrayList<>(ownLoops());
        all.forEach(SupervisedLoop::askToEnd);
        all.forEach(SupervisedLoop::awaitPatiently);
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).close();
        }
    }
}
