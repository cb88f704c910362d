package armfarm.simulation.gazebo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.RosArmCell;
import armfarm.drivers.kinematics.SerialArm;
import armfarm.messages.ArmId;
import armfarm.messages.DriverException;
import armfarm.messages.ErrorCode;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.JointStateMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("gazebo")
@ExtendWith(GazeboEvidence.class)
class GazeboServerIT {
    @Test
    void deathIsNoticedAWorldStartsAgainAndStoppingLeavesNothing() throws IOException {
        List<ProcessHandle> processes;
        try (GazeboFarm farm = GazeboFarm.start(1)) {
            assertThat(farm.server.problem()).isEmpty();
            gazebo().destroyForcibly();
            Await.until("Gazebo's death is noticed", () -> farm.server.problem().isPresent());
            assertThat(farm.server.problem().orElseThrow().code()).isEqualTo(ErrorCode.RESOURCE);

            farm.server.restart();
            try (RosArmCell cell = farm.connect(farm.arms.get(0))) {
                assertThat(cell.moveTo(cell.homeInBase()).distanceMeters(cell.homeInBase()))
                        .isLessThan(0.002);
            }

            assertThat(farm.server.problem()).isEmpty();
            processes = ProcessHandle.current().descendants().toList();
        }

        assertThat(processes).hasSizeGreaterThan(2).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(".cache/gazebo/tree-");
    }

    @Test
    void aHungWorldIsNoticedAndReplacedAlsoByThoseWhoOnlyUseIt() throws IOException {
        try (GazeboFarm farm = GazeboFarm.start(1)) {
            try (RunningGazebo user = RunningGazebo.connect(farm.arms, farm.master.uri(), RosHost.loopback())) {
                assertThat(user.problem()).isEmpty();
                ProcessHandle hung = gazebo();
                new ProcessBuilder("kill", "-STOP", Long.toString(hung.pid())).start();
                Await.until(
                        "the hang is noticed",
                        Duration.ofMinutes(1),
                        () -> farm.server.problem().isPresent()
                                && user.problem().isPresent());
                assertThat(farm.server.problem().orElseThrow()).hasMessageContaining("hangs");
                assertThat(user.problem().orElseThrow()).hasMessageContaining("not started again by it");

                farm.server.restart();

                assertThat(hung.isAlive()).isFalse();
                assertThat(farm.server.problem()).isEmpty();
                Await.until(
                        "the new world is noticed",
                        Duration.ofMinutes(1),
                        () -> user.problem().isEmpty());
            }
            assertThat(gazebo().isAlive()).as("the world is not its own").isTrue();
        }
    }

    @Test
    void anArmWhosePositionsAreNoNumbersEndsWhatItDoesAndNeedsANewWorld() {
        try (GazeboFarm farm = GazeboFarm.start(1)) {
            ArmId arm = farm.arms.get(0);
            try (RosArmCell cell = farm.connect(arm);
                    RosNode stranger =
                            RosNode.start(GraphName.of("/test_stranger"), farm.master.uri(), RosHost.loopback())) {
                stranger.advertise(ArmTopics.of(arm).jointStates(), JointStateMessage.TYPE, true)
                        .publish(notANumber());
                Await.until("the watch notices", () -> farm.server.problem().isPresent());

                assertThat(farm.server.problem().orElseThrow())
                        .hasMessageContaining("arm_1: the position of joint_2 is not a number");
                assertThatThrownBy(() -> cell.moveTo(cell.homeInBase()))
                        .isInstanceOf(DriverException.class)
                        .hasMessageContaining("reports NaN as the position of joint_2");
            }

            farm.server.restart();

            assertThat(farm.server.problem()).isEmpty();
            try (RosArmCell cell = farm.connect(arm)) {
                assertThat(cell.moveTo(cell.homeInBase()).distanceMeters(cell.homeInBase()))
                        .isLessThan(0.002);
            }
        }
    }

    /** Later than whatever the arm itself says. */
    private static JointStateMessage notANumber() {
        List<String> joints = ArmTopics.jointNames(SerialArm.JOINTS);
        List<Double> positions = new ArrayList<>(Collections.nCopies(joints.size(), 0.0));
        positions.set(1, Double.NaN);
        return new JointStateMessage(
                Header.at(Instant.EPOCH.plusSeconds(1_000_000), ""), joints, positions, List.of(), List.of());
    }

    private static ProcessHandle gazebo() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("gzserver"))
                .findFirst()
                .orElseThrow();
    }
}
