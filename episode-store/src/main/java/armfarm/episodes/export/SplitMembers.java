package armfarm.episodes.export;

import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The members of a split in order, a page at a time. Confined to one thread. */
final class SplitMembers {
    private static final int PAGE = 1_000;

    private final Snapshots snapshots;
    private final String snapshot;
    private final Split split;
    private final Queue<SnapshotMember> page = new ArrayDeque<>();
    private long lastOrdinal;

    SplitMembers(Snapshots snapshots, String snapshot, Split split) {
        this.snapshots = snapshots;
        this.snapshot = snapshot;
        this.split = split;
    }

    SnapshotMember next() {
        while (page.isEmpty()) {
            List<SnapshotMember> read = snapshots.members(snapshot, lastOrdinal, PAGE);
            if (read.isEmpty()) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Snapshot " + snapshot + " has fewer attempts in its " + split.label()
                                + " split than it counts; the database was changed by hand, restore it from a backup");
            }
            lastOrdinal = read.get(read.size() - 1).ordinal();
            read.stream().filter(member -> member.split() == split).forEach(page::add);
        }
        return page.remove();
    }

    void skip(long members) {
        for (long i = 0; i < members; i++) {
            next();
        }
    }
}
