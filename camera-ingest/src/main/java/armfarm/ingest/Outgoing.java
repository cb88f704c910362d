package armfarm.ingest;

import armfarm.ingest.spool.SpoolLane;
import armfarm.ingest.spool.SpooledEvent;
import java.io.IOException;

/** One event on its way to the broker. Guarded by its publisher's lock; key and value never change. */
final class Outgoing {
    private static final long NOT_ON_DISK = -1;

    private final byte[] key;
    private final byte[] value;
    private final long sinceNanos;
    private long spoolSerial;
    private State state = State.WAITING;

    /** Where the event is. */
    enum State {
        WAITING,
        SENT,
        ACKNOWLEDGED,
        /** The client gave it back; to be sent again. */
        RETURNED
    }

    /** @param nowNanos when it came into memory */
    Outgoing(byte[] key, byte[] value, long nowNanos) {
        this.key = key;
        this.value = value;
        this.sinceNanos = nowNanos;
        this.spoolSerial = NOT_ON_DISK;
    }

    Outgoing(SpooledEvent event, long nowNanos) {
        this.key = event.key();
        this.value = event.value();
        this.sinceNanos = nowNanos;
        this.spoolSerial = event.serial();
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    int size() {
        return key.length + value.length;
    }

    State state() {
        return state;
    }

    void enter(State next) {
        state = next;
    }

    /** When it came into memory. */
    long sinceNanos() {
        return sinceNanos;
    }

    boolean isOnDisk() {
        return spoolSerial != NOT_ON_DISK;
    }

    long spoolSerial() {
        return spoolSerial;
    }

    void spillTo(SpoolLane lane) throws IOException {
        spoolSerial = lane.append(key, value);
    }
}
