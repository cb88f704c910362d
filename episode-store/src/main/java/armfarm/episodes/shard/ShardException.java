package armfarm.episodes.shard;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** A shard does not hold what the index says. The message names shard, offset, found and expected. */
public class ShardException extends FarmException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private enum Kind {
        MISSING,
        DAMAGED,
        PURGED
    }

    private ShardException(Kind kind, String message, Throwable cause) {
        super(ErrorCode.DATA, message, cause);
        this.kind = kind;
    }

    /** The bytes are not there. */
    public static ShardException missing(String message, Throwable cause) {
        return new ShardException(Kind.MISSING, message, cause);
    }

    /** The bytes are others than were stored. */
    public static ShardException damaged(String message) {
        return new ShardException(Kind.DAMAGED, message, null);
    }

    /** The bytes were removed on purpose. */
    public static ShardException purged(String message, Throwable cause) {
        return new ShardException(Kind.PURGED, message, cause);
    }

    /** Whether the bytes are not there at all. */
    public boolean isMissing() {
        return kind == Kind.MISSING;
    }

    /** Whether the bytes were removed on purpose; if neither this nor missing, they are others than were stored. */
    public boolean isPurged() {
        return kind == Kind.PURGED;
    }
}
