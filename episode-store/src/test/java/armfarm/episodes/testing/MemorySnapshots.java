package armfarm.episodes.testing;

import armfarm.episodes.LabelRecord;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import armfarm.episodes.SplitRule;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSplit;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class MemorySnapshots implements Snapshots {
    private final MemoryRows rows;
    private final MemoryModels models;
    private final MemoryTrainingSets trainingSets;
    private final InstantSource clock;
    private final Map<String, Frozen> snapshots = new LinkedHashMap<>();

    private record Frozen(Snapshot snapshot, List<SnapshotMember> members) {}

    private record Chosen(MemoryRows.Row row, Split split, LabelRecord label) {}

    MemorySnapshots(MemoryRows rows, MemoryModels models, MemoryTrainingSets trainingSets, InstantSource clock) {
        this.rows = rows;
        this.models = models;
        this.trainingSets = trainingSets;
        this.clock = clock;
    }

    /** In the order of their ids. @throws UnsupportedOperationException if the filter asks for anything */
    static Stream<MemoryRows.Row> fitting(MemoryRows rows, AttemptFilter filter) {
        if (!filter.equals(AttemptFilter.ALL)) {
            throw new UnsupportedOperationException("The store in memory knows no filters, found " + filter.text());
        }
        return rows.byId().stream();
    }

    @Override
    public Snapshot create(String name, AttemptFilter filter, SplitRule splits) {
        synchronized (rows) {
            List<Chosen> chosen = fitting(rows, filter)
                    .filter(row -> !row.excluded && !row.attempt.frames().isEmpty())
                    .flatMap(row -> row
                            .counting()
                            .filter(label -> isDecided(label.label().outcome()))
                            .map(label -> new Chosen(row, split(splits, row.attempt), label))
                            .stream())
                    .toList();
            return freeze(name, filter.text(), Optional.empty(), splits, chosen);
        }
    }

    private static boolean isDecided(Outcome outcome) {
        return outcome == Outcome.SUCCESS || outcome == Outcome.FAILURE;
    }

    /** Another hash than the real store's: the same group has the same split here too. */
    private static Split split(SplitRule rule, GraspAttempt attempt) {
        String group = switch (rule.groupBy()) {
            case ATTEMPT -> attempt.id().toString();
            case OBJECT -> attempt.ended().truthObject().orElse(attempt.id().toString());
            case ARM -> attempt.started().arm().name();
            case DAY ->
                attempt.started()
                        .startedAt()
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
        };
        int bucket = Math.floorMod(
                Integer.parseUnsignedInt(MemoryTrainingSets.sha256(group).substring(0, 7), 16), 100);
        return bucket < rule.validationPercent()
                ? Split.VALIDATION
                : bucket < rule.validationPercent() + rule.testPercent() ? Split.TEST : Split.TRAIN;
    }

    @Override
    public Snapshot create(String name, ModelVersion trained) {
        synchronized (rows) {
            MemoryTrainingSets.Frozen known = models.all().stream()
                    .filter(model -> model.version().equals(trained))
                    .findFirst()
                    .flatMap(ModelRecord::trainingSet)
                    .flatMap(trainingSets::frozen)
                    .orElseThrow(() -> new FarmException(
                            ErrorCode.CONFIG, "What model " + trained + " was trained on is not known here"));
            return freeze(
                    name,
                    "",
                    Optional.of(trained),
                    new SplitRule(SplitRule.GroupBy.ATTEMPT, TrainingSplit.VALIDATION_PERCENT, 0),
                    known.examples().stream().map(this::chosen).toList());
        }
    }

    /** The last label that said what the example says. */
    private Chosen chosen(TrainingExample example) {
        MemoryRows.Row row = rows.attempts.get(example.attempt());
        Outcome outcome = example.success() ? Outcome.SUCCESS : Outcome.FAILURE;
        LabelRecord label = row.labels.stream()
                .filter(l -> l.label().outcome() == outcome)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return new Chosen(row, example.split(), label);
    }

    private Snapshot freeze(
            String name, String filter, Optional<ModelVersion> model, SplitRule rule, List<Chosen> chosen) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new FarmException(ErrorCode.CONFIG, "Snapshot name '" + name + "' cannot be used");
        }
        if (snapshots.containsKey(name)) {
            throw new FarmException(ErrorCode.CONFIG, "There is a snapshot " + name + " already");
        }
        if (chosen.isEmpty()) {
            throw new FarmException(ErrorCode.DATA, "Snapshot " + name + " would be empty");
        }
        Map<Split, Long> attempts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            attempts.put(split, chosen.stream().filter(c -> c.split() == split).count());
        }
        List<SnapshotMember> members = new ArrayList<>();
        for (Chosen c : chosen) {
            members.add(new SnapshotMember(
                    members.size() + 1,
                    c.row().attempt.id(),
                    c.split(),
                    c.label().label(),
                    c.row().attempt.ended().truthObject().orElse("")));
        }
        String lines = chosen.stream().map(MemorySnapshots::line).collect(Collectors.joining());
        Snapshot snapshot = new Snapshot(
                name,
                clock.instant(),
                filter,
                model,
                rule,
                attempts,
                members.stream()
                        .filter(member -> member.label().outcome() == Outcome.SUCCESS)
                        .count(),
                MemoryTrainingSets.sha256(lines));
        snapshots.put(name, new Frozen(snapshot, members));
        return snapshot;
    }

    private static String line(Chosen chosen) {
        AttemptId id = chosen.row().attempt.id();
        return id + " " + chosen.label().label().outcome() + " "
                + chosen.label().label().source() + " " + chosen.label().id() + " " + chosen.split() + "\n";
    }

    @Override
    public List<String> names() {
        synchronized (rows) {
            return List.copyOf(snapshots.keySet());
        }
    }

    @Override
    public Optional<Snapshot> find(String name) {
        synchronized (rows) {
            return Optional.ofNullable(snapshots.get(name)).map(Frozen::snapshot);
        }
    }

    @Override
    public List<SnapshotMember> members(String name, long afterOrdinal, int limit) {
        synchronized (rows) {
            return Optional.ofNullable(snapshots.get(name)).map(Frozen::members).orElse(List.of()).stream()
                    .skip(afterOrdinal)
                    .limit(limit)
                    .toList();
        }
    }
}
