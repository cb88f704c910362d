package armfarm.episodes.export;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FailureCause;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that is known of an attempt besides its images, for people and programs: flat where it can be, units in the keys,
 * null where nothing is known. Poses are lists x y z qx qy qz qw in the base frame.
 */
final class AttemptMetadata {
    private AttemptMetadata() {}

    static Map<String, Object> of(ExportItem item) {
        AttemptStarted started = item.attempt().started();
        AttemptEnded ended = item.attempt().ended();
        OutcomeLabel label = item.member().label();
        Map<String, Object> json = ExportJson.object(
                "attempt", item.attempt().id().toString(),
                "split", item.member().split().label(),
                "success", item.success() ? 1 : 0,
                "label", lower(label.outcome()),
                "label_source", lower(label.source()),
                "confidence", label.confidence(),
                "object", emptyAsNull(item.member().objectId()),
                "arm", started.arm().name(),
                "attempt_number", started.attemptNumber(),
                "scene", started.sceneId(),
                "object_set", item.objectSet(),
                "purpose", item.purpose(),
                "policy", item.policy(),
                "started_at", started.startedAt().toString(),
                "software_version", started.softwareVersion(),
                "source", started.source().name());
        json.putAll(decision(item.steps()));
        json.put(
                "gripper_opening_m",
                ended.gripperOpeningMeters().isPresent()
                        ? ended.gripperOpeningMeters().getAsDouble()
                        : null);
        json.put(
                "drop_test_difference",
                ended.dropTestDifference().isPresent()
                        ? ended.dropTestDifference().getAsDouble()
                        : null);
        json.put(
                "failure_cause",
                label.outcome() == Outcome.FAILURE
                        ? FailureCause.of(item.attempt())
                                .map(AttemptMetadata::lower)
                                .orElse(null)
                        : null);
        json.put("robot_time_s", ended.robotTime().toNanos() / 1e9);
        json.put("steps", item.steps().stream().map(frame -> step(item, frame)).toList());
        json.put("camera", camera(started.camera()));
        json.put("labels", ended.labels().stream().map(AttemptMetadata::label).toList());
        return json;
    }

    /** Pose as x y z in metres, then the quaternion x y z w. */
    static List<Double> pose(Pose pose) {
        return List.of(pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw());
    }

    /** What the policy decided on the first image; the later steps go on to the pose that was chosen there. */
    private static Map<String, Object> decision(List<FrameCaptured> steps) {
        if (steps.isEmpty()) {
            return ExportJson.object(
                    "model", null, "exploration", null, "predicted_probability", null, "predicted_causes", null);
        }
        PolicyDecision decision = steps.get(0).step().orElseThrow().decision();
        return ExportJson.object(
                "model", decision.model().map(model -> model.name()).orElse(null),
                "exploration", decision.exploration(),
                "predicted_probability",
                        decision.predictedProbability().isPresent()
                                ? decision.predictedProbability().getAsDouble()
                                : null,
                "predicted_causes",
                        decision.predictedCauses().map(AttemptMetadata::causes).orElse(null));
    }

    private static Map<String, Object> causes(PredictedCauses causes) {
        return ExportJson.object("empty", causes.empty(), "slipped", causes.slipped(), "blocked", causes.blocked());
    }

    private static Map<String, Object> step(ExportItem item, FrameCaptured frame) {
        GraspStep step = frame.step().orElseThrow();
        MotorCommand command = step.decision().command();
        return ExportJson.object(
                "index", step.index(),
                "time_s", seconds(item, frame),
                "command",
                        ExportJson.object(
                                "dx_m", command.dxMeters(),
                                "dy_m", command.dyMeters(),
                                "dz_m", command.dzMeters(),
                                "sin_yaw", command.sinYaw(),
                                "cos_yaw", command.cosYaw()),
                "gripper_in_base_m_quat", pose(step.gripperInBase()),
                "commanded_in_base_m_quat", pose(step.commandedInBase()),
                "reached_in_base_m_quat",
                        step.reachedInBase().map(AttemptMetadata::pose).orElse(null));
    }

    private static double seconds(ExportItem item, FrameCaptured frame) {
        return Duration.between(item.steps().get(0).stamp(), frame.stamp()).toNanos() / 1e9;
    }

    private static Map<String, Object> camera(CameraInfo camera) {
        return ExportJson.object(
                "width_px", camera.widthPixels(),
                "height_px", camera.heightPixels(),
                "fx_px", camera.fxPixels(),
                "fy_px", camera.fyPixels(),
                "cx_px", camera.cxPixels(),
                "cy_px", camera.cyPixels(),
                "camera_in_base_m_quat", pose(camera.cameraInBase()));
    }

    private static Map<String, Object> label(OutcomeLabel label) {
        return ExportJson.object(
                "source", lower(label.source()), "label", lower(label.outcome()), "confidence", label.confidence());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
