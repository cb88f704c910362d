package armfarm.controller.simulation;

import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.messages.ArmId;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.RosHost;
import armfarm.simulation.gazebo.GazeboProgress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What runs a farm's simulated arms. */
public interface Simulation extends AutoCloseable {
    /** Starts what the configuration names. Blocks until its arms are there. */
    static Simulation start(FarmConfig config, DataFolder folder, URI rosMaster, RosHost host) {
        return switch (config.simulation().kind()) {
            case EMBEDDED -> SimulatedArms.start(config, rosMaster, host);
            case GAZEBO -> GazeboArms.start(config, folder, rosMaster, host);
        };
    }

    /** @param index from 0 */
    static ArmId armId(int index) {
        return new ArmId("arm_" + (index + 1));
    }

    /** Of all its arms. */
    static List<ArmId> armIds(FarmConfig config) {
        return IntStream.range(0, config.arms()).mapToObj(Simulation::armId).toList();
    }

    /** Why its arms cannot practise now, if they cannot. Never blocks. */
    Optional<String> problem();

    /** Simulated seconds in a second since the start; empty if it goes as fast as each arm can. */
    OptionalDouble realTimeFactor();

    /** What lives as long as its arms, and how it is. */
    List<Supervision> loops();

    /** How far its world is; empty if it has none. Blocks while the world is being started again. */
    Optional<GazeboProgress> world();

    @Override
    void close();
}
