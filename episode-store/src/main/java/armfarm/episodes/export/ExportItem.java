package armfarm.episodes.export;

import armfarm.episodes.SnapshotMember;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import java.util.List;
import java.util.Optional;

/** An attempt on its way into a file: what the snapshot says of it, and the attempt with its images. */
public record ExportItem(SnapshotMember member, GraspAttempt attempt) {
    /** Whether the label that counts says that the grasp held. */
    public boolean success() {
        return member.label().outcome() == Outcome.SUCCESS;
    }

    /** Frames that a motion was decided on, in the order of time. */
    public List<FrameCaptured> steps() {
        return attempt.frames().stream()
                .filter(frame -> frame.kind() == FrameKind.STEP)
                .toList();
    }

    /** The first frame of the kind. */
    public Optional<FrameCaptured> first(FrameKind kind) {
        return attempt.frames().stream().filter(frame -> frame.kind() == kind).findFirst();
    }
}
