package armfarm.episodes.testing;

import armfarm.episodes.Curation;
import armfarm.episodes.CurationRecord;
import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.CurationResult;
import armfarm.episodes.LabelRecord;
import armfarm.episodes.PurgePlan;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.OutcomeLabel;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class MemoryCuration implements Curation {
    private final MemoryRows rows;
    private final InstantSource clock;

    MemoryCuration(MemoryRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public void addLabel(AttemptId attempt, OutcomeLabel label, Optional<String> labelledBy, Optional<String> note) {
        synchronized (rows) {
            MemoryRows.Row row = rows.attempts.get(attempt);
            if (row == null) {
                throw new FarmException(ErrorCode.DATA, "There is no attempt " + attempt + " to label in this farm");
            }
            row.attempt.ended().abortReason().ifPresent(reason -> {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Attempt " + attempt + " was aborted (" + reason + "), so it has no outcome to label");
            });
            rows.addLabel(row, label, clock.instant(), labelledBy, note);
        }
    }

    @Override
    public List<LabelRecord> labels(AttemptId attempt) {
        synchronized (rows) {
            return Optional.ofNullable(rows.attempts.get(attempt))
                    .map(row -> List.copyOf(row.labels))
                    .orElse(List.of());
        }
    }

    @Override
    public List<CurationRecord> decisions(AttemptId attempt) {
        synchronized (rows) {
            return Optional.ofNullable(rows.attempts.get(attempt))
                    .map(row -> List.copyOf(row.decisions))
                    .orElse(List.of());
        }
    }

    @Override
    public List<AttemptId> matching(AttemptFilter filter) {
        synchronized (rows) {
            return MemorySnapshots.fitting(rows, filter)
                    .map(row -> row.attempt.id())
                    .toList();
        }
    }

    @Override
    public CurationResult exclude(List<AttemptId> attempts, String doneBy, String reason, boolean dryRun) {
        return setExcluded(attempts, Action.EXCLUDE, doneBy, reason, dryRun);
    }

    @Override
    public CurationResult include(List<AttemptId> attempts, String doneBy, String reason, boolean dryRun) {
        return setExcluded(attempts, Action.INCLUDE, doneBy, reason, dryRun);
    }

    private CurationResult setExcluded(
            List<AttemptId> attempts, Action action, String doneBy, String reason, boolean dryRun) {
        synchronized (rows) {
            boolean excluded = action == Action.EXCLUDE;
            List<AttemptId> distinct = attempts.stream().distinct().toList();
            List<AttemptId> changed = distinct.stream()
                    .filter(id -> rows.attempts.containsKey(id) && rows.attempts.get(id).excluded != excluded)
                    .sorted(Comparator.comparing(AttemptId::toString))
                    .toList();
            if (!dryRun) {
                for (AttemptId id : changed) {
                    MemoryRows.Row row = rows.attempts.get(id);
                    row.excluded = excluded;
                    row.decisions.add(
                            new CurationRecord(++rows.decisions, id, action, doneBy, reason, clock.instant()));
                }
            }
            return new CurationResult(changed, distinct.size() - changed.size(), 0);
        }
    }

    @Override
    public List<AttemptId> purgedFrom(String snapshot) {
        return List.of();
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public PurgePlan planPurge(List<AttemptId> attempts) {
        throw new UnsupportedOperationException("The store in memory has no images on a disk");
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public PurgePlan purge(List<AttemptId> attempts, String doneBy, String reason) {
        throw new UnsupportedOperationException("The store in memory has no images on a disk");
    }
}
