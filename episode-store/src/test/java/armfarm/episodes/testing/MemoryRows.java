package armfarm.episodes.testing;

import armfarm.episodes.CurationRecord;
import armfarm.episodes.LabelRecord;
import armfarm.messages.AttemptId;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.OutcomeLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link MemoryEpisodeStore} holds; its parts share it and lock on it. */
final class MemoryRows {
    /** In the order of storing. */
    final Map<AttemptId, Row> attempts = new LinkedHashMap<>();

    long labels;
    long decisions;
    long duplicates;

    /** One stored attempt and what was said about it. */
    static final class Row {
        final GraspAttempt attempt;
        final long serial;
        final Instant storedAt;
        final boolean imported;
        final List<LabelRecord> labels = new ArrayList<>();
        final List<CurationRecord> decisions = new ArrayList<>();
        boolean excluded;

        Row(GraspAttempt attempt, long serial, Instant storedAt, boolean imported) {
            this.attempt = attempt;
            this.serial = serial;
            this.storedAt = storedAt;
            this.imported = imported;
        }

        /** The last of a person, else the first one. */
        Optional<LabelRecord> counting() {
            return labels.stream()
                    .filter(label -> label.label().source() == LabelSource.HUMAN)
                    .reduce((earlier, later) -> later)
                    .or(() -> labels.stream().findFirst());
        }
    }

    void addLabel(Row row, OutcomeLabel label, Instant at, Optional<String> by, Optional<String> note) {
        row.labels.add(new LabelRecord(++labels, label, at, by, note));
    }

    /** In the order of their ids as text. */
    List<Row> byId() {
        return attempts.values().stream()
                .sorted(Comparator.comparing(row -> row.attempt.id().toString()))
                .toList();
    }
}
