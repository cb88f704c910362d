package armfarm.drivers.gazebo;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.CapturedImage;
import armfarm.drivers.SceneRequest;
import armfarm.drivers.SceneState;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.RosArmCell;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosMaster;
import armfarm.drivers.sim.SimulatedCells;
import armfarm.messages.ArmId;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gazebo")
class GazeboIT {
    private static final ArmId ARM = new ArmId("arm_1");
    private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();
    private static final Path FOLDER = Path.of("target", "gazebo-world").toAbsolutePath();

    private static final RosMaster MASTER = RosMaster.start(RosHost.loopback(), 0);
    private static GazeboServer server;
    private static RosArmCell cell;

    @BeforeAll
    static void starts() {
        GazeboTree tree = GazeboTree.prepare(
                ROOT.resolve("docker/gazebo"),
                ROOT.resolve(".cache/gazebo"),
                FOLDER.resolveSibling("gazebo-tree.log"));
        server = GazeboServer.start(
                tree, GazeboWorld.of(List.of(ARM), 320, 240, 7), FOLDER, MASTER.uri(), RosHost.loopback());
        cell = RosArmCell.connect(
                SimulatedCells.spec(ARM),
                CellConnection.local(MASTER.uri()).withTimeout(Duration.ofSeconds(30)),
                InstantSource.system());
    }

    @AfterAll
    static void stops() {
        if (cell != null) {
            cell.close();
        }
        if (server != null) {
            server.close();
        }
        MASTER.close();
    }

    @Test
    void graspsLiftWhatTheyHoldAndNothingElse() throws Exception {
        SceneState scene =
                cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, 0x1234));
        System.out.println("SCENE " + scene);
        for (int i = 0; i < 3; i++) {
            CapturedImage image = cell.capture();
            var picture = new java.awt.image.BufferedImage(320, 240, java.awt.image.BufferedImage.TYPE_INT_RGB);
            byte[] p = image.image().pixels();
            for (int k = 0; k < 320 * 240; k++) {
                picture.setRGB(k % 320, k / 320, (p[3 * k] & 255) << 16 | (p[3 * k + 1] & 255) << 8 | p[3 * k + 2] & 255);
            }
            javax.imageio.ImageIO.write(picture, "png", new java.io.File("/tmp/gz" + i + ".png"));
            System.out.println("IMAGE " + image.stamp());
            Pose at = Pose.topDown(0.5 + 0.03 * i, 0.02 * i, 0.18, 0.4);
            System.out.println("MOVE " + at + " -> " + cell.moveTo(at));
            Pose down = Pose.topDown(0.5 + 0.03 * i, 0.02 * i, 0.01, 0.4);
            System.out.println("DOWN " + down + " -> " + cell.moveTo(down));
            System.out.println("CLOSE " + cell.closeGripper());
            System.out.println("LIFT " + cell.moveTo(Pose.topDown(0.5 + 0.03 * i, 0.02 * i, 0.26, 0.4)));
            System.out.println("GRIPPER " + cell.gripper() + " " + cell.truth());
            System.out.println("HOME " + cell.moveTo(cell.homeInBase()));
            System.out.println("OPEN " + cell.openGripper());
        }
        System.out.println("RTF " + server.realTimeFactor() + " " + server.problem());
        assertThat(server.problem()).isEmpty();
    }
}
