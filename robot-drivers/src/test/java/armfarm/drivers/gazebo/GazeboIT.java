package armfarm.drivers.gazebo;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.CapturedImage;
import armfarm.drivers.SceneRequest;
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
        int held = 0;
        try (Places places = new Places(ARM, MASTER.uri())) {
            for (int scene = 0; scene < 4; scene++) {
                long t0 = System.nanoTime();
                System.out.println(cell.arrangeScene(
                        new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, 0x1234 + scene)) + " " + (System.nanoTime() - t0) * 1e-9);
                save(cell.capture(), "scene" + scene);
                for (int i = 0; i < 4; i++) {
                    String id = places.easiest().get(0);
                    Pose grasp = places.grasp(id, (i - 1) * Math.PI / 4);
                    t0 = System.nanoTime();
                    cell.moveTo(at(grasp, 0.18));
                    System.out.printf("tip %s%n", java.util.Arrays.toString(places.tip()));
                    Pose down = cell.moveTo(grasp);
                    if (i == 0) save(cell.capture(), "down" + scene);
                    System.out.printf("aim %s %.4f %.4f %.4f down %.4f %.4f %.4f tip %s%n", id, grasp.xMeters(), grasp.yMeters(), grasp.zMeters(), down.xMeters(), down.yMeters(), down.zMeters(), java.util.Arrays.toString(places.tip()));
                    System.out.println("  close " + cell.closeGripper());
                    cell.moveTo(at(grasp, 0.27));
                    System.out.println("  lift " + cell.gripper() + " " + cell.truth());
                    if (i == 0) save(cell.capture(), "lift" + scene);
                    cell.moveTo(cell.homeInBase());
                    System.out.println("  home " + cell.gripper() + " " + cell.truth());
                    held += cell.truth().orElseThrow().heldObject().isPresent() ? 1 : 0;
                    cell.moveTo(at(Pose.topDown(0.55, 0, 0, 0), 0.2));
                    cell.openGripper();
                    cell.moveTo(cell.homeInBase());
                    System.out.println("  seconds " + (System.nanoTime() - t0) * 1e-9);
                }
            }
        }
        System.out.println("HELD " + held + " RTF " + server.realTimeFactor() + " " + server.problem());
        assertThat(server.problem()).isEmpty();
    }

    private static Pose at(Pose pose, double zMeters) {
        return Pose.topDown(pose.xMeters(), pose.yMeters(), zMeters, pose.yawRadians());
    }

    private static void save(CapturedImage image, String name) throws Exception {
            var picture = new java.awt.image.BufferedImage(320, 240, java.awt.image.BufferedImage.TYPE_INT_RGB);
            byte[] p = image.image().pixels();
            for (int k = 0; k < 320 * 240; k++) {
                picture.setRGB(k % 320, k / 320, (p[3 * k] & 255) << 16 | (p[3 * k + 1] & 255) << 8 | p[3 * k + 2] & 255);
            }
            javax.imageio.ImageIO.write(picture, "png", new java.io.File("/tmp/gz-" + name + ".png"));
    }
}
