package armfarm.ingest.spool;

/**
 * An event as it was put on the disk. Hands out the arrays themselves, since they are large: read only.
 *
 * <p>Immutable.
 */
public final class SpooledEvent {
    private final long serial;
    private final byte[] key;
    private final byte[] value;

    SpooledEvent(long serial, byte[] key, byte[] value) {
        this.serial = serial;
        this.key = key;
        this.value = value;
    }

    /** Counts the lane's events, over restarts too. */
    public long serial() {
        return serial;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
