package armfarm.ingest;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.ingest.image.ImagePipeline;
import armfarm.ingest.image.ImagePipelineConfig;
import armfarm.ingest.image.ImagePipelineConfig.Crop;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.LensDistortion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import armfarm.messages.RawImage;
import armfarm.messages.RgbImage;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many camera frames a second this machine takes in: 640x512 rgb8 frames are cropped to 472x472, encoded as JPEG and
 * acknowledged by an embedded broker; and how many it would without the broker. The two take turns, so that what else
 * the machine does hits both. At the end everything is read back and counted.
 */
public final class IngestBenchmark {
    private static final int WIDTH_PIXELS = 640;
    private static final int HEIGHT_PIXELS = 512;
    private static final int CROP_PIXELS = 472;
    private static final int DIFFERENT_FRAMES = 8;
    private static final int FRAMES_PER_ATTEMPT = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final CameraInfo CAMERA =
            new CameraInfo(WIDTH_PIXELS, HEIGHT_PIXELS, 600, 600, 320, 256, Pose.IDENTITY);

    private final int cameras;
    private final Duration turn;
    private final List<RawImage> frames = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();

    /**
     * What was measured.
     *
     * @param withBroker frames per second of wall time of each turn, from raw to acknowledged
     * @param codecOnly frames per second of each turn without the broker
     * @param sent frames handed to the broker
     * @param lost of those, frames that could not be read back
     */
    public record Report(List<Double> withBroker, List<Double> codecOnly, long sent, long lost) {
        public Report {
            withBroker = List.copyOf(withBroker);
            codecOnly = List.copyOf(codecOnly);
        }
    }

    /** Where a camera's JPEGs go. */
    private interface Sink {
        void take(int camera, EncodedImage image);

        /** Blocks until everything taken is where it belongs. */
        void finish();
    }

    private IngestBenchmark(int cameras, Duration turn) {
        this.cameras = cameras;
        this.turn = turn;
        for (int i = 0; i < DIFFERENT_FRAMES; i++) {
            frames.add(RawImage.of(scene(i)));
        }
    }

    /**
     * Runs the benchmark; blocks for about rounds x 2 x turn.
     *
     * @param folder for the broker's data; left behind
     * @param cameras each on a thread of its own
     */
    public static Report run(Path folder, int cameras, int rounds, Duration turn) {
        IngestBenchmark benchmark = new IngestBenchmark(cameras, turn);
        List<Double> codecOnly = new ArrayList<>();
        List<Double> withBroker = new ArrayList<>();
        IngestConfig config = IngestConfig.defaults();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            int partitions = ArmEventsTopic.ensure(broker.bootstrapServers(), cameras, config);
            try (AttemptPublisher publisher = new AttemptPublisher(broker.bootstrapServers(), partitions, config)) {
                for (int round = -1; round < rounds; round++) {
                    double codec = benchmark.turn(new Discard());
                    double whole = benchmark.turn(benchmark.new ToBroker(publisher));
                    if (round >= 0) { // the first one warms up
                        codecOnly.add(codec);
                        withBroker.add(whole);
                    }
                }
            }
            long readBack = readBack(broker, config);
            return new Report(withBroker, codecOnly, benchmark.sent.get(), benchmark.sent.get() - readBack);
        }
    }

    private static long readBack(EmbeddedBroker broker, IngestConfig config) {
        AtomicLong found = new AtomicLong();
        EpisodeSink counter = batch -> batch.attempts()
                .forEach(attempt -> found.addAndGet(attempt.frames().size()));
        try (EventConsumer consumer = EventConsumer.alone(new IngestSetup(
                broker.bootstrapServers(),
                config,
                counter,
                topic -> List.of(),
                attempt -> false,
                InstantSource.system()))) {
            consumer.drain();
        }
        return found.get();
    }

    /** @return frames per second */
    private double turn(Sink sink) {
        AtomicLong made = new AtomicLong();
        Deadline end = Deadline.after(turn);
        Stopwatch watch = Stopwatch.start();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            int camera = i;
            Thread thread = new Thread(() -> made.addAndGet(runCamera(camera, end, sink)), "camera-" + i);
            threads.add(thread);
            thread.start();
        }
        threads.forEach(IngestBenchmark::join);
        sink.finish();
        return made.get() / watch.elapsedSeconds();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long runCamera(int camera, Deadline end, Sink sink) {
        ImagePipelineConfig config =
                ImagePipelineConfig.defaults().withCrop(Crop.center(CAMERA, CROP_PIXELS, CROP_PIXELS));
        long made = 0;
        try (ImagePipeline pipeline = new ImagePipeline("camera-" + camera, CAMERA, LensDistortion.NONE, config)) {
            while (!end.isOver()) {
                sink.take(camera, pipeline.encode(frames.get((int) (made % frames.size()))));
                made++;
            }
        }
        return made;
    }

    private static final class Discard implements Sink {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void take(int camera, EncodedImage image) {
            bytes.addAndGet(image.byteCount());
        }

        @Override
        public void finish() {}
    }

    /** Frames of each camera as attempts of an arm. */
    private final class ToBroker implements Sink {
        private final AttemptPublisher publisher;
        private final AttemptId[] attempts = new AttemptId[cameras];
        private final int[] sequences = new int[cameras];
        private final SplittableRandom random = new SplittableRandom(sent.get());

        ToBroker(AttemptPublisher publisher) {
            this.publisher = publisher;
        }

        @Override
        public void take(int camera, EncodedImage image) {
            if (sequences[camera] == 0) {
                begin(camera);
            }
            Instant now = Instant.now();
            publisher.publish(
                    new FrameCaptured(
                            attempts[camera],
                            arm(camera),
                            sequences[camera]++,
                            FrameKind.LIFTED,
                            now,
                            now,
                            image,
                            Optional.empty()),
                    camera);
            sent.incrementAndGet();
            if (sequences[camera] > FRAMES_PER_ATTEMPT) {
                end(camera);
            }
        }

        private void begin(int camera) {
            synchronized (random) {
                attempts[camera] = AttemptId.next(Instant.now(), random);
            }
            publisher.publish(
                    new AttemptStarted(
                            attempts[camera],
                            arm(camera),
                            1,
                            Instant.now(),
                            Purpose.COLLECTION,
                            ObjectSet.TRAINING,
                            "benchmark",
                            CAMERA,
                            "benchmark"),
                    camera);
            sequences[camera] = 1;
        }

        private void end(int camera) {
            publisher.publish(
                    new AttemptEnded(
                            attempts[camera],
                            arm(camera),
                            sequences[camera],
                            Instant.now(),
                            List.of(),
                            Optional.of("benchmark"),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            Optional.empty(),
                            Duration.ZERO,
                            Duration.ZERO),
                    camera);
            sequences[camera] = 0;
        }

        @Override
        public void finish() {
            for (int camera = 0; camera < cameras; camera++) {
                if (sequences[camera] > 0) {
                    end(camera);
                }
            }
            publisher.flush(PATIENCE);
        }

        private ArmId arm(int camera) {
            return new ArmId("arm_" + (camera + 1));
        }
    }

    /** Shaded surfaces and sharp objects with the noise of a camera, so that JPEG has its usual work. */
    private static RgbImage scene(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[3 * WIDTH_PIXELS * HEIGHT_PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % WIDTH_PIXELS;
            int y = i / 3 / WIDTH_PIXELS;
            pixels[i] = (byte) (90 + 10 * (i % 3) + 40 * x / WIDTH_PIXELS + 20 * y / HEIGHT_PIXELS);
        }
        for (int k = 0; k < 40; k++) {
            paintDisc(pixels, random);
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.max(0, Math.min(255, (pixels[i] & 0xff) + 3 * random.nextGaussian()));
        }
        return new RgbImage(WIDTH_PIXELS, HEIGHT_PIXELS, pixels);
    }

    private static void paintDisc(byte[] pixels, SplittableRandom random) {
        int centerX = random.nextInt(WIDTH_PIXELS);
        int centerY = random.nextInt(HEIGHT_PIXELS);
        int radius = random.nextInt(8, 48);
        int[] color = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
        for (int y = Math.max(0, centerY - radius); y < Math.min(HEIGHT_PIXELS, centerY + radius); y++) {
            for (int x = Math.max(0, centerX - radius); x < Math.min(WIDTH_PIXELS, centerX + radius); x++) {
                double distance = Math.hypot(x - centerX, y - centerY) / radius;
                for (int c = 0; c < 3 && distance < 1; c++) {
                    pixels[3 * (y * WIDTH_PIXELS + x) + c] = (byte) (color[c] * (1 - distance / 3));
                }
            }
        }
    }
}
