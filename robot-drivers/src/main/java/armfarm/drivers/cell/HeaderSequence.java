package armfarm.drivers.cell;

/**
 * Counts the messages of a topic that a publisher numbered but that never came, by the sequence numbers of their headers
 * (uint32, counted up by ROS's own publishers). A number that repeats or falls means a publisher that does not count or
 * has started anew, not a gap.
 *
 * <p>Thread-safe.
 */
final class HeaderSequence {
    private static final long NUMBERS = 1L << 32;
    /** A jump further than this is a restart that happens to go up. */
    private static final long LONGEST_GAP = 100_000;

    private long last = -1;
    private long missed;

    synchronized void saw(long sequence) {
        if (last >= 0) {
            long step = (sequence - last + NUMBERS) % NUMBERS;
            missed += step > 1 && step <= LONGEST_GAP ? step - 1 : 0;
        }
        last = sequence;
    }

    /** Since it was made. */
    synchronized long missed() {
        return missed;
    }
}
