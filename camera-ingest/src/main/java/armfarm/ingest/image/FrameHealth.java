package armfarm.ingest.image;

import armfarm.messages.RgbImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Watches one camera's frames for what a picture alone does not show: age, order, rate, and whether it shows anything new
 * or anything at all. It judges, counts and forgets; what to do about a problem is its caller's choice.
 *
 * <p>Thread-safe: frames may arrive on one thread and be looked at, all or some of them, on another.
 */
public final class FrameHealth {
    /** Brightness is taken from every so many bytes; odd, so that all colors are met. */
    private static final int LEVEL_STRIDE = 31;

    private final FrameHealthConfig config;
    private final Deque<Instant> stamps = new ArrayDeque<>();
    private final Map<FrameProblem.Kind, Long> counts = new EnumMap<>(FrameProblem.Kind.class);
    private Instant lastStamp = Instant.MIN;
    private long lastContent;
    private int equalFrames;

    public FrameHealth(FrameHealthConfig config) {
        this.config = config;
    }

    /**
     * Notes the arrival of a frame: age, rate and order. To be told of every frame of the camera.
     *
     * @param stamp capture, by the robot's clock
     * @param receivedAt arrival, by this process's clock
     * @return what is wrong, in the order of {@link FrameProblem.Kind}; empty for a good frame
     */
    public synchronized List<FrameProblem> arrived(Instant stamp, Instant receivedAt) {
        List<FrameProblem> problems = new ArrayList<>();
        checkAge(stamp, receivedAt, problems);
        checkRate(stamp, problems);
        checkOrder(stamp, problems);
        count(problems);
        return problems;
    }

    /** Looks at a picture that is used: whether it is new and shows anything. @return likewise */
    public synchronized List<FrameProblem> look(RgbImage image) {
        List<FrameProblem> problems = new ArrayList<>();
        checkContent(image, problems);
        checkLevel(image, problems);
        count(problems);
        return problems;
    }

    /** Frames with each problem so far. */
    public synchronized Map<FrameProblem.Kind, Long> counts() {
        return Map.copyOf(counts);
    }

    private void count(List<FrameProblem> problems) {
        problems.forEach(problem -> counts.merge(problem.kind(), 1L, Long::sum));
    }

    private void checkAge(Instant stamp, Instant receivedAt, List<FrameProblem> problems) {
        Duration age = Duration.between(stamp, receivedAt);
        if (age.abs().compareTo(config.maxAge()) > 0) {
            problems.add(new FrameProblem(
                    FrameProblem.Kind.STALE,
                    "an age of " + seconds(age) + " s at arrival",
                    "at most " + seconds(config.maxAge()) + " s"));
        }
    }

    private void checkContent(RgbImage image, List<FrameProblem> problems) {
        CRC32C crc = new CRC32C();
        crc.update(image.pixels());
        long content = crc.getValue();
        equalFrames = content == lastContent ? equalFrames + 1 : 1;
        lastContent = content;
        if (equalFrames >= config.frozenFrames()) {
            problems.add(new FrameProblem(
                    FrameProblem.Kind.FROZEN,
                    equalFrames + " frames in a row with the same content",
                    "fewer than " + config.frozenFrames() + ", noise alone makes each one different"));
        }
    }

    private void checkLevel(RgbImage image, List<FrameProblem> problems) {
        byte[] pixels = image.pixels();
        long sum = 0;
        for (int i = 0; i < pixels.length; i += LEVEL_STRIDE) {
            sum += pixels[i] & 0xff;
        }
        double level = (double) sum / ((pixels.length - 1) / LEVEL_STRIDE + 1);
        if (level < config.minLevel()) {
            problems.add(level(FrameProblem.Kind.BLACK, level, "at least " + config.minLevel()));
        } else if (level > config.maxLevel()) {
            problems.add(level(FrameProblem.Kind.OVEREXPOSED, level, "at most " + config.maxLevel()));
        }
    }

    private static FrameProblem level(FrameProblem.Kind kind, double level, String expected) {
        return new FrameProblem(
                kind, String.format(Locale.ROOT, "a mean brightness of %.1f", level), expected + " of 255");
    }

    private void checkRate(Instant stamp, List<FrameProblem> problems) {
        stamps.addLast(stamp);
        if (stamps.size() <= config.rateFrames()) {
            return;
        }
        double seconds = Duration.between(stamps.removeFirst(), stamp).toNanos() / 1e9;
        if (seconds > 0 && config.rateFrames() / seconds < config.minFramesPerSecond()) {
            problems.add(new FrameProblem(
                    FrameProblem.Kind.SLOW,
                    String.format(Locale.ROOT, "%.1f frames/s", config.rateFrames() / seconds),
                    config.minFramesPerSecond() + " or more"));
        }
    }

    private void checkOrder(Instant stamp, List<FrameProblem> problems) {
        if (stamp.isBefore(lastStamp)) {
            problems.add(new FrameProblem(
                    FrameProblem.Kind.BACKWARDS, "stamp " + stamp, "one after that of the last frame, " + lastStamp));
            stamps.clear();
        }
        lastStamp = stamp;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
