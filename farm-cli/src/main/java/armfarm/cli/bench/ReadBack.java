package armfarm.cli.bench;

import armfarm.episodes.Episodes;
import armfarm.episodes.StoredFrame;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.JpegCodec;
import armfarm.messages.RgbImage;
import armfarm.messages.time.Stopwatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Reads stored images in random order and decodes them, as training does. Stateless. */
public final class ReadBack {
    private static final int THREADS = 2;
    private static final int TURNS = 3;

    private ReadBack() {}

    /**
     * Images a second, medians over turns.
     *
     * @param readAndDecoded from the shards
     * @param decoded the very same images from memory: what the codec allows
     */
    public record Rates(double readAndDecoded, double decoded) {}

    static Rates measure(Episodes episodes, List<AttemptId> attempts, int images) {
        List<StoredFrame> frames = new ArrayList<>();
        for (AttemptId attempt : attempts) {
            if (frames.size() >= images) {
                break;
            }
            frames.addAll(episodes.frames(attempt));
        }
        Collections.shuffle(frames, new Random(3));
        List<EncodedImage> inMemory =
                frames.stream().map(frame -> episodes.image(frame.image())).toList();
        double[] read = new double[TURNS];
        double[] decoded = new double[TURNS];
        for (int turn = -1; turn < TURNS; turn++) {
            double readRate =
                    rate(frames.size(), i -> episodes.image(frames.get(i).image()));
            double decodedRate = rate(frames.size(), inMemory::get);
            if (turn >= 0) {
                read[turn] = readRate;
                decoded[turn] = decodedRate;
            }
        }
        return new Rates(StoreBenchmark.percentile(read, 50), StoreBenchmark.percentile(decoded, 50));
    }

    private static double rate(int count, IntFunction<EncodedImage> images) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Stopwatch watch = Stopwatch.start();
        try {
            List<Future<Long>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                done.add(threads.submit(() -> {
                    long pixels = 0;
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        RgbImage image = JpegCodec.decode(images.apply(i));
                        pixels += image.width();
                    }
                    return pixels;
                }));
            }
            for (Future<Long> each : done) {
                each.get();
            }
            return count / watch.elapsedSeconds();
        } catch (ExecutionException e) {
            throw new FarmException(ErrorCode.BUG, "Reading back failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FarmException(ErrorCode.RESOURCE, "Reading back was interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
