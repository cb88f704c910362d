package armfarm.episodes.postgres;

import armfarm.episodes.shard.FrameRef;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FailureCause;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.LabelSource;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Pose;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the rows of the attempts of one commit and inserts them table by table. */
final class AttemptRows {
    private static final String ATTEMPT = """
            attempt (id, arm, attempt_number, started_at, ended_at, stored_at, ended_sequence, purpose,
                object_set, scene_id, outcome, abort_reason, model, exploration, cem_seed, predicted_probability,
                command, grasp_x_meters, grasp_y_meters, grasp_z_meters, grasp_yaw_radians, gripper_opening_meters,
                drop_test_difference, truth_outcome, truth_object, deciding_ms, robot_time_ms, software_version,
                camera_width_pixels, camera_height_pixels, camera_intrinsics_pixels, camera_in_base,
                imported_from, missed_images, missed_events, label_outcome, label_source, label_confidence,
                source, cause_if_failed, predicted_causes)""";

    private static final String FRAME = """
            frame (attempt_id, sequence, kind, stamp, received_at, media_type, shard_id, byte_offset,
                byte_length, crc32c, step_index, gripper_in_base, commanded_in_base, reached_in_base, model,
                exploration, cem_seed, command, predicted_probability, settings, predicted_causes,
                depth_byte_offset, depth_byte_length, depth_crc32c)""";

    private static final String LABEL = "label (attempt_id, source, outcome, confidence, labelled_at)";

    private final Instant storedAt;
    private final Optional<String> importedFrom;
    private final List<Object[]> attempts = new ArrayList<>();
    private final List<Object[]> labels = new ArrayList<>();
    private final List<Object[]> frames = new ArrayList<>();

    /** @param importedFrom SHA-256 of the recording the attempts come from, if they do */
    AttemptRows(Instant storedAt, Optional<String> importedFrom) {
        this.storedAt = storedAt;
        this.importedFrom = importedFrom;
    }

    /** @param images of the attempt's frames, all in one shard */
    void add(GraspAttempt attempt, int shardNumber, List<FrameRef> images) {
        attempts.add(attemptRow(attempt));
        for (OutcomeLabel label : attempt.ended().labels()) {
            labels.add(new Object[] {
                attempt.id().uuid(),
                label.source(),
                label.outcome(),
                label.confidence(),
                attempt.ended().endedAt()
            });
        }
        for (int i = 0; i < images.size(); i++) {
            frames.add(frameRow(attempt.frames().get(i), shardNumber, images.get(i)));
        }
    }

    void insert(Connection connection) throws SQLException {
        CopyRows.insert(connection, ATTEMPT, attempts);
        CopyRows.insert(connection, LABEL, labels);
        CopyRows.insert(connection, FRAME, frames);
    }

    private Object[] attemptRow(GraspAttempt attempt) {
        AttemptStarted started = attempt.started();
        AttemptEnded ended = attempt.ended();
        CameraInfo camera = started.camera();
        Optional<GraspStep> first = attempt.firstStep();
        Optional<Pose> grasp = lastCommanded(attempt);
        Optional<OutcomeLabel> counting = ended.labels().stream().findFirst();
        Optional<OutcomeLabel> truth = ended.labels().stream()
                .filter(label -> label.source() == LabelSource.SIMULATOR)
                .findFirst();
        return new Object[] {
            attempt.id().uuid(),
            started.arm().name(),
            started.attemptNumber(),
            started.startedAt(),
            ended.endedAt(),
            storedAt,
            ended.sequence(),
            started.purpose(),
            started.objectSet(),
            started.sceneId(),
            ended.outcome(),
            Sql.orNull(ended.abortReason()),
            first.flatMap(step -> step.decision().model()).map(Object::toString).orElse(null),
            first.map(step -> step.decision().exploration()).orElse(false),
            first.map(step -> Sql.orNull(step.decision().cemSeed())).orElse(null),
            first.map(step -> Sql.orNull(step.decision().predictedProbability()))
                    .orElse(null),
            first.map(step -> Columns.of(step.decision().command())).orElse(null),
            grasp.map(Pose::xMeters).orElse(null),
            grasp.map(Pose::yMeters).orElse(null),
            grasp.map(Pose::zMeters).orElse(null),
            grasp.map(Pose::yawRadians).orElse(null),
            Sql.orNull(ended.gripperOpeningMeters()),
            Sql.orNull(ended.dropTestDifference()),
            truth.map(OutcomeLabel::outcome).orElse(null),
            Sql.orNull(ended.truthObject()),
            ended.deciding(),
            ended.robotTime(),
            started.softwareVersion(),
            camera.widthPixels(),
            camera.heightPixels(),
            Columns.intrinsics(camera),
            Columns.of(camera.cameraInBase()),
            Sql.orNull(importedFrom),
            ended.gaps().images(),
            ended.gaps().events(),
            counting.map(OutcomeLabel::outcome).orElse(null),
            counting.map(OutcomeLabel::source).orElse(null),
            counting.map(OutcomeLabel::confidence).orElse(null),
            started.source().name(),
            Sql.orNull(FailureCause.of(attempt)),
            first.flatMap(step -> step.decision().predictedCauses())
                    .map(Columns::of)
                    .orElse(null)
        };
    }

    private static Optional<Pose> lastCommanded(GraspAttempt attempt) {
        return attempt.frames().stream()
                .flatMap(frame -> frame.step().stream())
                .map(GraspStep::commandedInBase)
                .reduce((earlier, later) -> later);
    }

    private static Object[] frameRow(FrameCaptured frame, int shardNumber, FrameRef place) {
        ImageRef image = place.image();
        Optional<ImageRef> depth = place.depth();
        Optional<GraspStep> step = frame.step();
        return new Object[] {
            frame.attempt().uuid(),
            frame.sequence(),
            frame.kind(),
            frame.stamp(),
            frame.receivedAt(),
            frame.image().mediaType(),
            shardNumber,
            image.byteOffset(),
            image.byteLength(),
            image.crc32c(),
            step.map(GraspStep::index).orElse(null),
            step.map(s -> Columns.of(s.gripperInBase())).orElse(null),
            step.map(s -> Columns.of(s.commandedInBase())).orElse(null),
            step.flatMap(GraspStep::reachedInBase).map(Columns::of).orElse(null),
            step.flatMap(s -> s.decision().model()).map(Object::toString).orElse(null),
            step.map(s -> s.decision().exploration()).orElse(null),
            step.map(s -> Sql.orNull(s.decision().cemSeed())).orElse(null),
            step.map(s -> Columns.of(s.decision().command())).orElse(null),
            step.map(s -> Sql.orNull(s.decision().predictedProbability())).orElse(null),
            step.flatMap(s -> s.decision().settings()).orElse(null),
            step.flatMap(s -> s.decision().predictedCauses()).map(Columns::of).orElse(null),
            depth.map(ImageRef::byteOffset).orElse(null),
            depth.map(ImageRef::byteLength).orElse(null),
            depth.map(ImageRef::crc32c).orElse(null)
        };
    }
}
