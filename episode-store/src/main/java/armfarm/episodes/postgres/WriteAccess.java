package armfarm.episodes.postgres;

import java.util.Optional;
import java.util.UUID;

/**
 * Whether an opened store may write, and who else may meanwhile. Immutable.
 *
 * @param kind with whom
 * @param name of this store among those that share; empty otherwise
 * @param beforeCommit the place where a fault can be made on purpose: called for each batch when its images are on disk and its rows
 *     are not committed; what it throws makes the append fail
 */
public record WriteAccess(Kind kind, Optional<String> name, Runnable beforeCommit) {
    /** Who writes. */
    public enum Kind {
        /** Nobody through this store: beside a running farm, or on a stopped one. Appends are refused. */
        NONE,
        /** This store, and no other. */
        ALONE,
        /** This store beside others. */
        SHARED
    }

    /** To read only. */
    public static WriteAccess none() {
        return new WriteAccess(Kind.NONE, Optional.empty(), () -> {});
    }

    /** Keeps others from writing; takes the database's writer lock. */
    public static WriteAccess alone() {
        return new WriteAccess(Kind.ALONE, Optional.empty(), () -> {});
    }

    /**
     * Beside other stores of the same farm that are opened so: each appends to shards of its own in the same folder, and goes on in
     * one that a dead store left behind. Batches have to say what they
     * {@linkplain armfarm.messages.EpisodeBatch#continued continue}; purge and repair are refused meanwhile.
     *
     * @param process name for people, shown with its shards
     */
    public static WriteAccess shared(String process) {
        return new WriteAccess(Kind.SHARED, Optional.of(process + " " + UUID.randomUUID()), () -> {});
    }

    /** The same with a place for faults. */
    public WriteAccess withBeforeCommit(Runnable newBeforeCommit) {
        return new WriteAccess(kind, name, newBeforeCommit);
    }
}
