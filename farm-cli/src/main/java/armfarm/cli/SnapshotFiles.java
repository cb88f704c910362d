package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Snapshot;
import armfarm.episodes.export.parquet.SnapshotTables;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The Parquet tables of a farm's snapshots, written with a line of progress where they are missing. */
final class SnapshotFiles {
    private SnapshotFiles() {}

    /** @throws FarmException (CONFIG) naming the snapshots there are */
    static Snapshot find(String name, EpisodeStore store) {
        return store.snapshot(name)
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "There is no snapshot '" + name + "'; expected one of " + store.snapshotNames()
                                + ", or make it with 'armfarm snapshot create " + name + "'"));
    }

    /** Needs the database only if they are not written yet. */
    static SnapshotTables of(String name, Path data) {
        return SnapshotTables.written(name, DataFolder.snapshots(data))
                .orElseGet(() -> StoreAccess.ask(data, store -> of(find(name, store), store, data)));
    }

    static SnapshotTables of(Snapshot snapshot, EpisodeStore store, Path data) {
        MovingLine line = new MovingLine(System.err, InstantSource.system());
        try {
            return SnapshotTables.of(
                    snapshot,
                    DataFolder.snapshots(data),
                    store.queries(),
                    done -> line.show(() -> "snapshot " + snapshot.name() + ": writing its tables, "
                            + 100 * done / (2 * snapshot.size()) + " %"));
        } finally {
            line.end();
        }
    }
}
