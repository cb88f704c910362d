package armfarm.cli;

import armfarm.episodes.DataQueries;
import armfarm.episodes.Snapshot;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which kinds of attempts are in a snapshot's splits, so that nobody trains on held-out objects without knowing it. */
final class SnapshotContents {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private SnapshotContents() {}

    /**
     * Attempts of a kind in a split.
     *
     * @param purpose, objectSet words of the view {@code grasps}
     */
    record Part(String split, String purpose, String objectSet, long attempts) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%,d %s attempts on %s objects", attempts, purpose, objectSet.replace('_', '-'));
        }
    }

    static List<Part> of(Snapshot snapshot, DataQueries queries) {
        List<Part> parts = new ArrayList<>();
        // A snapshot's name has no quotes in it.
        String select =
                "select m.split, g.purpose, g.object_set, count(*) from snapshot_members m join grasps g using (attempt_id)"
                        + " where m.snapshot = '" + snapshot.name() + "' group by 1, 2, 3 order by 1, 2, 3";
        queries.sql(select, 0, PATIENCE, new TableSink() {
            @Override
            public void begin(List<TableColumn> columns) {}

            @Override
            public void row(List<Object> values) {
                parts.add(new Part(
                        (String) values.get(0), (String) values.get(1), (String) values.get(2), (Long) values.get(3)));
            }
        });
        return parts;
    }
}
