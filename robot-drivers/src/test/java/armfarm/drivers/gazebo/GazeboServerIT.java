package armfarm.drivers.gazebo;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.cell.RosArmCell;
import armfarm.drivers.ros.Await;
import armfarm.messages.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gazebo")
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
    void aHungWorldIsNoticedAndReplaced() throws IOException {
        try (GazeboFarm farm = GazeboFarm.start(1)) {
            ProcessHandle hung = gazebo();
            new ProcessBuilder("kill", "-STOP", Long.toString(hung.pid())).start();
            Await.until("the hang is noticed", () -> farm.server.problem().isPresent());
            assertThat(farm.server.problem().orElseThrow()).hasMessageContaining("hangs");

            farm.server.restart();

            assertThat(hung.isAlive()).isFalse();
            assertThat(farm.server.problem()).isEmpty();
        }
    }

    private static ProcessHandle gazebo() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("gzserver"))
                .findFirst()
                .orElseThrow();
    }
}
