package armfarm.simulation.gazebo;

import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.ArmId;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.simulation.SimulatedCells;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** A ROS master and a Gazebo world for a test. */
final class GazeboFarm implements AutoCloseable {
    static final long SEED = 7;

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path TREE_LOG = TARGET.resolve("gazebo-tree.log");
    /** Of the latest world. */
    private static volatile Path folder = TARGET;

    private static volatile GazeboServer latest;

    final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    final List<ArmId> arms;
    final GazeboServer server;

    private GazeboFarm(Path folder, GazeboTree tree, GazeboWorld world) {
        this.arms = world.arms();
        try {
            server = GazeboServer.start(tree, world, folder, master.uri(), RosHost.loopback());
        } catch (RuntimeException e) {
            master.close();
            throw e;
        }
    }

    /** What is known of the latest world, also when it did not start. */
    static void saveLogs(Path target) throws IOException {
        GazeboEvidence.copyLogs(folder, target);
        GazeboServer server = latest;
        if (server != null) {
            server.saveLastImages(target);
        }
    }

    static GazeboFarm start(int arms) {
        return start(arms, false);
    }

    /** @param depth whether the arms' cameras have depth */
    static GazeboFarm start(int arms, boolean depth) {
        Path root = Path.of("").toAbsolutePath().getParent();
        GazeboTree tree = GazeboTree.prepare(root.resolve("docker/gazebo"), root.resolve(".cache/gazebo"), TREE_LOG);
        List<ArmId> names = IntStream.rangeClosed(1, arms)
                .mapToObj(i -> new ArmId("arm_" + i))
                .toList();
        folder = TARGET.resolve("gazebo-" + arms);
        latest = null;
        GazeboFarm farm = new GazeboFarm(
                folder, tree, GazeboWorld.of(names, 320, 240, SEED).withDepth(depth));
        latest = farm.server;
        return farm;
    }

    RosArmCell connect(ArmId arm) {
        return connect(arm, false);
    }

    /** @param depth whether the cell's images have depth, which the world's cameras must have then */
    RosArmCell connect(ArmId arm, boolean depth) {
        return RosArmCell.connect(
                SimulatedCells.spec(arm, depth),
                CellConnection.local(master.uri()).withTimeout(Duration.ofMinutes(2)),
                InstantSource.system());
    }

    @Override
    public void close() {
        server.close();
        master.close();
    }
}
