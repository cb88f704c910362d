package armfarm.episodes.export;

import armfarm.episodes.Episodes;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import armfarm.episodes.StoredFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a snapshot into parts of equally many attempts, split by split, so that a data file is about as big as wanted. How
 * big attempts are is learned from some of them, spread evenly: the same snapshot is always cut the same way, and the
 * number of files is known before the first is written.
 */
final class ExportPlan {
    private static final int ASKED = 64;

    private ExportPlan() {}

    /** Attempts a part holds at most, at least 1. */
    static long attemptsPerPart(Snapshots snapshots, Episodes episodes, Snapshot snapshot, long fileBytes) {
        long bytes = 0;
        long attempts = 0;
        long step = Math.max(1, snapshot.size() / ASKED);
        for (long after = 0; after < snapshot.size(); after += step) {
            for (SnapshotMember member : snapshots.members(snapshot.name(), after, 1)) {
                attempts++;
                for (StoredFrame frame : episodes.frames(member.attempt())) {
                    bytes += frame.image().byteLength();
                }
            }
        }
        return bytes == 0 ? 1 : Math.max(1, fileBytes * attempts / bytes);
    }

    static List<ExportPart> parts(Snapshot snapshot, long attemptsPerPart) {
        List<ExportPart> parts = new ArrayList<>();
        for (Split split : Split.values()) {
            long members = snapshot.attempts().getOrDefault(split, 0L);
            int count = Math.toIntExact((members + attemptsPerPart - 1) / attemptsPerPart);
            for (int i = 0; i < count; i++) {
                long size = Math.min(attemptsPerPart, members - i * attemptsPerPart);
                parts.add(new ExportPart(parts.size(), split, i, count, size));
            }
        }
        return parts;
    }
}
