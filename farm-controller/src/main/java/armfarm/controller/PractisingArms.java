package armfarm.controller;

import armfarm.controller.collection.ArmActivity;
import armfarm.controller.collection.ArmLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The arms' loops, each on a thread of its own. Thread-safe, except that one thread adds, starts and stops them. */
public final class PractisingArms {
    private static final Duration LAST_ATTEMPT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration INTERRUPTED_PATIENCE = Duration.ofSeconds(1);

    private final List<ArmLoop> loops = new ArrayList<>();
    private final List<ArmActivity> activities = new CopyOnWriteArrayList<>(); // the page reads while arms are added
    private final List<Thread> threads = new ArrayList<>();

    /** Before {@link #start}. */
    public void add(String name, ArmLoop loop, ArmActivity activity) {
        loops.add(loop);
        activities.add(activity);
        threads.add(new Thread(loop, name));
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** What each arm does; a view that grows while arms are added. */
    public List<ArmActivity> activities() {
        return activities;
    }

    /** Attempts made since the start. */
    public long attempts() {
        return activities.stream().mapToLong(ArmActivity::attempts).sum();
    }

    /** The arms' last attempt numbers, added up: all attempts they ever began. */
    public long numbered() {
        return loops.stream().mapToLong(loop -> loop.nextAttemptNumber() - 1).sum();
    }

    /** Lets no arm begin another attempt. Returns at once. */
    public void stop() {
        loops.forEach(ArmLoop::stop);
    }

    /** Waits for the last attempts after {@link #stop}, then interrupts what still moves; bounded. */
    public void awaitEnd() {
        long deadlineNanos = System.nanoTime() + LAST_ATTEMPT_PATIENCE.toNanos();
        threads.forEach(thread -> join(thread, deadlineNanos));
        threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
        threads.forEach(thread -> join(thread, System.nanoTime() + INTERRUPTED_PATIENCE.toNanos()));
    }

    private static void join(Thread thread, long deadlineNanos) {
        try {
            long milliseconds = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (milliseconds > 0) {
                thread.join(milliseconds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
