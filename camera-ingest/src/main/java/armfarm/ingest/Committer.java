package armfarm.ingest;

import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores a batch while its caller puts the next one together. Batches are stored one by one and in order, and nothing is stored
 * after one that failed.
 *
 * <p>Its own thread stores; the methods belong to one other thread.
 */
final class Committer implements AutoCloseable {
    private final EpisodeSink sink;
    private final StoreRetry retry;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "ingest-store");
        thread.setDaemon(true);
        return thread;
    });
    private Future<?> underWay = CompletableFuture.completedFuture(null);

    Committer(EpisodeSink sink, StoreRetry retry) {
        this.sink = sink;
        this.retry = retry;
    }

    /**
     * Waits until the batch before is stored, then begins with this one.
     *
     * @param whenStored called by the storing thread
     * @throws RuntimeException what the batch before failed with; an error likewise
     */
    void store(EpisodeBatch batch, Runnable whenStored) {
        await();
        underWay = thread.submit(() -> {
            var unused = retry.call(() -> {
                sink.append(batch);
                return batch;
            });
            whenStored.run();
        });
    }

    /** Calls it by the storing thread when what is under way is stored, at once if nothing is. */
    void afterwards(Runnable whenStored) {
        if (underWay.isDone()) {
            await();
            whenStored.run();
            return;
        }
        Future<?> before = underWay;
        underWay = thread.submit(() -> {
            result(before);
            whenStored.run();
        });
    }

    /** @throws RuntimeException what storing failed with */
    void await() {
        result(underWay);
    }

    /** Forgets a failure, so that the next batch can be stored. */
    void forget() {
        underWay = CompletableFuture.completedFuture(null);
    }

    private static void result(Future<?> storing) {
        try {
            storing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("Storing a batch failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FarmException(
                    ErrorCode.RESOURCE, "Interrupted while the store did not answer; the batch is read again later", e);
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
