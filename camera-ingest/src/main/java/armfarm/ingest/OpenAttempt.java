package armfarm.ingest;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.SequenceGaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** An attempt whose end was not read yet. Confined to its assembler. */
final class OpenAttempt {
    private final AttemptStarted started;
    private final long firstOffset;
    private final List<FrameCaptured> frames = new ArrayList<>();
    private Instant deadline;

    OpenAttempt(AttemptStarted started, long firstOffset, Instant deadline) {
        this.started = started;
        this.firstOffset = firstOffset;
        this.deadline = deadline;
    }

    AttemptId id() {
        return started.attempt();
    }

    ArmId arm() {
        return started.arm();
    }

    long firstOffset() {
        return firstOffset;
    }

    int nextSequence() {
        return frames.size() + 1;
    }

    boolean isOverdue(Instant now) {
        return now.isAfter(deadline);
    }

    void postpone(Duration pause) {
        deadline = deadline.plus(pause);
    }

    void add(FrameCaptured captured) {
        frames.add(captured);
    }

    GraspAttempt ended(AttemptEnded ended) {
        return new GraspAttempt(started, frames, ended);
    }

    /** @param missedEvents of this attempt that are known never to come */
    GraspAttempt aborted(String reason, int missedEvents, Instant now) {
        return ended(new AttemptEnded(
                id(),
                arm(),
                nextSequence(),
                now,
                List.of(),
                Optional.of(reason),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                new SequenceGaps(0, missedEvents)));
    }
}
