package armfarm.episodes.export;

import armfarm.episodes.Episodes;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import armfarm.episodes.SplitRule;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.formats.Formats;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One snapshot in memory; of ten attempts eight are for training, one for validation, one for testing. */
public final class FakeSnapshotStore implements Snapshots, Episodes {
    public static final String NAME = "bin-week-47";

    /** Reading this many attempts fails, as a full disk or a killed process would end an export; negative for never. */
    public int failAfterReads = -1;

    private final List<GraspAttempt> attempts;
    private int reads;

    public FakeSnapshotStore(List<GraspAttempt> attempts) {
        this.attempts = List.copyOf(attempts);
    }

    /** Exports the snapshot. */
    public ExportResult export(ExportRequest request, ExportProgress progress, InstantSource clock) {
        return SnapshotExport.run(this, this, request, Formats.layout(request), progress, clock);
    }

    @Override
    public Snapshot create(String name, AttemptFilter filter, SplitRule splits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Snapshot create(String name, ModelVersion trained) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AttemptId> startingWith(String prefix, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Optional<Snapshot> find(String name) {
        if (!name.equals(NAME)) {
            return Optional.empty();
        }
        Map<Split, Long> splits = new EnumMap<>(Split.class);
        members(name, 0, Integer.MAX_VALUE).forEach(member -> splits.merge(member.split(), 1L, Long::sum));
        return Optional.of(new Snapshot(
                NAME,
                Instant.parse("2026-11-22T13:00:00Z"),
                "arm = 'arm_1'",
                Optional.empty(),
                new SplitRule(SplitRule.GroupBy.ATTEMPT, 10, 10),
                splits,
                attempts.size() / 2,
                "ab".repeat(32)));
    }

    @Override
    public List<SnapshotMember> members(String name, long afterOrdinal, int limit) {
        List<SnapshotMember> members = new ArrayList<>();
        for (int i = (int) afterOrdinal; i < attempts.size() && members.size() < limit; i++) {
            Split split = i % 10 == 3 ? Split.VALIDATION : i % 10 == 7 ? Split.TEST : Split.TRAIN;
            GraspAttempt attempt = attempts.get(i);
            members.add(new SnapshotMember(
                    i + 1, attempt.id(), split, attempt.ended().labels().get(0), i % 3 == 0 ? "train-0042" : ""));
        }
        return members;
    }

    @Override
    public Optional<GraspAttempt> attempt(AttemptId id) {
        if (reads++ == failAfterReads) {
            throw new FarmException(ErrorCode.RESOURCE, "the store went away");
        }
        return attempts.stream().filter(attempt -> attempt.id().equals(id)).findFirst();
    }

    @Override
    public List<StoredFrame> frames(AttemptId id) {
        GraspAttempt attempt =
                attempts.stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
        return attempt.frames().stream()
                .map(f -> new StoredFrame(
                        id,
                        f.sequence(),
                        f.kind(),
                        f.stamp(),
                        f.image().mediaType(),
                        new ImageRef("shard", 0, f.image().byteCount(), 0),
                        f.depth().map(depth -> new ImageRef("shard", 0, depth.byteCount(), 0))))
                .toList();
    }

    @Override
    public EncodedImage image(ImageRef image) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EncodedImage depth(ImageRef depth) {
        throw new UnsupportedOperationException();
    }
}
