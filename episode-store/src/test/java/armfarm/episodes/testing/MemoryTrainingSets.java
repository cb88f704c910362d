package armfarm.episodes.testing;

import armfarm.episodes.SourceAttempts;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSetId;
import armfarm.episodes.TrainingSets;
import armfarm.episodes.TrainingSources;
import armfarm.episodes.TrainingSplit;
import armfarm.messages.CameraInfo;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

final class MemoryTrainingSets implements TrainingSets {
    private final MemoryRows rows;
    private final InstantSource clock;
    private final Map<TrainingSetId, Frozen> sets = new LinkedHashMap<>();

    /** A set with what was in it and the labels that counted. */
    record Frozen(TrainingSet set, List<TrainingExample> examples) {}

    MemoryTrainingSets(MemoryRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public TrainingSet create(String name, TrainingSources sources) {
        synchronized (rows) {
            List<TrainingExample> examples = rows.byId().stream()
                    .filter(row -> isUsable(row, sources))
                    .map(MemoryTrainingSets::example)
                    .toList();
            String lines = examples.stream()
                    .map(example -> example.attempt() + (example.success() ? " SUCCESS\n" : " FAILURE\n"))
                    .collect(Collectors.joining());
            TrainingSet set = new TrainingSet(
                    new TrainingSetId(sets.size() + 1),
                    name,
                    clock.instant(),
                    rows.attempts.size(),
                    examples.size(),
                    examples.stream().filter(TrainingExample::success).count(),
                    sha256(TrainingSet.hashedFirst(sources) + lines),
                    sources);
            sets.put(set.id(), new Frozen(set, examples));
            return set;
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean isUsable(MemoryRows.Row row, TrainingSources sources) {
        GraspAttempt attempt = row.attempt;
        boolean decided = row.counting()
                .map(label -> label.label().outcome())
                .filter(outcome -> outcome == Outcome.SUCCESS || outcome == Outcome.FAILURE)
                .isPresent();
        return decided
                && !row.excluded
                && attempt.started().purpose() != Purpose.EVALUATION
                && sources.choice(attempt.started().source()).isPresent()
                && (attempt.started().purpose() == Purpose.COLLECTION || isWholeImport(attempt, sources))
                && attempt.started().objectSet() == ObjectSet.TRAINING
                && firstFrame(attempt)
                        .filter(frame -> !sources.needsDepth() || frame.depth().isPresent())
                        .isPresent();
    }

    private static boolean isWholeImport(GraspAttempt attempt, TrainingSources sources) {
        CameraInfo camera = attempt.started().camera();
        return !TrainingSources.group(attempt.started().source()).equals(TrainingSources.OWN_GROUP)
                && camera.fxPixels() > 0
                && camera.fyPixels() > 0
                && !camera.cameraInBase().equals(Pose.IDENTITY)
                && lastCommanded(attempt)
                        .filter(grasp -> -grasp.rotate(0, 0, 1)[2] >= 0.94)
                        .filter(grasp ->
                                sources.box().map(box -> isIn(box, grasp)).orElse(true))
                        .isPresent();
    }

    private static boolean isIn(TrainingSources.Box box, Pose grasp) {
        return grasp.xMeters() >= box.minXMeters()
                && grasp.xMeters() <= box.maxXMeters()
                && grasp.yMeters() >= box.minYMeters()
                && grasp.yMeters() <= box.maxYMeters()
                && grasp.zMeters() >= box.minZMeters()
                && grasp.zMeters() <= box.maxZMeters();
    }

    private static Optional<Pose> lastCommanded(GraspAttempt attempt) {
        return attempt.frames().stream()
                .flatMap(frame -> frame.step().stream())
                .map(GraspStep::commandedInBase)
                .reduce((earlier, later) -> later);
    }

    private static Optional<FrameCaptured> firstFrame(GraspAttempt attempt) {
        return attempt.frames().stream()
                .filter(frame -> frame.step().filter(step -> step.index() == 0).isPresent())
                .findFirst();
    }

    private static TrainingExample example(MemoryRows.Row row) {
        GraspAttempt attempt = row.attempt;
        FrameCaptured frame = firstFrame(attempt).orElseThrow();
        GraspStep first = frame.step().orElseThrow();
        Pose last = lastCommanded(attempt).orElseThrow();
        return new TrainingExample(
                row.serial,
                attempt.id(),
                row.counting().orElseThrow().label().outcome() == Outcome.SUCCESS,
                Pose.topDown(last.xMeters(), last.yMeters(), last.zMeters(), last.yawRadians()),
                first.gripperInBase(),
                attempt.started().camera(),
                MemoryEpisodes.reference(frame),
                first.decision().model(),
                first.decision().exploration(),
                TrainingSplit.of(attempt.id()),
                attempt.ended().gripperOpeningMeters(),
                FailureCause.of(attempt),
                attempt.started().source(),
                MemoryEpisodes.depthReference(frame));
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public List<SourceAttempts> bySource(TrainingSources sources) {
        throw new UnsupportedOperationException("The store in memory does not count by source");
    }

    @Override
    public Optional<TrainingSet> find(TrainingSetId id) {
        return frozen(id).map(Frozen::set);
    }

    Optional<Frozen> frozen(TrainingSetId id) {
        synchronized (rows) {
            return Optional.ofNullable(sets.get(id));
        }
    }

    @Override
    public void examples(TrainingSetId id, Consumer<TrainingExample> sink) {
        frozen(id)
                .orElseThrow(() -> new FarmException(ErrorCode.BUG, "There is no training set " + id.value()))
                .examples()
                .forEach(sink);
    }
}
