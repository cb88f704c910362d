package armfarm.cli;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.RejectedRecords;
import armfarm.episodes.StoredRejection;
import armfarm.episodes.shard.ShardException;
import armfarm.ingest.EpisodeAssembler;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.StreamPosition;
import armfarm.messages.wire.AttemptEventCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tries rejected records again, for example after an update that can read them.
 *
 * <p>An attempt is stored if all its events are among the rejected records, by the same rules as from the stream, and
 * nothing of it is stored yet; what is stored never changes. Records are kept either way, with what became of them, so an
 * attempt counts as rejected until the commit that stores it, and as stored from then on. May be repeated. Used once, on
 * a store that is open for writing.
 */
public final class RejectedRecordRetry {
    private static final int PAGE = 1_000;
    /** The events are all there at once. */
    private static final Duration NO_TIMEOUT = Duration.ofDays(1);

    private final EpisodeStore store;
    private final RejectedRecords rejections;
    private final InstantSource clock;
    private final Map<Long, String> results = new TreeMap<>();
    private long attemptsStored;

    public RejectedRecordRetry(EpisodeStore store, InstantSource clock) {
        this.store = store;
        this.rejections = store.rejectedRecords();
        this.clock = clock;
    }

    /**
     * What became of the records.
     *
     * @param results by id; also of records that were not asked for and were used
     */
    public record Report(long attemptsStored, Map<Long, String> results) {
        public Report {
            results = new TreeMap<>(results);
        }
    }

    /** A record with its decoded event, or why there is none. */
    private record Tried(StoredRejection rejection, Optional<AttemptEvent> event, String problem) {
        /** As decoded, else as it could be read when it was rejected. */
        Optional<AttemptId> attempt() {
            return event.map(AttemptEvent::attempt).or(rejection::attempt);
        }
    }

    /** Tries every record. */
    public Report all() {
        List<StoredRejection> found = new ArrayList<>();
        for (List<StoredRejection> page = rejections.list(0, PAGE);
                !page.isEmpty();
                page = rejections.list(page.get(page.size() - 1).id(), PAGE)) {
            found.addAll(page);
        }
        Set<Long> chosen = new HashSet<>();
        found.forEach(rejection -> chosen.add(rejection.id()));
        return run(found, chosen);
    }

    /**
     * Tries these records, with the others of their attempts.
     *
     * @throws FarmException (CONFIG) if there is no such record; nothing was tried then
     */
    public Report some(List<Long> ids) {
        Set<AttemptId> attempts = new TreeSet<>();
        Map<Long, StoredRejection> found = new TreeMap<>();
        for (long id : ids) {
            StoredRejection rejection = rejections
                    .find(id)
                    .orElseThrow(() -> new FarmException(
                            ErrorCode.CONFIG,
                            "There is no rejected record " + id + "; 'armfarm rejected list' shows those there are"));
            found.put(id, rejection);
            attempt(rejection).attempt().ifPresent(attempts::add);
        }
        rejections.around(attempts).forEach(rejection -> found.put(rejection.id(), rejection));
        return run(found.values(), new HashSet<>(ids));
    }

    private Report run(Iterable<StoredRejection> found, Set<Long> chosen) {
        Map<AttemptId, List<StoredRejection>> byAttempt = new TreeMap<>();
        Map<Long, String> hopeless = new LinkedHashMap<>();
        for (StoredRejection rejection : found) {
            // what was readable then is readable now; the bytes are read again when its attempt's turn comes
            Optional<AttemptId> attempt =
                    rejection.attempt().or(() -> attempt(rejection).attempt());
            attempt.ifPresentOrElse(
                    id -> byAttempt
                            .computeIfAbsent(id, key -> new ArrayList<>())
                            .add(rejection),
                    () -> hopeless.put(
                            rejection.id(),
                            "stays rejected: " + attempt(rejection).problem()));
        }
        markChosen(hopeless, chosen);
        byAttempt.values().stream()
                .filter(group -> group.stream().anyMatch(rejection -> chosen.contains(rejection.id())))
                .forEach(group -> tryAttempt(group, chosen));
        return new Report(attemptsStored, results);
    }

    private Tried attempt(StoredRejection rejection) {
        byte[] payload = payload(rejection);
        try {
            return new Tried(rejection, Optional.of(AttemptEventCodec.decode(payload)), "");
        } catch (FarmException e) {
            return new Tried(rejection, Optional.empty(), e.getMessage());
        }
    }

    private byte[] payload(StoredRejection rejection) {
        return rejections
                .payload(rejection.id())
                .orElseThrow(() -> new FarmException(ErrorCode.BUG, "Rejected record " + rejection.id() + " has gone"))
                .bytes();
    }

    private void tryAttempt(List<StoredRejection> group, Set<Long> chosen) {
        List<Tried> tried = group.stream()
                .sorted(Comparator.comparing(StoredRejection::topic)
                        .thenComparing(StoredRejection::partition)
                        .thenComparing(StoredRejection::offset))
                .map(this::attempt)
                .toList();
        AttemptId id = tried.get(0).attempt().orElseThrow();
        if (store.stream().isStored(id)) {
            Map<Long, String> stored = new LinkedHashMap<>();
            Optional<GraspAttempt> attempt = readable(id);
            tried.forEach(one -> stored.put(one.rejection().id(), ofStored(id, attempt, one)));
            markChosen(stored, chosen);
            return;
        }
        Map<Long, String> refused = new HashMap<>();
        Optional<GraspAttempt> whole = assemble(tried, refused);
        if (whole.isPresent()) {
            store.stream().append(new EpisodeBatch(List.of(whole.get()), List.of(), List.of()));
            attemptsStored++;
            Map<Long, String> used = new LinkedHashMap<>();
            tried.forEach(one -> used.put(
                    one.rejection().id(),
                    refused.containsKey(one.rejection().id())
                            ? "stays rejected: " + refused.get(one.rejection().id())
                            : partOf(id)));
            mark(used);
        } else {
            Map<Long, String> incomplete = new LinkedHashMap<>();
            String what = "attempt " + id + " is incomplete: found its " + eventsOf(tried)
                    + ", expected all from 0 to its end";
            tried.forEach(one -> incomplete.put(
                    one.rejection().id(), "stays rejected: " + (one.event().isPresent() ? what : one.problem())));
            markChosen(incomplete, chosen);
        }
    }

    private static String partOf(AttemptId id) {
        return "stored as part of attempt " + id;
    }

    /** Empty if its images are purged or damaged, so that nobody can compare. */
    private Optional<GraspAttempt> readable(AttemptId id) {
        try {
            return store.episodes().attempt(id);
        } catch (ShardException e) {
            return Optional.empty();
        }
    }

    /** A record that an earlier retry used is told as such, also if that stopped before it wrote it down. */
    private static String ofStored(AttemptId id, Optional<GraspAttempt> attempt, Tried one) {
        boolean told = one.rejection()
                .replay()
                .filter(replay -> replay.result().equals(partOf(id)))
                .isPresent();
        boolean within = attempt.isPresent()
                && one.event().isPresent()
                && isPart(attempt.get(), one.event().get());
        return told || within
                ? partOf(id)
                : "stays rejected: attempt " + id + " is stored already, and what is stored never changes";
    }

    private static boolean isPart(GraspAttempt attempt, AttemptEvent event) {
        return event.equals(attempt.started())
                || event.equals(attempt.ended())
                || attempt.frames().stream().anyMatch(event::equals);
    }

    /** @param refused takes why records are not part of it */
    private Optional<GraspAttempt> assemble(List<Tried> tried, Map<Long, String> refused) {
        Instant now = clock.instant();
        StoredRejection first = tried.get(0).rejection();
        EpisodeAssembler assembler = new EpisodeAssembler(
                new StreamPosition(first.topic(), first.partition(), first.offset()), NO_TIMEOUT, id -> false);
        Map<Long, Long> idByOffset = new HashMap<>();
        for (Tried one : tried) {
            idByOffset.put(one.rejection().offset(), one.rejection().id());
            assembler.offer(one.rejection().offset(), payload(one.rejection()), now);
        }
        EpisodeBatch batch = assembler.take();
        for (RejectedRecord rejected : batch.rejected()) {
            refused.put(idByOffset.get(rejected.offset()), rejected.reason());
        }
        // one that the assembler aborted for a gap has another end than the arm sent
        return batch.attempts().stream()
                .filter(attempt -> tried.stream()
                        .flatMap(one -> one.event().stream())
                        .anyMatch(event -> event instanceof AttemptEnded ended && ended.equals(attempt.ended())))
                .findFirst();
    }

    private static String eventsOf(List<Tried> tried) {
        List<Integer> sequences = tried.stream()
                .flatMap(one -> one.event().stream())
                .map(AttemptEvent::sequence)
                .distinct()
                .sorted()
                .toList();
        return sequences.isEmpty() ? "no event that can be read" : "events " + sequences;
    }

    private void markChosen(Map<Long, String> found, Set<Long> chosen) {
        found.keySet().retainAll(chosen);
        mark(found);
    }

    private void mark(Map<Long, String> found) {
        rejections.markReplayed(found);
        results.putAll(found);
    }
}
