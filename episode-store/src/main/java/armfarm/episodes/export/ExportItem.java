package armfarm.episodes.export;

import armfarm.episodes.SnapshotMember;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.Outcome;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Purpose;
import java.util.List;
import java.util.Locale;
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

    /** Why it was made: collection, evaluation or import. */
    public String purpose() {
        return lower(attempt.started().purpose());
    }

    /** Which objects were in the bin: training, held_out or held_out_kinds. */
    public String objectSet() {
        return lower(attempt.started().objectSet());
    }

    /** Whether its command was a random choice although there was a model. */
    public boolean exploration() {
        return firstDecision().map(PolicyDecision::exploration).orElse(false);
    }

    /**
     * What chose its command: model, random (also where that was exploration), or recorded, which is whatever made a recording that
     * was imported and does not name a model.
     */
    public String policy() {
        if (exploration()) {
            return "random";
        }
        if (firstDecision().flatMap(PolicyDecision::model).isPresent()) {
            return "model";
        }
        return attempt.started().purpose() == Purpose.IMPORT ? "recorded" : "random";
    }

    /** The decision that the attempt's command comes from; empty without steps. */
    private Optional<PolicyDecision> firstDecision() {
        return first(FrameKind.STEP).flatMap(FrameCaptured::step).map(GraspStep::decision);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The first frame of the kind. */
    public Optional<FrameCaptured> first(FrameKind kind) {
        return attempt.frames().stream().filter(frame -> frame.kind() == kind).findFirst();
    }
}
