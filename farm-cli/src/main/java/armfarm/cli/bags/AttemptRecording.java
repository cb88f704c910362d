package armfarm.cli.bags;

import armfarm.messages.AttemptStarted;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.Pose;
import armfarm.ros.GraphName;
import armfarm.ros.RosMessages;
import armfarm.ros.bag.BagConnection;
import armfarm.ros.bag.RecordingWriter;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.StringMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes attempts as messages on their arms' topics. The time of a message is the farm's clock, the stamp in it the
 * robot's, as if the topics had been recorded by the farm. Confined to one thread.
 */
final class AttemptRecording {
    private static final String CALLER = "/armfarm/export";
    private static final String GRIPPER_JOINT = "gripper_opening";

    /** As compressed_image_transport writes it, and by which it knows that the PNG is of 16 bits. */
    private static final String DEPTH_FORMAT = "16UC1; png compressed ";

    private final RecordingWriter writer;
    private final Map<String, BagConnection> connections = new LinkedHashMap<>();
    private long messages;

    AttemptRecording(RecordingWriter writer) {
        this.writer = writer;
    }

    /** A message that waits for its turn. */
    private record Timed(Instant time, BagConnection connection, ByteArray data) {}

    long messages() {
        return messages;
    }

    void write(GraspAttempt attempt) {
        List<Timed> timed = new ArrayList<>();
        AttemptTopics topics = new AttemptTopics(attempt.started().arm());
        started(timed, topics, attempt.started());
        for (int i = 0; i < attempt.frames().size(); i++) {
            frame(timed, topics, attempt, i);
        }
        ended(timed, topics, attempt);
        timed.sort(Comparator.comparing(Timed::time));
        timed.forEach(message -> writer.write(message.connection, message.time, message.data.bytes()));
        messages += timed.size();
    }

    private void started(List<Timed> out, AttemptTopics topics, AttemptStarted started) {
        Instant at = started.startedAt();
        add(out, at, topics.started(), StringMessage.TYPE, new StringMessage(EventJson.started(started)));
        addLatched(
                out,
                at,
                topics.cameraInfo(),
                CameraInfoMessage.TYPE,
                RosMessages.cameraInfoMessage(started.camera(), at));
        addLatched(
                out,
                at,
                topics.cameraInBase(),
                PoseStamped.TYPE,
                pose(at, started.camera().cameraInBase()));
    }

    private void frame(List<Timed> out, AttemptTopics topics, GraspAttempt attempt, int index) {
        FrameCaptured frame = attempt.frames().get(index);
        Instant at = frame.receivedAt();
        add(
                out,
                at,
                topics.image(),
                CompressedImage.TYPE,
                image(frame.stamp(), format(frame.image().mediaType()), frame.image()));
        frame.depth()
                .ifPresent(depth ->
                        add(out, at, topics.depth(), CompressedImage.TYPE, image(frame.stamp(), DEPTH_FORMAT, depth)));
        add(out, at, topics.frame(), StringMessage.TYPE, new StringMessage(EventJson.frame(frame)));
        frame.step().ifPresent(step -> step(out, topics, attempt, index, step));
    }

    /** The pose that was reached is shown when the next thing happened: when exactly it was reached is not stored. */
    private void step(List<Timed> out, AttemptTopics topics, GraspAttempt attempt, int index, GraspStep step) {
        FrameCaptured frame = attempt.frames().get(index);
        boolean last = index + 1 == attempt.frames().size();
        Instant laterAt = last
                ? attempt.ended().endedAt()
                : attempt.frames().get(index + 1).receivedAt();
        Instant laterStamp =
                last ? robotEnd(attempt) : attempt.frames().get(index + 1).stamp();
        Instant at = frame.receivedAt();
        add(out, at, topics.gripperInBase(), PoseStamped.TYPE, pose(frame.stamp(), step.gripperInBase()));
        add(out, at, topics.commandedInBase(), PoseStamped.TYPE, pose(frame.stamp(), step.commandedInBase()));
        step.reachedInBase()
                .ifPresent(reached ->
                        add(out, laterAt, topics.reachedInBase(), PoseStamped.TYPE, pose(laterStamp, reached)));
    }

    private void ended(List<Timed> out, AttemptTopics topics, GraspAttempt attempt) {
        Instant at = attempt.ended().endedAt();
        attempt.ended()
                .gripperOpeningMeters()
                .ifPresent(opening -> addLatched(
                        out,
                        at,
                        topics.gripperState(),
                        JointStateMessage.TYPE,
                        new JointStateMessage(
                                Header.at(robotEnd(attempt), ""),
                                List.of(GRIPPER_JOINT),
                                List.of(opening),
                                List.of(),
                                List.of())));
        add(
                out,
                at,
                topics.ended(),
                StringMessage.TYPE,
                new StringMessage(EventJson.ended(attempt.ended(), attempt.frames())));
    }

    /** End of the last motion by the robot's clock. */
    private static Instant robotEnd(GraspAttempt attempt) {
        return attempt.frames().stream()
                .findFirst()
                .map(first -> first.stamp().plus(attempt.ended().robotTime()))
                .orElse(Instant.EPOCH);
    }

    private static PoseStamped pose(Instant stamp, Pose inBase) {
        return new PoseStamped(Header.at(stamp, RosMessages.BASE_FRAME), RosMessages.poseMessage(inBase));
    }

    private static CompressedImage image(Instant stamp, String format, EncodedImage image) {
        return new CompressedImage(Header.at(stamp, RosMessages.CAMERA_FRAME), format, new ByteArray(image.bytes()));
    }

    private static String format(String mediaType) {
        return mediaType.startsWith("image/") ? mediaType.substring("image/".length()) : mediaType;
    }

    private <T> void add(List<Timed> out, Instant time, GraphName topic, MessageType<T> type, T message) {
        out.add(new Timed(time, connection(topic, type, false), new ByteArray(type.serialize(message))));
    }

    private <T> void addLatched(List<Timed> out, Instant time, GraphName topic, MessageType<T> type, T message) {
        out.add(new Timed(time, connection(topic, type, true), new ByteArray(type.serialize(message))));
    }

    private BagConnection connection(GraphName topic, MessageType<?> type, boolean latched) {
        return connections.computeIfAbsent(
                topic.path(), path -> BagConnection.of(connections.size(), path, type, CALLER, latched));
    }
}
