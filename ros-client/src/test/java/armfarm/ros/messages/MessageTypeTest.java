package armfarm.ros.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageTypeTest {
    /** Sums as the ROS 1 message packages publish them. */
    private static final Map<MessageType<?>, String> PUBLISHED_SUMS = Map.ofEntries(
            Map.entry(StringMessage.TYPE, "992ce8a1687cec8c8bd883ec73ca41d1"),
            Map.entry(Header.TYPE, "2176decaecbce78abc3b96ef049fabed"),
            Map.entry(EmptyMessage.TYPE, "d41d8cd98f00b204e9800998ecf8427e"),
            Map.entry(ImageMessage.TYPE, "060021388200f6f0f447d0fcd9c64743"),
            Map.entry(JointStateMessage.TYPE, "3066dcd76a6cfaef579bd0f34173e9fd"),
            Map.entry(CameraInfoMessage.TYPE, "c9a58c1b0b154e0e6da7578cb991d214"),
            Map.entry(PoseStamped.TYPE, "d3812c3cbc69362b77dc0b19b345f8f5"),
            Map.entry(PoseMessage.TYPE, "e45d45a5a1ce597b249e23fb30fc871f"),
            Map.entry(JointTrajectory.TYPE, "65b4f94a94d1ed67169da35a02f33d3f"),
            Map.entry(GoalId.TYPE, "302881f31927c1df708a2dbab0e80ee8"),
            Map.entry(GoalStatus.TYPE, "d388f9b87b3c471f784434d671988d4a"),
            Map.entry(ControlActions.FOLLOW_JOINT_TRAJECTORY.goal(), "cff5c1d533bf2f82dd0138d57f4304bb"),
            Map.entry(ControlActions.FOLLOW_JOINT_TRAJECTORY.result(), "c4fb3b000dc9da4fd99699380efcc5d9"),
            Map.entry(ControlActions.GRIPPER_COMMAND.goal(), "aa581f648a35ed681db2ec0bf7a82bea"),
            Map.entry(ControlActions.GRIPPER_COMMAND.result(), "143702cb2df0f163c5283cedc5efc6b6"),
            Map.entry(ControlActions.FOLLOW_JOINT_TRAJECTORY.feedback(), "d8920dc4eae9fc107e00999cce4be641"),
            Map.entry(ControlActions.GRIPPER_COMMAND.feedback(), "653dff30c045f5e6ff3feb3409f4558d"),
            Map.entry(ControlActions.FOLLOW_JOINT_TRAJECTORY.action(), "bc4f9b743838566551c0390c65f1a248"),
            Map.entry(ControlActions.GRIPPER_COMMAND.action(), "950b2a6ebe831f5d4f4ceaba3d8be01e"));

    private static final Header HEADER = new Header(4_000_000_000L, Instant.ofEpochSecond(3_000_000_000L, 999), "base");

    @Test
    void computesThePublishedSums() {
        Map<String, String> computed =
                PUBLISHED_SUMS.keySet().stream().collect(Collectors.toMap(MessageType::name, MessageType::md5));

        assertThat(computed)
                .isEqualTo(PUBLISHED_SUMS.entrySet().stream()
                        .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue)));
    }

    @Test
    void ignoresCommentsAndBlanksInADefinition() {
        MessageDefinition bare = new MessageDefinition("a/B", "int32 X=1\nint32 value\n", List.of());
        MessageDefinition commented =
                new MessageDefinition("a/B", "# about\n  int32   value  # the value\n\nint32 X = 1 # one\n", List.of());

        assertThat(commented.md5()).isEqualTo(bare.md5());
    }

    @Test
    void refusesADefinitionWithAnUnknownType() {
        assertThatThrownBy(() -> new MessageDefinition("a/B", "C[] items\n", List.of()))
                .hasMessageContaining("a/B")
                .hasMessageContaining("a/C");
    }

    @Test
    void listsNestedDefinitionsOnceInTheFullText() {
        String text = ControlActions.FOLLOW_JOINT_TRAJECTORY.goal().fullText();

        assertThat(text.split("MSG: std_msgs/Header\n", -1)).hasSize(2);
        assertThat(text).startsWith("Header header\n").contains("MSG: trajectory_msgs/JointTrajectoryPoint\n");
    }

    @Test
    void writesLittleEndianWithCountsInFront() {
        byte[] bytes = JointStateMessage.TYPE.serialize(new JointStateMessage(
                new Header(1, Instant.ofEpochSecond(2, 3), "b"), List.of("j"), List.of(1.0), List.of(), List.of()));

        assertThat(bytes)
                .containsExactly(
                        1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 'b', 1, 0, 0, 0, 1, 0, 0, 0, 'j', 1, 0, 0, 0, 0,
                        0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void readsBackWhatItWrote() throws MessageFormatException {
        GoalStatus status = new GoalStatus(new GoalId(Instant.EPOCH, "goal-1"), GoalStatus.ABORTED, "Fußboden");
        roundTrips(
                PoseStamped.TYPE,
                new PoseStamped(HEADER, new PoseMessage(new Point(1, 2, -0.0), new Quaternion(0, 0, 0, 1))));
        roundTrips(
                ImageMessage.TYPE,
                new ImageMessage(HEADER, 1, 2, "rgb8", 0, 6, new ByteArray(new byte[] {1, 2, 3, 4, 5, -1})));
        roundTrips(
                CameraInfoMessage.TYPE,
                new CameraInfoMessage(
                        HEADER,
                        480,
                        640,
                        "plumb_bob",
                        List.of(),
                        zeros(9),
                        zeros(9),
                        zeros(12),
                        0,
                        0,
                        RegionOfInterest.ALL));
        JointTrajectoryPoint point = JointTrajectoryPoint.at(List.of(0.5, -0.5), Duration.ofMillis(-1500));
        FollowJointTrajectoryGoal goal = FollowJointTrajectoryGoal.of(
                new JointTrajectory(HEADER, List.of("joint_1", "joint_2"), List.of(point, point)));
        roundTrips(ControlActions.FOLLOW_JOINT_TRAJECTORY.goal(), new ActionGoal<>(HEADER, status.goalId(), goal));
        roundTrips(
                ControlActions.FOLLOW_JOINT_TRAJECTORY.result(),
                new ActionResult<>(HEADER, status, new FollowJointTrajectoryResult(-4, "late")));
        roundTrips(
                ControlActions.GRIPPER_COMMAND.result(),
                new ActionResult<>(HEADER, status, new GripperCommandResult(0.03, 12, true, false)));
    }

    @Test
    void refusesEveryCutAndAnExtraByte() {
        byte[] bytes = JointStateMessage.TYPE.serialize(
                new JointStateMessage(HEADER, List.of("joint_1"), List.of(1.0), List.of(2.0), List.of(3.0)));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> JointStateMessage.TYPE.deserialize(cut))
                    .isInstanceOf(MessageFormatException.class);
        }
        assertThatThrownBy(() -> JointStateMessage.TYPE.deserialize(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes left");
    }

    @Test
    void refusesACountThatTheMessageCannotHold() {
        assertThatThrownBy(() -> StringMessage.TYPE.deserialize(new byte[] {-1, -1, -1, -1}))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("4294967295");
    }

    private static <T> void roundTrips(MessageType<T> type, T message) throws MessageFormatException {
        assertThat(type.deserialize(type.serialize(message))).isEqualTo(message);
        assertThat(type.serializeWithLength(message))
                .endsWith(type.serialize(message))
                .hasSize(type.serialize(message).length + 4);
    }

    private static List<Double> zeros(int count) {
        return java.util.Collections.nCopies(count, 0.0);
    }
}
