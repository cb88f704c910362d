package armfarm.episodes.shard;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.SequenceGaps;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The metadata file of an attempt, so that a shard can be read without the database. Keys: docs/shard-format.md. */
final class AttemptJson {
    static final int FORMAT = 1;

    private AttemptJson() {}

    static byte[] of(GraspAttempt attempt) {
        AttemptStarted started = attempt.started();
        AttemptEnded ended = attempt.ended();
        JsonObject json = new JsonObject()
                .number("format", FORMAT)
                .text("attempt", attempt.id().toString())
                .text("arm", started.arm().name())
                .number("attempt_number", started.attemptNumber())
                .text("started_at", started.startedAt().toString())
                .text("ended_at", ended.endedAt().toString())
                .text("purpose", started.purpose().name())
                .text("object_set", started.objectSet().name())
                .text("scene_id", started.sceneId())
                .text("software_version", started.softwareVersion())
                .text("outcome", ended.outcome().name())
                .raw(
                        "labels",
                        list(ended.labels().stream().map(AttemptJson::label).toList()))
                .number("deciding_ms", ended.deciding().toNanos() / 1e6)
                .number("robot_time_ms", ended.robotTime().toNanos() / 1e6)
                .raw("camera", camera(started.camera()))
                .raw(
                        "frames",
                        list(attempt.frames().stream().map(AttemptJson::frame).toList()));
        if (!ended.gaps().equals(SequenceGaps.NONE)) {
            json.number("missed_images", ended.gaps().images())
                    .number("missed_events", ended.gaps().events());
        }
        ended.abortReason().ifPresent(reason -> json.text("abort_reason", reason));
        ended.gripperOpeningMeters().ifPresent(opening -> json.number("gripper_opening_meters", opening));
        ended.dropTestDifference().ifPresent(difference -> json.number("drop_test_difference", difference));
        ended.truthObject().ifPresent(object -> json.text("truth_object", object));
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String label(OutcomeLabel label) {
        return new JsonObject()
                .text("source", label.source().name())
                .text("outcome", label.outcome().name())
                .number("confidence", label.confidence())
                .toString();
    }

    private static String camera(CameraInfo camera) {
        return new JsonObject()
                .number("width_pixels", camera.widthPixels())
                .number("height_pixels", camera.heightPixels())
                .number("fx_pixels", camera.fxPixels())
                .number("fy_pixels", camera.fyPixels())
                .number("cx_pixels", camera.cxPixels())
                .number("cy_pixels", camera.cyPixels())
                .numbers("camera_in_base", pose(camera.cameraInBase()))
                .toString();
    }

    private static String frame(FrameCaptured frame) {
        JsonObject json = new JsonObject()
                .number("sequence", frame.sequence())
                .text("kind", frame.kind().name())
                .text("stamp", frame.stamp().toString())
                .text("received_at", frame.receivedAt().toString());
        frame.step().ifPresent(step -> addStep(json, step));
        return json.toString();
    }

    private static void addStep(JsonObject json, GraspStep step) {
        PolicyDecision decision = step.decision();
        MotorCommand command = decision.command();
        json.number("step", step.index())
                .numbers("gripper_in_base", pose(step.gripperInBase()))
                .numbers("commanded_in_base", pose(step.commandedInBase()))
                .numbers(
                        "command",
                        command.dxMeters(),
                        command.dyMeters(),
                        command.dzMeters(),
                        command.sinYaw(),
                        command.cosYaw())
                .raw("exploration", Boolean.toString(decision.exploration()))
                .number("cem_seed", decision.cemSeed());
        step.reachedInBase().ifPresent(reached -> json.numbers("reached_in_base", pose(reached)));
        decision.model().ifPresent(model -> json.text("model", model.name()));
        decision.predictedProbability().ifPresent(p -> json.number("predicted_probability", p));
    }

    private static double[] pose(Pose pose) {
        return new double[] {pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw()
        };
    }

    private static String list(List<String> elements) {
        return elements.stream().collect(Collectors.joining(",", "[", "]"));
    }
}
