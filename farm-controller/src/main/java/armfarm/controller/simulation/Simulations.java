package armfarm.controller.simulation;

import armfarm.controller.base.DataFolder;
import armfarm.controller.config.FarmConfig;
import armfarm.ros.RosHost;
import java.net.URI;

/** Starts what a configuration names. Stateless. */
public final class Simulations {
    private Simulations() {}

    /** Blocks until the simulated arms are there. */
    public static Simulation start(FarmConfig config, DataFolder folder, URI rosMaster, RosHost host) {
        return switch (config.simulation().kind()) {
            case EMBEDDED -> SimulatedArms.start(config, rosMaster, host);
            case GAZEBO -> GazeboArms.start(config, folder, rosMaster, host);
        };
    }
}
