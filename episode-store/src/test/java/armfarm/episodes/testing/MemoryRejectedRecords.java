package armfarm.episodes.testing;

import armfarm.episodes.RejectedRecords;
import armfarm.episodes.StoredRejection;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.RejectedRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

final class MemoryRejectedRecords implements RejectedRecords {
    private final MemoryRows rows;
    private final InstantSource clock;
    private final Map<Long, Row> records = new TreeMap<>();
    private final Map<Long, StoredRejection.Replay> replays = new HashMap<>();

    private record Row(RejectedRecord record, Instant storedAt) {}

    MemoryRejectedRecords(MemoryRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** A record that is there already is left as it is. */
    void add(RejectedRecord record, Instant now) {
        boolean known = records.values().stream().map(Row::record).anyMatch(other -> isSame(other, record));
        if (!known) {
            records.put(records.size() + 1L, new Row(record, now));
        }
    }

    private static boolean isSame(RejectedRecord one, RejectedRecord other) {
        return one.topic().equals(other.topic())
                && one.partition() == other.partition()
                && one.offset() == other.offset()
                && one.payload().equals(other.payload());
    }

    /** Attempts with rejected records of which nothing is stored. */
    long attemptsWithoutAny() {
        return records.values().stream()
                .flatMap(row -> row.record().attempt().stream())
                .distinct()
                .filter(attempt -> !rows.attempts.containsKey(attempt))
                .count();
    }

    @Override
    public long count() {
        synchronized (rows) {
            return records.size();
        }
    }

    @Override
    public List<StoredRejection> list(long afterId, int limit) {
        return which(rejection -> rejection.id() > afterId).stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<StoredRejection> find(long id) {
        return which(rejection -> rejection.id() == id).stream().findFirst();
    }

    @Override
    public Optional<EncodedImage> payload(long id) {
        synchronized (rows) {
            return Optional.ofNullable(records.get(id)).map(row -> row.record().payload());
        }
    }

    @Override
    public List<StoredRejection> around(Collection<AttemptId> attempts) {
        return which(rejection -> rejection.attempt().map(attempts::contains).orElse(true));
    }

    @Override
    public void markReplayed(Map<Long, String> results) {
        synchronized (rows) {
            Instant now = clock.instant();
            results.forEach((id, result) -> replays.put(id, new StoredRejection.Replay(now, result)));
        }
    }

    private List<StoredRejection> which(Predicate<StoredRejection> wanted) {
        synchronized (rows) {
            return records.keySet().stream().map(this::rejection).filter(wanted).toList();
        }
    }

    private StoredRejection rejection(long id) {
        Row row = records.get(id);
        RejectedRecord record = row.record();
        return new StoredRejection(
                id,
                record.topic(),
                record.partition(),
                record.offset(),
                record.attempt(),
                record.reason(),
                record.payload().byteCount(),
                row.storedAt(),
                record.attempt().filter(rows.attempts::containsKey).isPresent(),
                Optional.ofNullable(replays.get(id)));
    }
}
