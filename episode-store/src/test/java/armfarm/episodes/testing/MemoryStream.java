package armfarm.episodes.testing;

import armfarm.episodes.StoredStream;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

final class MemoryStream implements StoredStream {
    private static final Comparator<StreamPosition> PARTITION =
            Comparator.comparing(StreamPosition::topic).thenComparingInt(StreamPosition::partition);

    private final MemoryRows rows;
    private final MemoryRejectedRecords rejectedRecords;
    private final InstantSource clock;
    /** Compared by topic and partition alone. */
    private final Map<StreamPosition, StreamPosition> positions = new TreeMap<>(PARTITION);

    MemoryStream(MemoryRows rows, MemoryRejectedRecords rejectedRecords, InstantSource clock) {
        this.rows = rows;
        this.rejectedRecords = rejectedRecords;
        this.clock = clock;
    }

    @Override
    public void append(EpisodeBatch batch) {
        synchronized (rows) {
            batch.positions().forEach(position -> check(position, batch));
            batch.positions().forEach(position -> {
                positions.remove(position);
                positions.put(position, position);
            });
            Instant now = clock.instant();
            for (GraspAttempt attempt : batch.attempts()) {
                if (rows.attempts.containsKey(attempt.id())) {
                    rows.duplicates++;
                } else {
                    store(attempt, now, batch.importedFrom().isPresent());
                }
            }
            batch.rejected().forEach(record -> rejectedRecords.add(record, now));
        }
    }

    private void check(StreamPosition position, EpisodeBatch batch) {
        Optional<StreamPosition> stored = Optional.ofNullable(positions.get(position));
        if (batch.continued().isPresent()) {
            Optional<StreamPosition> expected = batch.continued().get().stream()
                    .filter(other -> PARTITION.compare(other, position) == 0)
                    .findFirst();
            if (!stored.equals(expected)) {
                throw new StreamMovedException("The stored position of " + position.topic() + " partition "
                        + position.partition() + " is not "
                        + expected.map(p -> Long.toString(p.nextOffset())).orElse("unset") + " any more");
            }
        } else if (!batch.startsOver() && stored.isPresent() && stored.get().nextOffset() > position.nextOffset()) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The stored position of " + position.topic() + " partition " + position.partition()
                            + " is already beyond " + position.nextOffset());
        }
    }

    private void store(GraspAttempt attempt, Instant now, boolean imported) {
        MemoryRows.Row row = new MemoryRows.Row(attempt, rows.attempts.size() + 1, now, imported);
        rows.attempts.put(attempt.id(), row);
        attempt.ended()
                .labels()
                .forEach(label ->
                        rows.addLabel(row, label, attempt.ended().endedAt(), Optional.empty(), Optional.empty()));
    }

    @Override
    public List<StreamPosition> positions(String topic) {
        synchronized (rows) {
            return positions.values().stream()
                    .filter(position -> position.topic().equals(topic))
                    .toList();
        }
    }

    @Override
    public boolean isStored(AttemptId attempt) {
        synchronized (rows) {
            return rows.attempts.containsKey(attempt);
        }
    }

    @Override
    public Optional<AttemptId> newestAttempt(ArmId arm) {
        synchronized (rows) {
            return rows.byId().stream()
                    .filter(row -> row.attempt.started().arm().equals(arm))
                    .map(row -> row.attempt.id())
                    .reduce((earlier, later) -> later);
        }
    }

    @Override
    public long lastAttemptNumber(ArmId arm) {
        synchronized (rows) {
            return rows.attempts.values().stream()
                    .filter(row -> !row.imported && row.attempt.started().arm().equals(arm))
                    .mapToLong(row -> row.attempt.started().attemptNumber())
                    .max()
                    .orElse(0);
        }
    }
}
