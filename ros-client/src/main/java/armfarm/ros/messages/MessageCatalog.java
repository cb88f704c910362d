package armfarm.ros.messages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every message type that can be written and read here, by name. Stateless. */
public final class MessageCatalog {
    private static final Map<String, MessageType<?>> BY_NAME = byName();

    private MessageCatalog() {}

    /** @param name package and type, for example sensor_msgs/Image */
    public static Optional<MessageType<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All types, sorted by name. */
    public static Collection<MessageType<?>> all() {
        return Collections.unmodifiableCollection(BY_NAME.values());
    }

    private static Map<String, MessageType<?>> byName() {
        List<MessageType<?>> types = new ArrayList<>();
        types.addAll(standard());
        types.addAll(geometry());
        types.addAll(sensing());
        types.addAll(running());
        types.addAll(acting());
        types.addAll(action(ControlActions.FOLLOW_JOINT_TRAJECTORY));
        types.addAll(action(ControlActions.GRIPPER_COMMAND));
        Map<String, MessageType<?>> byName = new TreeMap<>();
        types.forEach(type -> byName.put(type.name(), type));
        return byName;
    }

    private static List<MessageType<?>> standard() {
        return List.of(
                Header.TYPE,
                EmptyMessage.TYPE,
                StringMessage.TYPE,
                BoolMessage.TYPE,
                IntegerMessage.BYTE,
                IntegerMessage.CHAR,
                IntegerMessage.INT8,
                IntegerMessage.UINT8,
                IntegerMessage.INT16,
                IntegerMessage.UINT16,
                IntegerMessage.INT32,
                IntegerMessage.UINT32,
                IntegerMessage.INT64,
                IntegerMessage.UINT64,
                Float32Message.TYPE,
                Float64Message.TYPE,
                TimeMessage.TYPE,
                DurationMessage.TYPE,
                ColorRgba.TYPE,
                MultiArrayDimension.TYPE,
                MultiArrayLayout.TYPE,
                ByteMultiArray.BYTE,
                ByteMultiArray.INT8,
                ByteMultiArray.UINT8,
                IntegerMultiArray.INT16,
                IntegerMultiArray.UINT16,
                IntegerMultiArray.INT32,
                IntegerMultiArray.UINT32,
                IntegerMultiArray.INT64,
                IntegerMultiArray.UINT64,
                Float32MultiArray.TYPE,
                Float64MultiArray.TYPE);
    }

    private static List<MessageType<?>> geometry() {
        return List.of(
                Point.TYPE,
                PointStamped.TYPE,
                Vector3.TYPE,
                Vector3Stamped.TYPE,
                Quaternion.TYPE,
                QuaternionStamped.TYPE,
                PoseMessage.TYPE,
                PoseStamped.TYPE,
                PoseArray.TYPE,
                Transform.TYPE,
                TransformStamped.TYPE,
                TfMessage.TYPE,
                Twist.TYPE,
                TwistStamped.TYPE,
                Wrench.TYPE,
                WrenchStamped.TYPE);
    }

    private static List<MessageType<?>> sensing() {
        return List.of(
                ImageMessage.TYPE,
                CompressedImage.TYPE,
                CameraInfoMessage.TYPE,
                RegionOfInterest.TYPE,
                JointStateMessage.TYPE,
                Joy.TYPE,
                Range.TYPE,
                PointField.TYPE,
                PointCloud2.TYPE);
    }

    private static List<MessageType<?>> running() {
        return List.of(KeyValue.TYPE, DiagnosticStatus.TYPE, DiagnosticArray.TYPE, LogMessage.TYPE, ClockMessage.TYPE);
    }

    private static List<MessageType<?>> acting() {
        return List.of(
                GoalId.TYPE,
                GoalStatus.TYPE,
                GoalStatusArray.TYPE,
                JointTrajectoryPoint.TYPE,
                JointTrajectory.TYPE,
                MultiDofJointTrajectoryPoint.TYPE,
                MultiDofJointTrajectory.TYPE,
                JointTolerance.TYPE,
                FollowJointTrajectoryGoal.TYPE,
                FollowJointTrajectoryResult.TYPE,
                FollowJointTrajectoryFeedback.TYPE,
                GripperCommandMessage.TYPE,
                GripperCommandGoal.TYPE,
                GripperCommandResult.TYPE,
                GripperCommandFeedback.TYPE);
    }

    private static List<MessageType<?>> action(ActionType<?, ?, ?> type) {
        return List.of(type.goal(), type.result(), type.feedback(), type.action());
    }
}
