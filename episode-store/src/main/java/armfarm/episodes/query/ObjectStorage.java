package armfarm.episodes.query;

import java.time.Instant;
import java.util.Optional;

/**
 * How far complete shards have come on their way into an object store.
 *
 * @param location bucket and prefix
 * @param uploadedShards there and verified
 * @param waitingShards complete, and not there yet
 * @param waitingBytes of those
 * @param checkedAt when a running farm last asked it for something
 * @param problem why shards wait; empty if that went well
 */
public record ObjectStorage(
        String location,
        long uploadedShards,
        long waitingShards,
        long waitingBytes,
        Instant checkedAt,
        Optional<String> problem,
        Optional<Instant> problemSince) {}
