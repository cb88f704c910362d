package armfarm.drivers.cell;

import armfarm.messages.DepthImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The last depth images of a topic, among which that of a colour image is found by its stamp. Immutable. */
record DepthFrames(List<Frame> frames) {
    static final DepthFrames NONE = new DepthFrames(List.of());

    /**
     * As far as a depth image may be from its colour image. A choice: cameras that register depth give both one stamp, those
     * that do not are off by half a period of 30 Hz at most, and nothing moves meanwhile.
     */
    static final Duration TOLERANCE = Duration.ofMillis(20);

    /** A choice: a third of a second at 30 Hz, more than a colour image takes to arrive. */
    private static final int KEPT = 10;

    /** A depth image and when it was taken, by the camera's clock. */
    record Frame(Instant stamp, DepthImage depth) {}

    DepthFrames {
        frames = List.copyOf(frames);
    }

    /** With another, without the oldest when there are many. */
    DepthFrames plus(Frame frame) {
        List<Frame> all = new ArrayList<>(frames.subList(Math.max(0, frames.size() - KEPT + 1), frames.size()));
        all.add(frame);
        return new DepthFrames(all);
    }

    /**
     * The one that is nearest to the stamp, and near enough. Only when one of that time or later has come: until then a nearer
     * one may be on its way.
     */
    Optional<DepthImage> at(Instant stamp) {
        if (frames.stream().allMatch(frame -> frame.stamp().isBefore(stamp))) {
            return Optional.empty();
        }
        return frames.stream()
                .filter(frame -> distance(frame, stamp).compareTo(TOLERANCE) <= 0)
                .min(Comparator.comparing(frame -> distance(frame, stamp)))
                .map(Frame::depth);
    }

    private static Duration distance(Frame frame, Instant stamp) {
        return Duration.between(frame.stamp(), stamp).abs();
    }
}
