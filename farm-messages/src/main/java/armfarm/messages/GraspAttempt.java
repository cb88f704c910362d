package armfarm.messages;

import java.util.List;
import java.util.Optional;

/**
 * A whole attempt as it goes into the store: frames in sequence order. Immutable.
 *
 * <p>An attempt that never completed has an {@link AttemptEnded} made by the assembler, with the reason.
 */
public record GraspAttempt(AttemptStarted started, List<FrameCaptured> frames, AttemptEnded ended) {
    public GraspAttempt {
        frames = List.copyOf(frames);
    }

    public AttemptId id() {
        return started.attempt();
    }

    /** The decision on the image before the grasp; empty if the attempt was aborted earlier. */
    public Optional<GraspStep> firstStep() {
        return frames.stream().flatMap(f -> f.step().stream()).findFirst();
    }
}
