package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.DataQueries;
import armfarm.episodes.Snapshot;
import armfarm.episodes.Snapshots;
import armfarm.episodes.parquet.SnapshotTables;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The Parquet tables of a farm's snapshots, written with a line of progress where they are missing. */
final class SnapshotFiles {
    private SnapshotFiles() {}

    /** @throws FarmException (CONFIG) naming the snapshots there are */
    static Snapshot find(String name, Snapshots snapshots) {
        return snapshots
                .find(name)
                .orElseThrow(() -> new FarmException(
                        ErrorCode.CONFIG,
                        "There is no snapshot '" + name + "'; expected one of " + snapshots.names()
                                + ", or make it with 'armfarm snapshot create " + name + "'"));
    }

    /** Needs the database only if they are not written yet. */
    static SnapshotTables of(String name, Path data) {
        return SnapshotTables.written(name, DataFolder.snapshots(data))
                .orElseGet(() ->
                        StoreAccess.ask(data, store -> of(find(name, store.snapshots()), store.queries(), data)));
    }

    static SnapshotTables of(Snapshot snapshot, DataQueries queries, Path data) {
        MovingLine line = new MovingLine(System.err, InstantSource.system());
        try {
            return SnapshotTables.of(
                    snapshot,
                    DataFolder.snapshots(data),
                    queries,
                    done -> line.show(() -> "snapshot " + snapshot.name() + ": writing its tables, "
                            + 100 * done / (2 * snapshot.size()) + " %"));
        } finally {
            line.end();
        }
    }
}
