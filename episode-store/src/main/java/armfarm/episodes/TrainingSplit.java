package armfarm.episodes;

import armfarm.messages.AttemptId;

/** How training sets are split: by the attempt's id alone, so that an attempt never changes sides. */
public final class TrainingSplit {
    /** Share of all attempts. */
    public static final int VALIDATION_PERCENT = 5;

    private TrainingSplit() {}

    /** Hashes the id with the 64-bit finaliser of MurmurHash3, because a time-ordered id is not evenly spread. */
    public static Split of(AttemptId attempt) {
        long hash =
                attempt.uuid().getMostSignificantBits() * 31 + attempt.uuid().getLeastSignificantBits();
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return Long.remainderUnsigned(hash, 100) < VALIDATION_PERCENT ? Split.VALIDATION : Split.TRAIN;
    }
}
