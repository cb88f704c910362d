package armfarm.ingest;

import java.util.SortedSet;

/** Told which partitions of a shared topic a consumer reads. */
@FunctionalInterface
public interface PartitionListener {
    /** @param partitions their numbers, whenever they have changed; called by the reading thread */
    void reading(SortedSet<Integer> partitions);
}
