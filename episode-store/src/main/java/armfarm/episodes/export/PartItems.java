package armfarm.episodes.export;

import armfarm.episodes.Episodes;
import armfarm.episodes.SnapshotMember;
import armfarm.messages.BadImageException;
import armfarm.messages.DepthCodec;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ImageCheck;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads the attempts of one part, one at a time, and counts them. Confined to one thread. */
final class PartItems implements Iterator<ExportItem> {
    private final Episodes episodes;
    private final SplitMembers members;
    private final boolean withoutStepsToo;
    private final Runnable afterEach;
    private long left;
    private PartCounts counts = PartCounts.NONE;
    private Optional<ExportItem> next = Optional.empty();

    PartItems(Episodes episodes, SplitMembers members, ExportPart part, boolean withoutStepsToo, Runnable afterEach) {
        this.episodes = episodes;
        this.members = members;
        this.withoutStepsToo = withoutStepsToo;
        this.afterEach = afterEach;
        left = part.members();
    }

    /** Of what was handed out so far. */
    PartCounts counts() {
        return counts;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && left > 0) {
            left--;
            ExportItem item = read(members.next());
            if (withoutStepsToo || !item.steps().isEmpty()) {
                next = Optional.of(item);
            } else {
                counts = counts.withLeftOut();
                afterEach.run();
            }
        }
        return next.isPresent();
    }

    @Override
    public ExportItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ExportItem item = next.orElseThrow();
        next = Optional.empty();
        counts = counts.with(item);
        afterEach.run();
        return item;
    }

    private ExportItem read(SnapshotMember member) {
        GraspAttempt attempt = episodes.attempt(member.attempt())
                .orElseThrow(() -> new FarmException(
                        ErrorCode.DATA,
                        "Attempt " + member.attempt() + " is in the snapshot but no longer in the store;"
                                + " run 'armfarm fsck', restore the store from a backup or make a new snapshot"));
        for (FrameCaptured frame : attempt.frames()) {
            requireWhole(attempt, frame);
        }
        return new ExportItem(member, attempt);
    }

    private static void requireWhole(GraspAttempt attempt, FrameCaptured frame) {
        try {
            ImageCheck.whole(frame.image().bytes());
        } catch (BadImageException e) {
            throw unusable(attempt, "its image " + frame.sequence() + " is a " + e.reason(), e);
        }
        try {
            frame.depth().ifPresent(DepthCodec::decode);
        } catch (FarmException e) {
            throw unusable(attempt, "the depth of its image " + frame.sequence() + " is damaged: " + e.getMessage(), e);
        }
    }

    private static FarmException unusable(GraspAttempt attempt, String what, FarmException cause) {
        return new FarmException(
                ErrorCode.DATA,
                "Attempt " + attempt.id() + " cannot be exported: " + what
                        + ". Take it out with 'armfarm exclude' and export a new snapshot",
                cause);
    }
}
