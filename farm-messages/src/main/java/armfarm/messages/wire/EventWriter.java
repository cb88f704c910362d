package armfarm.messages.wire;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspStep;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.wire.proto.AttemptEventProto.Camera;
import armfarm.messages.wire.proto.AttemptEventProto.Command;
import armfarm.messages.wire.proto.AttemptEventProto.Decision;
import armfarm.messages.wire.proto.AttemptEventProto.Ended;
import armfarm.messages.wire.proto.AttemptEventProto.Event;
import armfarm.messages.wire.proto.AttemptEventProto.Frame;
import armfarm.messages.wire.proto.AttemptEventProto.Label;
import armfarm.messages.wire.proto.AttemptEventProto.PredictedCauses;
import armfarm.messages.wire.proto.AttemptEventProto.Started;
import armfarm.messages.wire.proto.AttemptEventProto.Step;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Records to Protobuf messages. */
final class EventWriter {
    private EventWriter() {}

    static Event write(AttemptEvent event) {
        Event.Builder out = Event.newBuilder()
                .setSchemaVersion(SchemaVersion.CURRENT)
                .setAttemptId(bytes(event.attempt()))
                .setArm(event.arm().name())
                .setSequence(event.sequence());
        if (event instanceof AttemptStarted started) {
            out.setStarted(started(started));
        } else if (event instanceof FrameCaptured captured) {
            out.setFrame(frame(captured));
        } else if (event instanceof AttemptEnded ended) {
            out.setEnded(ended(ended));
        }
        return out.build();
    }

    private static Started started(AttemptStarted event) {
        Started.Builder out = Started.newBuilder()
                .setAttemptNumber(event.attemptNumber())
                .setStartedAtMicros(micros(event.startedAt()))
                .setPurpose(WireEnums.write(event.purpose()))
                .setObjectSet(WireEnums.write(event.objectSet()))
                .setSceneId(event.sceneId())
                .setCamera(camera(event.camera()))
                .setSoftwareVersion(event.softwareVersion());
        event.saidSource().ifPresent(source -> out.setSource(source.name()));
        return out.build();
    }

    private static Camera camera(CameraInfo camera) {
        return Camera.newBuilder()
                .setWidthPixels(camera.widthPixels())
                .setHeightPixels(camera.heightPixels())
                .setFxPixels(camera.fxPixels())
                .setFyPixels(camera.fyPixels())
                .setCxPixels(camera.cxPixels())
                .setCyPixels(camera.cyPixels())
                .setCameraInBase(pose(camera.cameraInBase()))
                .build();
    }

    private static Frame frame(FrameCaptured event) {
        Frame.Builder out = Frame.newBuilder()
                .setKind(WireEnums.write(event.kind()))
                .setStampMicros(micros(event.stamp()))
                .setReceivedAtMicros(micros(event.receivedAt()))
                .setMediaType(event.image().mediaType())
                .setImage(ByteString.copyFrom(event.image().bytes()));
        event.step().ifPresent(step -> out.setStep(step(step)));
        event.depth().ifPresent(depth -> out.setDepthPng(ByteString.copyFrom(depth.bytes())));
        return out.build();
    }

    private static Step step(GraspStep step) {
        Step.Builder out = Step.newBuilder()
                .setIndex(step.index())
                .setGripperInBase(pose(step.gripperInBase()))
                .setCommandedInBase(pose(step.commandedInBase()))
                .setDecision(decision(step.decision()));
        step.reachedInBase().ifPresent(reached -> out.setReachedInBase(pose(reached)));
        return out.build();
    }

    private static Decision decision(PolicyDecision decision) {
        Decision.Builder out = Decision.newBuilder()
                .setModel(decision.model().map(ModelVersion::name).orElse(""))
                .setExploration(decision.exploration())
                .setCommand(command(decision.command()));
        decision.cemSeed().ifPresent(out::setCemSeed);
        decision.predictedProbability().ifPresent(out::setPredictedProbability);
        decision.settings().ifPresent(out::setSettings);
        decision.predictedCauses()
                .ifPresent(causes -> out.setPredictedCauses(PredictedCauses.newBuilder()
                        .setEmpty(causes.empty())
                        .setSlipped(causes.slipped())
                        .setBlocked(causes.blocked())));
        return out.build();
    }

    private static Command command(MotorCommand command) {
        return Command.newBuilder()
                .setDxMeters(command.dxMeters())
                .setDyMeters(command.dyMeters())
                .setDzMeters(command.dzMeters())
                .setSinYaw(command.sinYaw())
                .setCosYaw(command.cosYaw())
                .build();
    }

    private static Ended ended(AttemptEnded event) {
        Ended.Builder out = Ended.newBuilder()
                .setEndedAtMicros(micros(event.endedAt()))
                .setAbortReason(event.abortReason().orElse(""))
                .setTruthObject(event.truthObject().orElse(""))
                .setDecidingMicros(micros(event.deciding()))
                .setRobotTimeMicros(micros(event.robotTime()))
                .setMissedImages(event.gaps().images())
                .setMissedEvents(event.gaps().events());
        event.labels().forEach(label -> out.addLabels(label(label)));
        event.gripperOpeningMeters().ifPresent(out::setGripperOpeningMeters);
        event.dropTestDifference().ifPresent(out::setDropTestDifference);
        return out.build();
    }

    private static Label label(OutcomeLabel label) {
        return Label.newBuilder()
                .setSource(WireEnums.write(label.source()))
                .setOutcome(WireEnums.write(label.outcome()))
                .setConfidence(label.confidence())
                .build();
    }

    private static armfarm.messages.wire.proto.AttemptEventProto.Pose pose(Pose pose) {
        return armfarm.messages.wire.proto.AttemptEventProto.Pose.newBuilder()
                .setXMeters(pose.xMeters())
                .setYMeters(pose.yMeters())
                .setZMeters(pose.zMeters())
                .setQx(pose.qx())
                .setQy(pose.qy())
                .setQz(pose.qz())
                .setQw(pose.qw())
                .build();
    }

    private static ByteString bytes(AttemptId attempt) {
        ByteBuffer buffer = ByteBuffer.allocate(16)
                .putLong(attempt.uuid().getMostSignificantBits())
                .putLong(attempt.uuid().getLeastSignificantBits());
        return ByteString.copyFrom(buffer.flip());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }

    private static long micros(Duration duration) {
        return duration.dividedBy(ChronoUnit.MICROS.getDuration());
    }
}
