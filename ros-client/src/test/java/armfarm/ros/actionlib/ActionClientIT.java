package armfarm.ros.actionlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosNode;
import armfarm.ros.loops.RosLoops;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.ControlActions;
import armfarm.ros.messages.GoalStatus;
import armfarm.ros.messages.GripperCommandFeedback;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandMessage;
import armfarm.ros.messages.GripperCommandResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActionClientIT {
    private static final GraphName ACTION = GraphName.of("/gripper");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final GripperCommandResult OPEN = new GripperCommandResult(0.08, 12, false, true);

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode arm = node("/arm");
    private final RosNode controller = node("/controller");
    private final Supervision timer = RosLoops.of();
    private final List<ServerGoal<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback>> taken =
            Collections.synchronizedList(new ArrayList<>());
    private ActionServer<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> server = serve(arm);
    private final ActionClient<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> client =
            new ActionClient<>(
                    controller,
                    ACTION,
                    ControlActions.GRIPPER_COMMAND,
                    InstantSource.system(),
                    System::nanoTime,
                    Duration.ofSeconds(2));

    private RosNode node(String name) {
        return RosNode.start(GraphName.of(name), master.uri(), RosHost.loopback());
    }

    private ActionServer<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> serve(RosNode node) {
        return new ActionServer<>(node, ACTION, ControlActions.GRIPPER_COMMAND, () -> Instant.EPOCH, timer, taken::add);
    }

    private GoalHandle<GripperCommandResult, GripperCommandFeedback> send(double position) {
        assertThat(client.awaitServer(DEADLINE)).as("%s", client.missing()).isTrue();
        int before = taken.size();
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle =
                client.send(new GripperCommandGoal(new GripperCommandMessage(position, 12)));
        Await.until("the server has the goal", () -> taken.size() > before);
        return handle;
    }

    @AfterEach
    void closes() {
        timer.close();
        controller.close();
        arm.close();
        master.close();
    }

    @Test
    void aGoalIsAcceptedReportedAndDone() {
        List<GripperCommandFeedback> heard = Collections.synchronizedList(new ArrayList<>());
        assertThat(client.awaitServer(DEADLINE)).isTrue();
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle =
                client.send(new GripperCommandGoal(new GripperCommandMessage(0.08, 12)), heard::add);
        Await.until("the server has the goal", () -> taken.size() == 1);
        assertThat(taken.get(0).goal().command().position()).isEqualTo(0.08);
        taken.get(0).accept();
        Await.until("it is active", () -> handle.status() == GoalStatus.ACTIVE);
        GripperCommandFeedback half = new GripperCommandFeedback(0.04, 12, false, false);
        taken.get(0).tell(half);
        Await.until("feedback", () -> heard.size() == 1);

        taken.get(0).succeed(OPEN, "open");

        ActionResult<GripperCommandResult> result = handle.await(DEADLINE).orElseThrow();
        assertThat(result.result()).isEqualTo(OPEN);
        assertThat(result.status()).isEqualTo(new GoalStatus(handle.id(), GoalStatus.SUCCEEDED, "open"));
        assertThat(heard).containsExactly(half);
    }

    @Test
    void noResultYetIsNotAnError() {
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle = send(0.08);

        assertThat(handle.await(Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void aCancelledGoalEndsAsPreempted() {
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle = send(0.08);
        taken.get(0).accept();

        handle.cancel();
        Await.until("the server hears of it", () -> taken.get(0).cancelRequested());
        taken.get(0).preempt(OPEN, "stopped");

        assertThat(handle.await(DEADLINE).orElseThrow().status().status()).isEqualTo(GoalStatus.PREEMPTED);
    }

    @Test
    void aNewGoalEndsTheOneBefore() {
        GoalHandle<GripperCommandResult, GripperCommandFeedback> first = send(0.08);
        taken.get(0).accept();
        GoalHandle<GripperCommandResult, GripperCommandFeedback> second = send(0.02);

        assertThat(taken.get(0).cancelRequested()).isTrue();
        taken.get(0).preempt(OPEN, "");
        taken.get(1).accept();
        taken.get(1).abort(OPEN, "something is in the way");

        assertThat(first.await(DEADLINE).orElseThrow().status().status()).isEqualTo(GoalStatus.PREEMPTED);
        assertThat(second.await(DEADLINE).orElseThrow().status().text()).isEqualTo("something is in the way");
    }

    @Test
    void cancelsEverythingAtOnce() {
        send(0.08);

        client.cancelAll();

        Await.until("the server hears of it", () -> taken.get(0).cancelRequested());
    }

    @Test
    void aServerThatRestartsLosesTheGoal() {
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle = send(0.08);
        taken.get(0).accept();
        Await.until("listed", () -> handle.status() == GoalStatus.ACTIVE);

        server.close();
        server = serve(arm);

        assertThatThrownBy(() -> handle.await(DEADLINE))
                .isInstanceOf(GoalLostException.class)
                .hasMessageContaining("/gripper")
                .hasMessageContaining("restarted or forgotten");
        assertThat(handle.status()).isEqualTo(GoalStatus.LOST);
        // A goal sent while the link to the old server still seems open does not arrive.
        Await.until("the new server gets a goal", () -> {
            client.awaitServer(DEADLINE);
            client.send(new GripperCommandGoal(new GripperCommandMessage(0.02, 12)));
            return taken.size() > 1;
        });
    }

    @Test
    void aServerThatFallsSilentLosesTheGoal() {
        GoalHandle<GripperCommandResult, GripperCommandFeedback> handle = send(0.08);
        taken.get(0).accept();
        Await.until("listed", () -> handle.status() == GoalStatus.ACTIVE);

        timer.close();

        assertThatThrownBy(() -> handle.await(DEADLINE))
                .isInstanceOf(GoalLostException.class)
                .hasMessageContaining("silent for 2.0 s");
    }

    @Test
    void refusesToSendWhereNobodyListens() {
        assertThat(client.awaitServer(DEADLINE)).isTrue();
        server.close();
        Await.until(
                "the server is gone",
                () -> client.missing().size() == 5
                        && client.problems().contains("/gripper/result: no publisher is registered"));

        assertThatThrownBy(() -> client.send(new GripperCommandGoal(new GripperCommandMessage(0, 1))))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("nobody subscribes to /gripper/goal")
                .hasMessageContaining("/gripper/result: no publisher is registered at the master " + master.uri());
    }
}
