package armfarm.episodes.shard;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A writer that has the folder for itself, with an index in memory: numbers follow one another. */
public final class SingleWriter {
    private SingleWriter() {}

    /** @param newest the shard with the greatest number in the index; empty if there is none */
    public static ShardWriter open(Path folder, Optional<ShardState> newest, long rollBytes) {
        AtomicInteger number = new AtomicInteger(newest.map(ShardState::number).orElse(0));
        ShardWriter.removeAbove(folder, number.get());
        return ShardWriter.open(
                folder,
                newest.filter(state -> !state.isSealed()).map(state -> new ShardLease(state, false)),
                rollBytes,
                () -> ShardLease.fresh(number.incrementAndGet()));
    }
}
