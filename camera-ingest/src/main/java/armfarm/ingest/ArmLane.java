package armfarm.ingest;

import armfarm.ingest.Outgoing.State;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolLane;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The events of one arm between the arm and the broker, in their order: those handed to the client, behind them those
 * that wait in memory, behind them those on the disk.
 *
 * <p>In memory mode everything that waits is in memory. When the broker falls silent all of it is copied to the disk, in
 * order, and new events are appended there and nowhere else, until the disk holds nothing that was not handed on. So a
 * new event can never pass an older one. Guarded by the publisher's lock.
 */
final class ArmLane {
    /** Handed to the client or waiting in memory at most; sixteen arms fit into half of the client's buffer. */
    private static final long WINDOW_BYTES = 1L << 20;

    private final Optional<EventSpool> spool;
    private final Optional<SpoolLane> disk;
    private final Deque<Outgoing> inFlight = new ArrayDeque<>();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private long memoryBytes;
    private long memoryOnlyBytes;
    private int unanswered;
    private int returned;
    private boolean spooling;
    private long pausedUntilNanos;

    ArmLane(Optional<EventSpool> spool, int partition, long nowNanos) {
        this.spool = spool;
        this.disk = spool.map(all -> all.lane(partition));
        this.spooling = disk.filter(SpoolLane::hasNext).isPresent();
        this.pausedUntilNanos = nowNanos;
    }

    /** Whether the event can be taken over without waiting, as far as this arm's share of the memory goes. */
    boolean hasRoom(byte[] key, byte[] value) {
        return spooling || memoryBytes == 0 || memoryBytes + key.length + value.length <= WINDOW_BYTES;
    }

    /** What {@link #spill} would add to the disk. */
    long memoryOnlyBytes() {
        return memoryOnlyBytes;
    }

    /** Takes an event over. @throws IOException if the disk refuses; it was not taken */
    void add(byte[] key, byte[] value, long nowNanos) throws IOException {
        if (spooling) {
            disk.orElseThrow().append(key, value);
        } else {
            Outgoing event = new Outgoing(key, value, nowNanos);
            waiting.add(event);
            memoryBytes += event.size();
            memoryOnlyBytes += diskSize(event);
        }
    }

    private static int diskSize(Outgoing event) {
        return SpoolLane.sizeOf(event.key(), event.value());
    }

    /**
     * The next event for the client, which counts as sent from now on; empty if there is none, the window is full or the
     * broker is silent.
     *
     * @throws IOException if the disk cannot be read
     */
    Optional<Outgoing> send(long nowNanos) throws IOException {
        if (nowNanos - pausedUntilNanos < 0 || returned > 0) {
            return Optional.empty();
        }
        Outgoing next = waiting.poll();
        while (next != null && next.state() == State.ACKNOWLEDGED) {
            inFlight.add(next);
            forgetSettled();
            next = waiting.poll();
        }
        if (next == null && spooling && memoryBytes < WINDOW_BYTES) {
            next = readDisk(nowNanos);
        }
        if (next != null) {
            next.enter(State.SENT);
            inFlight.add(next);
            unanswered++;
        }
        return Optional.ofNullable(next);
    }

    private Outgoing readDisk(long nowNanos) throws IOException {
        Outgoing next = disk.orElseThrow()
                .next()
                .map(event -> new Outgoing(event, nowNanos))
                .orElse(null);
        spooling = disk.orElseThrow().hasNext();
        memoryBytes += next == null ? 0 : next.size();
        return next;
    }

    /** The broker has the event, or will never take it. @throws IOException if the disk does not let go of its copy */
    void settled(Outgoing event) throws IOException {
        event.enter(State.ACKNOWLEDGED);
        memoryOnlyBytes -= event.isOnDisk() ? 0 : diskSize(event);
        unanswered--;
        forgetSettled();
        takeBackReturned();
    }

    private void forgetSettled() throws IOException {
        while (!inFlight.isEmpty() && inFlight.peek().state() == State.ACKNOWLEDGED) {
            Outgoing done = inFlight.poll();
            memoryBytes -= done.size();
            if (done.isOnDisk()) {
                disk.orElseThrow().acknowledge(done.spoolSerial());
            }
        }
    }

    /** The client gave the event back: it and those behind it are sent again, after a pause and in the same order. */
    void returned(Outgoing event, long notBeforeNanos) {
        event.enter(State.RETURNED);
        unanswered--;
        returned++;
        pausedUntilNanos = notBeforeNanos;
        takeBackReturned();
    }

    /** Only when the client has answered for all: until then one of them might still arrive. */
    private void takeBackReturned() {
        if (returned == 0 || unanswered > 0) {
            return;
        }
        while (!inFlight.isEmpty()) {
            Outgoing event = inFlight.pollLast();
            if (event.state() == State.RETURNED) {
                event.enter(State.WAITING);
            }
            waiting.addFirst(event);
        }
        returned = 0;
    }

    /** Whether the oldest event in memory has been there that long. */
    boolean isStuck(long nowNanos, long limitNanos) {
        Outgoing oldest = inFlight.isEmpty() ? waiting.peek() : inFlight.peek();
        return oldest != null && nowNanos - oldest.sinceNanos() > limitNanos;
    }

    /**
     * Puts everything that is in memory only on the disk, and whatever comes from now on; does nothing without a spool.
     *
     * @throws IOException if the disk refuses: what is on the disk then is a beginning, the rest is still in memory
     */
    void spill() throws IOException {
        if (disk.isEmpty() || spooling) {
            return;
        }
        SpoolLane lane = disk.get();
        for (Deque<Outgoing> queue : List.of(inFlight, waiting)) {
            for (Outgoing event : queue) {
                if (!event.isOnDisk() && event.state() != State.ACKNOWLEDGED) {
                    requireRoom(event);
                    event.spillTo(lane);
                    memoryOnlyBytes -= diskSize(event);
                }
            }
        }
        lane.skipToEnd();
        spooling = true;
    }

    private void requireRoom(Outgoing event) throws IOException {
        if (!spool.orElseThrow().hasRoom(diskSize(event), false)) {
            throw new IOException("it has reached its bound of " + spool.get().maxBytes() + " bytes");
        }
    }

    /** Whether the client holds events of this arm. */
    boolean isWaitingForAnswer() {
        return unanswered > 0;
    }

    boolean isSpooling() {
        return spooling;
    }
}
