package armfarm.episodes.testing;

import armfarm.episodes.Episodes;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardException;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The attempt's id takes the place of the shard, and a frame's sequence that of the offset. */
final class MemoryEpisodes implements Episodes {
    private final MemoryRows rows;

    MemoryEpisodes(MemoryRows rows) {
        this.rows = rows;
    }

    static ImageRef reference(FrameCaptured frame) {
        return new ImageRef(
                frame.attempt().toString(), frame.sequence(), frame.image().byteCount(), 0);
    }

    static Optional<ImageRef> depthReference(FrameCaptured frame) {
        return frame.depth()
                .map(depth -> new ImageRef("depth of " + frame.attempt(), frame.sequence(), depth.byteCount(), 0));
    }

    @Override
    public Optional<GraspAttempt> attempt(AttemptId attempt) {
        synchronized (rows) {
            return Optional.ofNullable(rows.attempts.get(attempt)).map(row -> row.attempt);
        }
    }

    @Override
    public List<AttemptId> startingWith(String prefix, int limit) {
        synchronized (rows) {
            return rows.byId().stream()
                    .map(row -> row.attempt.id())
                    .filter(id -> id.toString().startsWith(prefix.toLowerCase(Locale.ROOT)))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<StoredFrame> frames(AttemptId attempt) {
        return attempt(attempt).map(GraspAttempt::frames).orElse(List.of()).stream()
                .map(frame -> new StoredFrame(
                        attempt,
                        frame.sequence(),
                        frame.kind(),
                        frame.stamp(),
                        frame.image().mediaType(),
                        reference(frame),
                        depthReference(frame)))
                .toList();
    }

    @Override
    public EncodedImage image(ImageRef image) {
        return first(image, frame -> reference(frame).equals(image) ? Optional.of(frame.image()) : Optional.empty());
    }

    @Override
    public EncodedImage depth(ImageRef depth) {
        return first(
                depth, frame -> depthReference(frame).equals(Optional.of(depth)) ? frame.depth() : Optional.empty());
    }

    private EncodedImage first(ImageRef place, Function<FrameCaptured, Optional<EncodedImage>> found) {
        synchronized (rows) {
            return rows.attempts.values().stream()
                    .flatMap(row -> row.attempt.frames().stream())
                    .flatMap(frame -> found.apply(frame).stream())
                    .findFirst()
                    .orElseThrow(() -> ShardException.missing("There is no image " + place, null));
        }
    }
}
