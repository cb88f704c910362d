package armfarm.cli.bags;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.ImageHeader;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.Purpose;
import armfarm.messages.SequenceGaps;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One event of an attempt, read from its JSON text. Immutable. */
final class EventJsonReader {
    /** An event with 1000 frames has some ten thousand. */
    private static final int MAX_CHARACTERS = 1 << 18;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode json;

    private EventJsonReader(JsonNode json) {
        this.json = json;
    }

    /** @throws Unusable if the text is no event of a format we know */
    static EventJsonReader parse(String text) throws Unusable {
        if (text.length() > MAX_CHARACTERS) {
            throw new Unusable("event of more than " + MAX_CHARACTERS + " characters");
        }
        try {
            JsonNode json = JSON.readTree(text);
            int format = json.path("format").asInt();
            if (format != EventJson.FORMAT) {
                throw new Unusable("event of format " + format + ", expected " + EventJson.FORMAT);
            }
            return new EventJsonReader(json);
        } catch (JsonProcessingException e) {
            throw new Unusable("event that is not JSON");
        }
    }

    AttemptId attempt() throws Unusable {
        return read(() -> AttemptId.parse(text(json, "attempt")));
    }

    int sequence() throws Unusable {
        return read(() -> field(json, "sequence").asInt());
    }

    String imageSha256() throws Unusable {
        return read(() -> text(json, "image_sha256"));
    }

    /** Of the image's depth; empty where there is none. */
    Optional<String> depthSha256() {
        return optionalText(json, "depth_sha256");
    }

    List<Integer> frameSequences() throws Unusable {
        return read(() -> {
            List<Integer> sequences = new ArrayList<>();
            field(json, "frame_sequences").forEach(sequence -> sequences.add(sequence.asInt()));
            return sequences;
        });
    }

    /** @param arm instead of the recorded one, if given */
    AttemptStarted started(Optional<ArmId> arm) throws Unusable {
        return read(() -> {
            AttemptStarted started = startedUnsaid(arm);
            return optionalText(json, "source")
                    .map(source -> started.withSource(new AttemptSource(source)))
                    .orElse(started);
        });
    }

    private AttemptStarted startedUnsaid(Optional<ArmId> arm) {
        return new AttemptStarted(
                AttemptId.parse(text(json, "attempt")),
                arm(arm),
                field(json, "attempt_number").asLong(),
                Instant.parse(text(json, "started_at")),
                Purpose.valueOf(text(json, "purpose")),
                ObjectSet.valueOf(text(json, "object_set")),
                text(json, "scene_id"),
                camera(field(json, "camera")),
                text(json, "software_version"));
    }

    /** @param arm instead of the recorded one, if given */
    FrameCaptured frame(Optional<ArmId> arm, byte[] image, Optional<byte[]> depth) throws Unusable {
        return read(() -> new FrameCaptured(
                AttemptId.parse(text(json, "attempt")),
                arm(arm),
                field(json, "sequence").asInt(),
                FrameKind.valueOf(text(json, "kind")),
                Instant.parse(text(json, "stamp")),
                Instant.parse(text(json, "received_at")),
                new EncodedImage(text(json, "media_type"), image),
                Optional.ofNullable(json.get("step")).map(EventJsonReader::step),
                depth.map(png -> new EncodedImage(ImageHeader.PNG, png))));
    }

    /** @param arm instead of the recorded one, if given */
    AttemptEnded ended(Optional<ArmId> arm) throws Unusable {
        return read(() -> {
            List<OutcomeLabel> labels = new ArrayList<>();
            field(json, "labels").forEach(label -> labels.add(label(label)));
            return new AttemptEnded(
                    AttemptId.parse(text(json, "attempt")),
                    arm(arm),
                    field(json, "sequence").asInt(),
                    Instant.parse(text(json, "ended_at")),
                    labels,
                    optionalText(json, "abort_reason"),
                    optionalNumber(json, "gripper_opening_meters"),
                    optionalNumber(json, "drop_test_difference"),
                    optionalText(json, "truth_object"),
                    Duration.ofNanos(field(json, "deciding_nanos").asLong()),
                    Duration.ofNanos(field(json, "robot_time_nanos").asLong()),
                    new SequenceGaps(
                            json.path("missed_images").asInt(),
                            json.path("missed_events").asInt()));
        });
    }

    private ArmId arm(Optional<ArmId> arm) {
        return arm.orElseGet(() -> new ArmId(text(json, "arm")));
    }

    /** Reads a value whose parts may be missing or wrong. */
    private interface Reading<T> {
        T read();
    }

    private static <T> T read(Reading<T> reading) throws Unusable {
        try {
            return reading.read();
        } catch (IllegalArgumentException | DateTimeException | FarmException e) {
            throw new Unusable("event with a missing or wrong field");
        }
    }

    private static CameraInfo camera(JsonNode json) {
        return new CameraInfo(
                field(json, "width_pixels").asInt(),
                field(json, "height_pixels").asInt(),
                number(field(json, "fx_pixels")),
                number(field(json, "fy_pixels")),
                number(field(json, "cx_pixels")),
                number(field(json, "cy_pixels")),
                pose(field(json, "camera_in_base")));
    }

    private static GraspStep step(JsonNode json) {
        JsonNode v = field(json, "command");
        return new GraspStep(
                field(json, "index").asInt(),
                pose(field(json, "gripper_in_base")),
                pose(field(json, "commanded_in_base")),
                Optional.ofNullable(json.get("reached_in_base")).map(EventJsonReader::pose),
                new PolicyDecision(
                        optionalText(json, "model").map(ModelVersion::new),
                        field(json, "exploration").asBoolean(),
                        json.has("cem_seed")
                                ? OptionalLong.of(json.get("cem_seed").asLong())
                                : OptionalLong.empty(),
                        new MotorCommand(at(v, 0), at(v, 1), at(v, 2), at(v, 3), at(v, 4)),
                        optionalNumber(json, "predicted_probability"),
                        optionalText(json, "settings"),
                        Optional.ofNullable(json.get("predicted_causes")).map(EventJsonReader::causes)));
    }

    private static PredictedCauses causes(JsonNode json) {
        return new PredictedCauses(
                number(field(json, "empty")), number(field(json, "slipped")), number(field(json, "blocked")));
    }

    private static OutcomeLabel label(JsonNode json) {
        return new OutcomeLabel(
                LabelSource.valueOf(text(json, "source")),
                Outcome.valueOf(text(json, "outcome")),
                number(field(json, "confidence")));
    }

    private static Pose pose(JsonNode p) {
        return new Pose(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6));
    }

    private static double at(JsonNode array, int index) {
        if (!array.has(index)) {
            throw new IllegalArgumentException("too few numbers");
        }
        return number(array.get(index));
    }

    /** NaN and infinity, which JSON has as text, are refused: no number of an attempt may be one of them. */
    private static double number(JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("not a finite number: " + node);
        }
        return node.doubleValue();
    }

    private static OptionalDouble optionalNumber(JsonNode json, String name) {
        JsonNode node = json.get(name);
        return node == null ? OptionalDouble.empty() : OptionalDouble.of(number(node));
    }

    private static Optional<String> optionalText(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonNode::textValue);
    }

    private static String text(JsonNode json, String name) {
        String text = field(json, name).textValue();
        if (text == null) {
            throw new IllegalArgumentException("field " + name + " is no text");
        }
        return text;
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode node = json.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return node;
    }
}
