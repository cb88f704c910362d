package armfarm.cli.bags;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspStep;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.hash.Hash;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The events of an attempt as JSON texts, without the images' bytes: everything in them comes back exactly through {@link
 * EventJsonReader}. Keys are in docs/bags.md; within a format keys are only added.
 */
final class EventJson {
    /** Of every event. */
    static final int FORMAT = 1;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EventJson() {}

    static String started(AttemptStarted event) {
        ObjectNode json = event(
                        "started", event.attempt().toString(), event.arm().name())
                .put("attempt_number", event.attemptNumber())
                .put("started_at", event.startedAt().toString())
                .put("purpose", event.purpose().name())
                .put("object_set", event.objectSet().name())
                .put("scene_id", event.sceneId())
                .put("software_version", event.softwareVersion());
        event.saidSource().ifPresent(source -> json.put("source", source.name()));
        json.set("camera", camera(event.camera()));
        return json.toString();
    }

    static String frame(FrameCaptured event) {
        ObjectNode json = event("frame", event.attempt().toString(), event.arm().name())
                .put("sequence", event.sequence())
                .put("kind", event.kind().name())
                .put("stamp", event.stamp().toString())
                .put("received_at", event.receivedAt().toString())
                .put("media_type", event.image().mediaType())
                .put("image_sha256", Hash.SHA_256.hex(event.image().bytes()));
        event.depth().ifPresent(depth -> json.put("depth_sha256", Hash.SHA_256.hex(depth.bytes())));
        event.step().ifPresent(step -> json.set("step", step(step)));
        return json.toString();
    }

    /** @param frames of the whole attempt, so that a reader knows when it has them all */
    static String ended(AttemptEnded event, List<FrameCaptured> frames) {
        ObjectNode json = event("ended", event.attempt().toString(), event.arm().name())
                .put("sequence", event.sequence())
                .put("ended_at", event.endedAt().toString())
                .put("outcome", event.outcome().name())
                .put("deciding_nanos", event.deciding().toNanos())
                .put("robot_time_nanos", event.robotTime().toNanos())
                .put("missed_images", event.gaps().images())
                .put("missed_events", event.gaps().events());
        ArrayNode sequences = json.putArray("frame_sequences");
        frames.forEach(frame -> sequences.add(frame.sequence()));
        ArrayNode labels = json.putArray("labels");
        event.labels().forEach(label -> labels.add(label(label)));
        event.abortReason().ifPresent(reason -> json.put("abort_reason", reason));
        event.gripperOpeningMeters().ifPresent(opening -> json.put("gripper_opening_meters", opening));
        event.dropTestDifference().ifPresent(difference -> json.put("drop_test_difference", difference));
        event.truthObject().ifPresent(object -> json.put("truth_object", object));
        return json.toString();
    }

    private static ObjectNode event(String kind, String attempt, String arm) {
        return JSON.objectNode()
                .put("format", FORMAT)
                .put("event", kind)
                .put("attempt", attempt)
                .put("arm", arm);
    }

    private static ObjectNode camera(CameraInfo camera) {
        ObjectNode json = JSON.objectNode()
                .put("width_pixels", camera.widthPixels())
                .put("height_pixels", camera.heightPixels())
                .put("fx_pixels", camera.fxPixels())
                .put("fy_pixels", camera.fyPixels())
                .put("cx_pixels", camera.cxPixels())
                .put("cy_pixels", camera.cyPixels());
        json.set("camera_in_base", pose(camera.cameraInBase()));
        return json;
    }

    private static ObjectNode step(GraspStep step) {
        PolicyDecision decision = step.decision();
        MotorCommand command = decision.command();
        ObjectNode json = JSON.objectNode().put("index", step.index()).put("exploration", decision.exploration());
        decision.cemSeed().ifPresent(seed -> json.put("cem_seed", seed));
        decision.settings().ifPresent(settings -> json.put("settings", settings));
        json.set("gripper_in_base", pose(step.gripperInBase()));
        json.set("commanded_in_base", pose(step.commandedInBase()));
        json.set(
                "command",
                numbers(
                        command.dxMeters(),
                        command.dyMeters(),
                        command.dzMeters(),
                        command.sinYaw(),
                        command.cosYaw()));
        step.reachedInBase().ifPresent(reached -> json.set("reached_in_base", pose(reached)));
        decision.model().map(ModelVersion::name).ifPresent(model -> json.put("model", model));
        decision.predictedProbability().ifPresent(p -> json.put("predicted_probability", p));
        decision.predictedCauses()
                .ifPresent(causes -> json.putObject("predicted_causes")
                        .put("empty", causes.empty())
                        .put("slipped", causes.slipped())
                        .put("blocked", causes.blocked()));
        return json;
    }

    private static ObjectNode label(OutcomeLabel label) {
        return JSON.objectNode()
                .put("source", label.source().name())
                .put("outcome", label.outcome().name())
                .put("confidence", label.confidence());
    }

    private static ArrayNode pose(Pose pose) {
        return numbers(pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw());
    }

    private static ArrayNode numbers(double... values) {
        ArrayNode array = JSON.arrayNode();
        for (double value : values) {
            array.add(value);
        }
        return array;
    }
}
