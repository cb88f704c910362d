package armfarm.ingest.night;

/**
 * A record of the event stream as it was in the broker, whether it is an event or not. Its bytes are shared, not copied: nobody
 * changes them.
 */
public final class NightEvent {
    private final int partition;
    private final long offset;
    private final long timestampMillis;
    private final byte[] key;
    private final byte[] value;

    /**
     * @param offset in its partition
     * @param timestampMillis since 1970, when its sender handed it to Kafka
     * @param key empty if the record has none
     * @param value empty if the record has none
     */
    public NightEvent(int partition, long offset, long timestampMillis, byte[] key, byte[] value) {
        this.partition = partition;
        this.offset = offset;
        this.timestampMillis = timestampMillis;
        this.key = key;
        this.value = value;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Since 1970. */
    public long timestampMillis() {
        return timestampMillis;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    int byteCount() {
        return key.length + value.length;
    }

    @Override
    public String toString() {
        return "record " + offset + " of partition " + partition + " (" + value.length + " bytes)";
    }
}
