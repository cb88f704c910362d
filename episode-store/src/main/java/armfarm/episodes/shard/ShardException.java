package armfarm.episodes.shard;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** A shard does not hold what the index says. The message names shard, offset, found and expected. */
public class ShardException extends FarmException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private ShardException(boolean missing, String message, Throwable cause) {
        super(ErrorCode.DATA, message, cause);
        this.missing = missing;
    }

    static ShardException missing(String message, Throwable cause) {
        return new ShardException(true, message, cause);
    }

    static ShardException damaged(String message) {
        return new ShardException(false, message, null);
    }

    /** Whether the bytes are not there at all; otherwise they are others than were stored. */
    public boolean isMissing() {
        return missing;
    }
}
