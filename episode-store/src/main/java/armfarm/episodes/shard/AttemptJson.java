package armfarm.episodes.shard;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.SequenceGaps;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The metadata file of an attempt, so that a shard can be read without the database; ASCII only. Keys: docs/shard-format.md.
 * Confined to one thread.
 */
final class AttemptJson {
    static final int FORMAT = 1;

    /** Java 17's own way of writing a number is several times slower, and an attempt has more than a hundred. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private static final int USUAL_BYTES = 1 << 13;

    private final JsonGenerator json;

    private AttemptJson(JsonGenerator json) {
        this.json = json;
    }

    static byte[] of(GraspAttempt attempt) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new AttemptJson(json).write(attempt);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not refuse
        }
        return bytes.toByteArray();
    }

    private void write(GraspAttempt attempt) throws IOException {
        AttemptStarted started = attempt.started();
        AttemptEnded ended = attempt.ended();
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("attempt", attempt.id().toString());
        json.writeStringField("arm", started.arm().name());
        json.writeNumberField("attempt_number", started.attemptNumber());
        json.writeStringField("started_at", started.startedAt().toString());
        json.writeStringField("ended_at", ended.endedAt().toString());
        json.writeStringField("purpose", started.purpose().name());
        json.writeStringField("object_set", started.objectSet().name());
        json.writeStringField("scene_id", started.sceneId());
        json.writeStringField("software_version", started.softwareVersion());
        text("source", started.saidSource().map(AttemptSource::name));
        json.writeStringField("outcome", ended.outcome().name());
        json.writeArrayFieldStart("labels");
        for (OutcomeLabel label : ended.labels()) {
            write(label);
        }
        json.writeEndArray();
        number("deciding_ms", ended.deciding().toNanos() / 1e6);
        number("robot_time_ms", ended.robotTime().toNanos() / 1e6);
        write(started.camera());
        json.writeArrayFieldStart("frames");
        for (FrameCaptured frame : attempt.frames()) {
            write(frame);
        }
        json.writeEndArray();
        if (!ended.gaps().equals(SequenceGaps.NONE)) {
            json.writeNumberField("missed_images", ended.gaps().images());
            json.writeNumberField("missed_events", ended.gaps().events());
        }
        text("abort_reason", ended.abortReason());
        number("gripper_opening_meters", ended.gripperOpeningMeters());
        number("drop_test_difference", ended.dropTestDifference());
        text("truth_object", ended.truthObject());
        json.writeEndObject();
    }

    private void write(OutcomeLabel label) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", label.source().name());
        json.writeStringField("outcome", label.outcome().name());
        number("confidence", label.confidence());
        json.writeEndObject();
    }

    private void write(CameraInfo camera) throws IOException {
        json.writeObjectFieldStart("camera");
        json.writeNumberField("width_pixels", camera.widthPixels());
        json.writeNumberField("height_pixels", camera.heightPixels());
        number("fx_pixels", camera.fxPixels());
        number("fy_pixels", camera.fyPixels());
        number("cx_pixels", camera.cxPixels());
        number("cy_pixels", camera.cyPixels());
        pose("camera_in_base", camera.cameraInBase());
        json.writeEndObject();
    }

    private void write(FrameCaptured frame) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sequence", frame.sequence());
        json.writeStringField("kind", frame.kind().name());
        json.writeStringField("stamp", frame.stamp().toString());
        json.writeStringField("received_at", frame.receivedAt().toString());
        if (frame.step().isPresent()) {
            writeFields(frame.step().get());
        }
        json.writeEndObject();
    }

    private void writeFields(GraspStep step) throws IOException {
        PolicyDecision decision = step.decision();
        MotorCommand command = decision.command();
        json.writeNumberField("step", step.index());
        pose("gripper_in_base", step.gripperInBase());
        pose("commanded_in_base", step.commandedInBase());
        numbers(
                "command",
                command.dxMeters(),
                command.dyMeters(),
                command.dzMeters(),
                command.sinYaw(),
                command.cosYaw());
        json.writeBooleanField("exploration", decision.exploration());
        if (decision.cemSeed().isPresent()) {
            json.writeNumberField("cem_seed", decision.cemSeed().getAsLong());
        }
        if (step.reachedInBase().isPresent()) {
            pose("reached_in_base", step.reachedInBase().get());
        }
        text("model", decision.model().map(model -> model.name()));
        number("predicted_probability", decision.predictedProbability());
        text("settings", decision.settings());
        if (decision.predictedCauses().isPresent()) {
            write(decision.predictedCauses().get());
        }
    }

    private void write(PredictedCauses causes) throws IOException {
        json.writeObjectFieldStart("predicted_causes");
        number("empty", causes.empty());
        number("slipped", causes.slipped());
        number("blocked", causes.blocked());
        json.writeEndObject();
    }

    private void pose(String key, Pose pose) throws IOException {
        numbers(key, pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw());
    }

    private void numbers(String key, double... values) throws IOException {
        json.writeArrayFieldStart(key);
        for (double value : values) {
            number(value);
        }
        json.writeEndArray();
    }

    private void number(String key, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            number(key, value.getAsDouble());
        }
    }

    private void number(String key, double value) throws IOException {
        json.writeFieldName(key);
        number(value);
    }

    /** JSON has no word for a value that is not finite: null stands for it. */
    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    private void text(String key, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(key, value.get());
        }
    }
}
