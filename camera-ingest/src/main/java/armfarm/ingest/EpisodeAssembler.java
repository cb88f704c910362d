package armfarm.ingest;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import armfarm.messages.wire.AttemptEventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the events of one partition together to whole attempts.
 *
 * <p>Every record ends in exactly one of three ways: inside an attempt, as a rejected record with a reason, or counted
 * as a duplicate of something seen or stored before. An attempt that can no longer complete (a gap, another start of its
 * arm, the timeout) ends as aborted with what was read of it. {@link #take} hands out the results with the position from
 * which reading must go on so that no open attempt is lost: reading again from there gives the same results.
 *
 * <p>Confined to the reader's thread.
 */
public final class EpisodeAssembler {
    private static final int REMEMBERED_ATTEMPTS = 1_000;
    private static final int EVERY_SEQUENCE = Integer.MAX_VALUE;

    private final String topic;
    private final int partition;
    private final Duration timeout;
    private final StoredAttempts storedAttempts;
    /** For each arm the greatest id that may be stored: what the store had at first, or was put together here since. */
    private final Map<ArmId, String> newest = new HashMap<>();

    /** Oldest first, so the first one holds the position back. */
    private final Map<AttemptId, OpenAttempt> open = new LinkedHashMap<>();

    private final Map<AttemptId, Closed> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptId, Closed> eldest) {
            return size() > REMEMBERED_ATTEMPTS;
        }
    };

    private List<GraspAttempt> finished = new ArrayList<>();
    private List<RejectedRecord> rejected = new ArrayList<>();
    private int waitingFrames;
    private long waitingBytes;
    private long nextOffset;
    private IngestMetrics metrics = IngestMetrics.ZERO;

    /** How an attempt ended: events below the sequence were used, later ones are refused for the reason. */
    private record Closed(int nextSequence, String reason) {}

    /**
     * @param nextOffset of the first record that will be offered
     * @param timeout from the start's reading to the end's
     * @param storedAttempts asked about attempts this assembler does not remember; nobody else stores attempts of its arms
     */
    public EpisodeAssembler(StreamPosition nextOffset, Duration timeout, StoredAttempts storedAttempts) {
        this.topic = nextOffset.topic();
        this.partition = nextOffset.partition();
        this.nextOffset = nextOffset.nextOffset();
        this.timeout = timeout;
        this.storedAttempts = storedAttempts;
    }

    /** Takes the next record of the partition; never refuses one. */
    public void offer(long offset, byte[] payload, Instant now) {
        nextOffset = offset + 1;
        metrics = metrics.withRecord(payload.length);
        AttemptEvent event;
        try {
            event = AttemptEventCodec.decode(payload);
        } catch (FarmException e) {
            reject(offset, payload, AttemptEventCodec.attemptOf(payload), e.getMessage());
            return;
        }
        OpenAttempt attempt = open.get(event.attempt());
        if (attempt != null) {
            advance(attempt, event, offset, payload, now);
        } else if (isRepeated(event)) {
            metrics = metrics.withDuplicate();
        } else if (event instanceof AttemptStarted started) {
            begin(started, offset, now);
        } else {
            reject(offset, payload, Optional.of(event.attempt()), reasonWithoutStart(event));
        }
    }

    /** Aborts attempts that are open for too long. */
    public void tick(Instant now) {
        List.copyOf(open.values()).stream()
                .filter(attempt -> attempt.isOverdue(now))
                .forEach(attempt -> abort(attempt, "no end within " + timeout.toSeconds() + " s of its start", now));
    }

    /** Gives open attempts back the time in which nobody read the stream. */
    public void postpone(Duration pause) {
        open.values().forEach(attempt -> attempt.postpone(pause));
    }

    /** For attempts whose arm is known to be gone. */
    public void abortAllOpen(String reason, Instant now) {
        List.copyOf(open.values()).forEach(attempt -> abort(attempt, reason, now));
    }

    /**
     * Goes on at another record because the broker no longer has the next one. Open attempts end as aborted, and the jump is
     * kept as a rejected record without bytes.
     */
    void jumpTo(long offset, String reason, Instant now) {
        abortAllOpen("the broker lost its events", now);
        reject(nextOffset, new byte[0], Optional.empty(), reason);
        nextOffset = offset;
    }

    /** Where reading must go on: at the start of the oldest open attempt, else behind the last record. */
    public StreamPosition position() {
        return new StreamPosition(
                topic,
                partition,
                open.isEmpty() ? nextOffset : open.values().iterator().next().firstOffset());
    }

    /** Offset behind the last record offered. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Frames of finished attempts and rejected records that {@link #take} would hand out. */
    public int waiting() {
        return waitingFrames + rejected.size();
    }

    /** Bytes of their images. */
    public long waitingBytes() {
        return waitingBytes;
    }

    /** Hands out what was finished since the last call, with the position that goes with it. */
    public EpisodeBatch take() {
        EpisodeBatch batch = new EpisodeBatch(finished, rejected, List.of(position()));
        finished = new ArrayList<>();
        rejected = new ArrayList<>();
        waitingFrames = 0;
        waitingBytes = 0;
        return batch;
    }

    /** Lag is not known here and 0. */
    public IngestMetrics metrics() {
        return metrics;
    }

    private void begin(AttemptStarted started, long offset, Instant now) {
        openOf(started.arm()).ifPresent(old -> abort(old, "the arm started another attempt", now));
        open.put(started.attempt(), new OpenAttempt(started, offset, now.plus(timeout)));
    }

    private void advance(OpenAttempt attempt, AttemptEvent event, long offset, byte[] payload, Instant now) {
        int expected = attempt.nextSequence();
        if (!event.arm().equals(attempt.arm())) {
            reject(
                    offset,
                    payload,
                    Optional.of(event.attempt()),
                    "event names arm " + event.arm() + ", its attempt was started by " + attempt.arm());
        } else if (event.sequence() < expected) {
            metrics = metrics.withDuplicate();
        } else if (event.sequence() > expected) {
            String gap = "gap: expected sequence " + expected + ", found " + event.sequence();
            abort(attempt, gap, event.sequence() - expected, now);
            reject(offset, payload, Optional.of(event.attempt()), gap);
        } else if (event instanceof FrameCaptured captured) {
            attempt.add(captured);
        } else if (event instanceof AttemptEnded ended) {
            close(attempt, attempt.ended(ended), new Closed(expected + 1, "it had ended"));
        }
    }

    private void abort(OpenAttempt attempt, String reason, Instant now) {
        abort(attempt, reason, 0, now);
    }

    private void abort(OpenAttempt attempt, String reason, int missedEvents, Instant now) {
        metrics = metrics.withMissed(missedEvents);
        close(
                attempt,
                attempt.aborted(reason, missedEvents, now),
                new Closed(attempt.nextSequence(), "it was aborted: " + reason));
    }

    private void close(OpenAttempt attempt, GraspAttempt result, Closed how) {
        open.remove(attempt.id());
        closed.put(attempt.id(), how);
        newest.merge(attempt.arm(), attempt.id().toString(), (old, id) -> id.compareTo(old) > 0 ? id : old);
        finished.add(result);
        waitingFrames += 1 + result.frames().size();
        for (FrameCaptured frame : result.frames()) {
            waitingBytes += frame.byteCount();
        }
        metrics = metrics.withAttempt(result.ended().outcome() == Outcome.ABORTED);
    }

    /** Asks the store only for attempts this assembler does not remember. */
    private boolean isRepeated(AttemptEvent event) {
        Closed how = closed.get(event.attempt());
        if (how == null && mayBeStored(event) && storedAttempts.isStored(event.attempt())) {
            how = new Closed(EVERY_SEQUENCE, "it is stored");
            closed.put(event.attempt(), how);
        }
        return how != null && event.sequence() < how.nextSequence();
    }

    /** False only for an attempt that is newer than all that were ever stored or put together. */
    private boolean mayBeStored(AttemptEvent event) {
        String greatest = newest.computeIfAbsent(
                event.arm(),
                arm -> storedAttempts.newestOf(arm).map(AttemptId::toString).orElse(""));
        return event.attempt().toString().compareTo(greatest) <= 0;
    }

    private String reasonWithoutStart(AttemptEvent event) {
        Closed how = closed.get(event.attempt());
        return "event " + event.sequence() + " of attempt " + event.attempt()
                + (how == null ? " came without the attempt's start" : " came late: " + how.reason());
    }

    private Optional<OpenAttempt> openOf(ArmId arm) {
        return open.values().stream()
                .filter(attempt -> attempt.arm().equals(arm))
                .findFirst();
    }

    private void reject(long offset, byte[] payload, Optional<AttemptId> attempt, String reason) {
        rejected.add(new RejectedRecord(
                topic, partition, offset, attempt, reason, new EncodedImage(RejectedRecord.PAYLOAD_TYPE, payload)));
        metrics = metrics.withRejected();
    }
}
