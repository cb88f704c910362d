package armfarm.ingest;

import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory with the promises of {@link EpisodeSink}; it can be told to refuse. Thread-safe. */
final class MemorySink implements EpisodeSink {
    private final Map<AttemptId, GraspAttempt> attempts = new LinkedHashMap<>();
    private final List<RejectedRecord> rejected = new ArrayList<>();
    private final Map<Integer, StreamPosition> positions = new LinkedHashMap<>();
    private int repeatedAttempts;
    private int refusals;
    private int appends;
    private int startedOver;
    private int refusedAsMoved;
    private ErrorCode refusalCode = ErrorCode.RESOURCE;

    /** Refuses the next calls. */
    synchronized void refuse(int times, ErrorCode code) {
        refusals = times;
        refusalCode = code;
    }

    @Override
    public synchronized void append(EpisodeBatch batch) {
        appends++;
        if (refusals > 0) {
            refusals--;
            throw new FarmException(refusalCode, "the test store refuses");
        }
        batch.continued().ifPresent(continued -> requireContinued(batch.positions(), continued));
        for (GraspAttempt attempt : batch.attempts()) {
            if (attempts.putIfAbsent(attempt.id(), attempt) != null) {
                repeatedAttempts++;
            }
        }
        rejected.addAll(batch.rejected());
        startedOver += batch.startsOver() ? 1 : 0;
        for (StreamPosition position : batch.positions()) {
            StreamPosition before = positions.put(position.partition(), position);
            if (before != null && position.nextOffset() < before.nextOffset() && !batch.startsOver()) {
                throw new FarmException(ErrorCode.DATA, "found " + position + ", expected " + before + " or later");
            }
        }
    }

    private void requireContinued(List<StreamPosition> moved, List<StreamPosition> continued) {
        for (StreamPosition position : moved) {
            Optional<StreamPosition> expected = continued.stream()
                    .filter(before -> before.partition() == position.partition())
                    .findFirst();
            if (!expected.equals(Optional.ofNullable(positions.get(position.partition())))) {
                refusedAsMoved++;
                throw new StreamMovedException("partition " + position.partition() + " has moved");
            }
        }
    }

    synchronized List<StreamPosition> positions(String topic) {
        return positions.values().stream()
                .filter(position -> position.topic().equals(topic))
                .toList();
    }

    synchronized boolean contains(AttemptId attempt) {
        return attempts.containsKey(attempt);
    }

    synchronized Map<AttemptId, GraspAttempt> attempts() {
        return Map.copyOf(attempts);
    }

    synchronized List<RejectedRecord> rejected() {
        return List.copyOf(rejected);
    }

    synchronized int repeatedAttempts() {
        return repeatedAttempts;
    }

    synchronized int appends() {
        return appends;
    }

    /** Batches that did not continue what was stored. */
    synchronized int refusedAsMoved() {
        return refusedAsMoved;
    }

    /** Batches whose positions were allowed to go back. */
    synchronized int startedOver() {
        return startedOver;
    }
}
