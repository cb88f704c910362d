package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ArmId;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.actionlib.ActionClient;
import armfarm.ros.actionlib.GoalHandle;
import armfarm.ros.actionlib.GoalLostException;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.ControlActions;
import armfarm.ros.messages.GoalStatus;
import armfarm.ros.messages.GripperCommandFeedback;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandMessage;
import armfarm.ros.messages.GripperCommandResult;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArmNode;
import armfarm.simulation.SimulationPace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions with Debian's actionlib at the other end, as client and as server. */
@NeedsDebianRos("python3-actionlib")
class DebianActionsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private DebianRos ros;
    private RosNode controller;
    private ActionClient<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> client;

    @BeforeEach
    void starts() {
        ros = DebianRos.withMaster().withControlMessages();
        controller = ros.node("/controller");
        client = new ActionClient<>(
                controller,
                GraphName.of("/gripper"),
                ControlActions.GRIPPER_COMMAND,
                InstantSource.system(),
                System::nanoTime,
                Duration.ofSeconds(3));
    }

    @AfterEach
    void stops() {
        controller.close();
        ros.close();
    }

    private DebianProcess startServer() {
        DebianProcess server = ros.script("gripper_server.py");
        assertThat(client.awaitServer(DEADLINE))
                .as("%s, %s", client.missing(), server.lines())
                .isTrue();
        return server;
    }

    private static GripperCommandGoal to(double position) {
        return new GripperCommandGoal(new GripperCommandMessage(position, 12));
    }

    @Test
    void goalFeedbackAndResult() {
        startServer();
        List<GripperCommandFeedback> heard = Collections.synchronizedList(new ArrayList<>());

        ActionResult<GripperCommandResult> result =
                client.send(to(0.06), heard::add).await(DEADLINE).orElseThrow();

        assertThat(result.status().status()).isEqualTo(GoalStatus.SUCCEEDED);
        assertThat(result.status().text()).isEqualTo("there");
        assertThat(result.result()).isEqualTo(new GripperCommandResult(0.06, 2, false, true));
        assertThat(heard).extracting(GripperCommandFeedback::reachedGoal).containsExactly(false, false, true);
    }

    @Test
    void abortsAndCancels() {
        startServer();

        ActionResult<GripperCommandResult> aborted =
                client.send(to(-1)).await(DEADLINE).orElseThrow();
        GoalHandle<GripperCommandResult, GripperCommandFeedback> held = client.send(to(0));
        assertThat(held.await(Duration.ofSeconds(1))).isEmpty();
        assertThat(held.status()).isEqualTo(GoalStatus.ACTIVE);
        held.cancel();
        ActionResult<GripperCommandResult> cancelled = held.await(DEADLINE).orElseThrow();

        assertThat(aborted.status().status()).isEqualTo(GoalStatus.ABORTED);
        assertThat(aborted.status().text()).isEqualTo("the fingers do not cross");
        assertThat(cancelled.status().status()).isEqualTo(GoalStatus.PREEMPTED);
        assertThat(cancelled.result().position()).isEqualTo(0.04);
    }

    @Test
    void aKilledServerLosesTheGoalAndTheNextOneServes() {
        DebianProcess server = startServer();
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle = client.send(to(0));
        Await.until("the goal is worked on", () -> handle.status() == GoalStatus.ACTIVE);

        server.close();

        assertThatThrownBy(() -> handle.await(DEADLINE))
                .isInstanceOf(GoalLostException.class)
                .hasMessageContaining("silent for 3.0 s");
        startServer();
        assertThat(client.send(to(0.01)).await(DEADLINE).orElseThrow().status().status())
                .isEqualTo(GoalStatus.SUCCEEDED);
    }

    @Test
    void debianDrivesTheSimulatedArm() {
        SimulatedArmNode.Config config = new SimulatedArmNode.Config(
                new ArmId("arm_1"),
                ObjectCatalog.defaults(),
                64,
                64,
                1,
                SimulationPace.realTime(System::nanoTime),
                false);
        try (SimulatedArmNode arm = SimulatedArmNode.start(config, ros.master(), RosHost.loopback())) {
            DebianProcess debian = ros.script(
                    "trajectory_client.py",
                    "/arm_1/arm_controller/follow_joint_trajectory",
                    "joint_1",
                    "joint_2",
                    "joint_3",
                    "joint_4",
                    "joint_5",
                    "joint_6",
                    "joint_7");

            assertThat(debian.output())
                    .containsPattern("state 3 code 0 feedback [1-9]")
                    .contains("then state 2");
            assertThat(arm.running()).isTrue();
        }
    }
}
