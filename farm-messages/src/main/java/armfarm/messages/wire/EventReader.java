package armfarm.messages.wire;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspStep;
import armfarm.messages.ImageHeader;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.Purpose;
import armfarm.messages.SequenceGaps;
import armfarm.messages.wire.proto.AttemptEventProto;
import armfarm.messages.wire.proto.AttemptEventProto.Camera;
import armfarm.messages.wire.proto.AttemptEventProto.Command;
import armfarm.messages.wire.proto.AttemptEventProto.Decision;
import armfarm.messages.wire.proto.AttemptEventProto.Ended;
import armfarm.messages.wire.proto.AttemptEventProto.Event;
import armfarm.messages.wire.proto.AttemptEventProto.Frame;
import armfarm.messages.wire.proto.AttemptEventProto.Label;
import armfarm.messages.wire.proto.AttemptEventProto.Started;
import armfarm.messages.wire.proto.AttemptEventProto.Step;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Protobuf messages to records; every refusal names the field, what was found and what was expected. */
final class EventReader {
    /** The years a clock can show; also what PostgreSQL, tar and ISO 8601 can all write down. */
    private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final Duration LONGEST = Duration.ofDays(365);
    /** Far above any name or reason; an index of the store takes no text of more than 2,700 bytes. */
    private static final int LONGEST_NAME = 500;

    private static final int LONGEST_TEXT = 20_000;

    private EventReader() {}

    static AttemptEvent read(Event in) {
        SchemaVersion.check(in.getSchemaVersion());
        AttemptId attempt = attempt(in.getAttemptId());
        ArmId arm = built("arm", () -> new ArmId(in.getArm()));
        int sequence = in.getSequence();
        if (sequence < 0) {
            throw wrong("sequence", Integer.toUnsignedString(sequence), "0..2147483647");
        }
        return switch (in.getBodyCase()) {
            case STARTED -> started(attempt, arm, sequence, in.getStarted());
            case FRAME -> frame(attempt, arm, sequence, in.getFrame());
            case ENDED -> ended(attempt, arm, sequence, in.getEnded());
            case BODY_NOT_SET -> throw wrong("body", "none", "started, frame or ended");
        };
    }

    static AttemptId attempt(ByteString bytes) {
        if (bytes.size() != 16) {
            throw wrong("attempt_id", bytes.size() + " bytes", "16 bytes");
        }
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return new AttemptId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    private static AttemptStarted started(AttemptId attempt, ArmId arm, int sequence, Started in) {
        require(sequence == 0, "sequence", sequence, "0 for the start of an attempt");
        require(in.getAttemptNumber() >= 1, "started.attempt_number", in.getAttemptNumber(), "1 or more");
        require(in.hasCamera(), "started.camera", "none", "the camera of the frames");
        Purpose purpose = WireEnums.read(in.getPurpose(), in.getPurposeValue());
        return new AttemptStarted(
                attempt,
                arm,
                in.getAttemptNumber(),
                instant("started.started_at_micros", in.getStartedAtMicros()),
                purpose,
                WireEnums.read(in.getObjectSet(), in.getObjectSetValue()),
                text("started.scene_id", in.getSceneId(), LONGEST_NAME),
                camera(in.getCamera()),
                text("started.software_version", in.getSoftwareVersion(), LONGEST_NAME),
                in.getSource().isEmpty()
                        ? AttemptSource.unsaid(purpose)
                        : built("started.source", () -> new AttemptSource(in.getSource())));
    }

    private static CameraInfo camera(Camera in) {
        require(in.getWidthPixels() > 0, "started.camera.width_pixels", in.getWidthPixels(), "1 or more");
        require(in.getHeightPixels() > 0, "started.camera.height_pixels", in.getHeightPixels(), "1 or more");
        require(in.hasCameraInBase(), "started.camera.camera_in_base", "none", "a pose");
        return new CameraInfo(
                in.getWidthPixels(),
                in.getHeightPixels(),
                finite("started.camera.fx_pixels", in.getFxPixels()),
                finite("started.camera.fy_pixels", in.getFyPixels()),
                finite("started.camera.cx_pixels", in.getCxPixels()),
                finite("started.camera.cy_pixels", in.getCyPixels()),
                pose("started.camera.camera_in_base", in.getCameraInBase()));
    }

    private static FrameCaptured frame(AttemptId attempt, ArmId arm, int sequence, Frame in) {
        FrameKind kind = WireEnums.read(in.getKind(), in.getKindValue());
        require(
                in.hasStep() == (kind == FrameKind.STEP),
                "frame.step",
                in.hasStep() ? "a step" : "none",
                kind == FrameKind.STEP ? "a step" : "none for a frame of kind " + kind);
        require(!in.getMediaType().isBlank(), "frame.media_type", "''", "the image's media type");
        require(!in.getImage().isEmpty(), "frame.image", "0 bytes", "an image");
        return new FrameCaptured(
                attempt,
                arm,
                sequence,
                kind,
                instant("frame.stamp_micros", in.getStampMicros()),
                instant("frame.received_at_micros", in.getReceivedAtMicros()),
                new EncodedImage(
                        text("frame.media_type", in.getMediaType(), LONGEST_NAME),
                        in.getImage().toByteArray()),
                in.hasStep() ? Optional.of(step(in.getStep())) : Optional.empty(),
                in.getDepthPng().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new EncodedImage(
                                ImageHeader.PNG, in.getDepthPng().toByteArray())));
    }

    private static GraspStep step(Step in) {
        if (in.getIndex() < 0) {
            throw wrong("frame.step.index", Integer.toUnsignedString(in.getIndex()), "0..2147483647");
        }
        require(in.hasGripperInBase(), "frame.step.gripper_in_base", "none", "a pose");
        require(in.hasCommandedInBase(), "frame.step.commanded_in_base", "none", "a pose");
        require(in.hasDecision(), "frame.step.decision", "none", "the decision of the step");
        return new GraspStep(
                in.getIndex(),
                pose("frame.step.gripper_in_base", in.getGripperInBase()),
                pose("frame.step.commanded_in_base", in.getCommandedInBase()),
                in.hasReachedInBase()
                        ? Optional.of(pose("frame.step.reached_in_base", in.getReachedInBase()))
                        : Optional.empty(),
                decision(in.getDecision()));
    }

    private static PolicyDecision decision(Decision in) {
        require(in.hasCommand(), "frame.step.decision.command", "none", "a motor command");
        Command command = in.getCommand();
        return new PolicyDecision(
                in.getModel().isEmpty()
                        ? Optional.empty()
                        : Optional.of(built(
                                "frame.step.decision.model",
                                () -> new ModelVersion(
                                        text("frame.step.decision.model", in.getModel(), LONGEST_NAME)))),
                in.getExploration(),
                in.hasCemSeed() ? OptionalLong.of(in.getCemSeed()) : OptionalLong.empty(),
                new MotorCommand(
                        finite("frame.step.decision.command.dx_meters", command.getDxMeters()),
                        finite("frame.step.decision.command.dy_meters", command.getDyMeters()),
                        finite("frame.step.decision.command.dz_meters", command.getDzMeters()),
                        finite("frame.step.decision.command.sin_yaw", command.getSinYaw()),
                        finite("frame.step.decision.command.cos_yaw", command.getCosYaw())),
                in.hasPredictedProbability()
                        ? OptionalDouble.of(probability(in.getPredictedProbability()))
                        : OptionalDouble.empty(),
                in.hasSettings()
                        ? Optional.of(text("frame.step.decision.settings", in.getSettings(), LONGEST_TEXT))
                        : Optional.empty(),
                in.hasPredictedCauses() ? Optional.of(causes(in.getPredictedCauses())) : Optional.empty());
    }

    private static PredictedCauses causes(AttemptEventProto.PredictedCauses in) {
        return built(
                "frame.step.decision.predicted_causes",
                () -> new PredictedCauses(in.getEmpty(), in.getSlipped(), in.getBlocked()));
    }

    private static double probability(double value) {
        require(value >= 0 && value <= 1, "frame.step.decision.predicted_probability", value, "0..1");
        return value;
    }

    private static AttemptEnded ended(AttemptId attempt, ArmId arm, int sequence, Ended in) {
        List<OutcomeLabel> labels =
                in.getLabelsList().stream().map(EventReader::label).toList();
        require(
                labels.isEmpty() != in.getAbortReason().isEmpty(),
                "ended.labels",
                labels.size() + " labels and abort reason '" + in.getAbortReason() + "'",
                "either labels or an abort reason");
        return new AttemptEnded(
                attempt,
                arm,
                sequence,
                instant("ended.ended_at_micros", in.getEndedAtMicros()),
                labels,
                optional(text("ended.abort_reason", in.getAbortReason(), LONGEST_TEXT)),
                in.hasGripperOpeningMeters()
                        ? OptionalDouble.of(finite("ended.gripper_opening_meters", in.getGripperOpeningMeters()))
                        : OptionalDouble.empty(),
                in.hasDropTestDifference()
                        ? OptionalDouble.of(finite("ended.drop_test_difference", in.getDropTestDifference()))
                        : OptionalDouble.empty(),
                optional(text("ended.truth_object", in.getTruthObject(), LONGEST_NAME)),
                duration("ended.deciding_micros", in.getDecidingMicros()),
                duration("ended.robot_time_micros", in.getRobotTimeMicros()),
                built("ended.missed", () -> new SequenceGaps(in.getMissedImages(), in.getMissedEvents())));
    }

    private static OutcomeLabel label(Label in) {
        return built(
                "ended.labels",
                () -> new OutcomeLabel(
                        WireEnums.read(in.getSource(), in.getSourceValue()),
                        WireEnums.read(in.getOutcome(), in.getOutcomeValue()),
                        in.getConfidence()));
    }

    private static Pose pose(String field, AttemptEventProto.Pose in) {
        return built(
                field,
                () -> new Pose(
                        in.getXMeters(),
                        in.getYMeters(),
                        in.getZMeters(),
                        in.getQx(),
                        in.getQy(),
                        in.getQz(),
                        in.getQw()));
    }

    private static Optional<String> optional(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static String text(String field, String value, int longest) {
        if (value.length() > longest) {
            throw wrong(field, value.length() + " characters", "at most " + longest);
        }
        return value;
    }

    private static double finite(String field, double value) {
        require(Double.isFinite(value), field, value, "a finite number");
        return value;
    }

    private static Instant instant(String field, long micros) {
        Instant found = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        if (found.isBefore(FIRST_INSTANT) || found.isAfter(LAST_INSTANT)) {
            throw wrong(field, micros + " (" + found + ")", "microseconds since 1970, in the years 1 to 9999");
        }
        return found;
    }

    private static Duration duration(String field, long micros) {
        Duration found = Duration.of(micros, ChronoUnit.MICROS);
        require(found.abs().compareTo(LONGEST) <= 0, field, micros, "microseconds of at most one year");
        return found;
    }

    /** Lets the record check itself and names the field if it refuses. */
    private static <T> T built(String field, Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (FarmException e) {
            throw e.code() == ErrorCode.DATA ? e : wrong(field, e);
        } catch (IllegalArgumentException e) {
            throw wrong(field, e);
        }
    }

    /** For checks whose words cost nothing to put together; the others ask first, for they are made millions of times. */
    private static void require(boolean right, String field, Object found, String expected) {
        if (!right) {
            throw wrong(field, found, expected);
        }
    }

    static FarmException wrong(String field, Object found, String expected) {
        return new FarmException(
                ErrorCode.DATA, "Attempt event field '" + field + "': found " + found + ", expected " + expected);
    }

    private static FarmException wrong(String field, RuntimeException cause) {
        return new FarmException(
                ErrorCode.DATA,
                "Attempt event field '" + field + "': found a wrong value: " + cause.getMessage(),
                cause);
    }
}
