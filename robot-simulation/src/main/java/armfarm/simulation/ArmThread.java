package armfarm.simulation;

import armfarm.messages.DriverException;
import armfarm.messages.threads.ThreadPriority;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a simulated arm. Tasks run in the order they came; what a task throws is logged and the next one runs,
 * as one bad message must not end the arm. Thread-safe.
 */
final class ArmThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArmThread.class);
    /** A controller has one request out at a time; more than this is a runaway sender, and its messages are dropped. */
    private static final int MAX_WAITING = 64;

    private static final long END_SECONDS = 2;

    private final String name;
    private final ThreadPoolExecutor executor;

    /** @param yields whether all else in this process goes before the arm where the processor is too busy for both */
    ArmThread(String name, boolean yields) {
        this.name = name;
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
            Thread thread = new Thread(() -> run(task, yields), name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void run(Runnable tasks, boolean yields) {
        if (yields) {
            ThreadPriority.lower(LOG::warn);
        }
        tasks.run();
    }

    boolean running() {
        return !executor.isShutdown();
    }

    /** Queues a task. Never blocks: drops it, with a warning, if too many wait or the thread has ended. */
    void submit(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    LOG.warn("{}: a request failed: {}", name, e.getMessage(), e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("{}: request dropped, {} wait already or the arm is closed", name, MAX_WAITING);
        }
    }

    /** Runs a task on the thread and waits for it; what it throws comes back. */
    void call(Runnable task) {
        Future<?> done = executor.submit(task);
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new DriverException(name + " could not start: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException(name + " was interrupted while starting", e);
        }
    }

    /** Interrupts what runs and waits at most two seconds for it. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{}: still busy {} s after closing", name, END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
