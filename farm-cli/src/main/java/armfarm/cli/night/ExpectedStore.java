package armfarm.cli.night;

import armfarm.controller.links.StoreAccess;
import armfarm.episodes.StoredStream;
import armfarm.ingest.EpisodeAssembler;
import armfarm.ingest.night.NightEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import armfarm.messages.wire.AttemptEventCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * What a recording gives when nothing goes wrong: its events, through the assembler that a farm uses, straight into a store. No
 * broker, no timing. Confined to one thread.
 */
final class ExpectedStore {
    /** No attempt is ever overdue: a timeout is about the time of waiting, which no replay repeats. */
    static final Duration NO_TIMEOUT = Duration.ofDays(36_500);

    static final String OPEN_AT_END = "the farm stopped before the end";

    private static final int COMMIT_FRAMES = 2_000;
    private static final long COMMIT_BYTES = 16 << 20;
    private static final long TELL_EVERY_EVENTS = 1_000;
    /** Finer than any time on the wire: marks the ends that the assembler made. */
    private static final int MARK_NANOS = 1;

    private final StoredStream stream;
    private final String topic;
    private final Map<Integer, EpisodeAssembler> assemblers = new TreeMap<>();
    private final Set<AttemptId> named = new HashSet<>();
    private final Set<AttemptId> endedByReader = new HashSet<>();
    private final Set<AttemptId> refusedOf = new HashSet<>();
    private long events;

    ExpectedStore(StoredStream stream, String topic) {
        this.stream = stream;
        this.topic = topic;
    }

    /** Stores all of it. @param progress told how many events were read, now and then */
    void fill(Iterator<NightEvent> night, LongConsumer progress) {
        Instant now = Instant.EPOCH.plusNanos(MARK_NANOS);
        while (night.hasNext()) {
            NightEvent event = night.next();
            now = Instant.ofEpochMilli(event.timestampMillis()).plusNanos(MARK_NANOS);
            EpisodeAssembler assembler = assemblers.computeIfAbsent(
                    event.partition(),
                    partition -> new EpisodeAssembler(
                            new StreamPosition(topic, partition, event.offset()),
                            NO_TIMEOUT,
                            StoreAccess.storedAttempts(stream)));
            assembler.offer(event.offset(), event.value(), now);
            AttemptEventCodec.attemptOf(event.value()).ifPresent(named::add);
            if (assembler.waiting() >= COMMIT_FRAMES || assembler.waitingBytes() >= COMMIT_BYTES) {
                commit(assembler);
            }
            if (++events % TELL_EVERY_EVENTS == 0) {
                progress.accept(events);
            }
        }
        for (EpisodeAssembler assembler : assemblers.values()) {
            assembler.abortAllOpen(OPEN_AT_END, now);
            commit(assembler);
        }
    }

    private void commit(EpisodeAssembler assembler) {
        EpisodeBatch batch = assembler.take();
        for (GraspAttempt attempt : batch.attempts()) {
            Instant endedAt = attempt.ended().endedAt();
            if (!endedAt.equals(endedAt.truncatedTo(ChronoUnit.MICROS))) {
                endedByReader.add(attempt.id());
            }
        }
        for (RejectedRecord record : batch.rejected()) {
            record.attempt().ifPresent(refusedOf::add);
        }
        stream.append(batch);
    }

    long events() {
        return events;
    }

    /** Attempts that the records name, whatever became of them. */
    long attempts() {
        return named.size();
    }

    /** Attempts that the assembler ended, by its own clock. */
    Set<AttemptId> endedByReader() {
        return endedByReader;
    }

    /** Whether it is known that the record is passed over when it comes again. */
    boolean isRepeatable(NightEvent event) {
        return AttemptEventCodec.attemptOf(event.value())
                .filter(attempt -> !refusedOf.contains(attempt))
                .isPresent();
    }
}
